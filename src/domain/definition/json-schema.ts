import { z } from 'zod';
import { CreditRule } from '#domain/credit/rule-schema.ts';
import { Definition, Issuer, ProgrammeDocument, Series } from './schema.ts';

/** The JSON Schemas of the format, as editors want them: what may be written, before defaults are filled in. */
export const jsonSchemas = {
  'tessera-1': () => toJsonSchema(ProgrammeDocument, 'Tessera programme documents, format tessera/1'),
  'tessera-micro-credential-1': () => toJsonSchema(Definition, 'A micro-credential, format tessera/1'),
  'tessera-series-1': () => toJsonSchema(Series, 'A series, format tessera/1'),
  'tessera-issuer-1': () => toJsonSchema(Issuer, 'An issuer, format tessera/1'),
  'tessera-credit-rule-1': () => toJsonSchema(CreditRule, 'A credit rule, format tessera-credit/1'),
} as const;

export type JsonSchemaName = keyof typeof jsonSchemas;

/** The schema as it is served and shipped. */
export function schemaText(name: JsonSchemaName): string {
  return `${JSON.stringify(jsonSchemas[name](), null, 2)}\n`;
}

function toJsonSchema(schema: z.ZodType, title: string): Record<string, unknown> {
  return { title, ...z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' }) };
}
