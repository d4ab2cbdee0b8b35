import { z } from 'zod';
import { type EvidenceKindName, evidenceKinds } from '#domain/evidence/registry.ts';
import { StackRule, TierAfter } from './stack-rule.ts';

/*
 * What can be read of a document whatever else of it is wrong. The schema says what is malformed; the semantic checks
 * run on this, so that a missing title does not hide a reference that leads nowhere: all problems come at once.
 *
 * Every valid document is readable as it stands. An `undefined` was there but could not be read.
 */

const text = z.string().optional().catch(undefined);
const number = z.number().optional().catch(undefined);
const list = <Item extends z.ZodType>(item: Item) => z.array(item).optional().catch(undefined);
const group = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape).optional().catch(undefined);
const range = group({ min: number, max: number });

/** Rules only as far as their kind reads them; the schema has already said what is wrong with others. */
const ReadableRequirement = group({ id: text, kind: text, rules: z.unknown() }).transform((requirement) => {
  if (!requirement) return undefined;
  const kind = Object.hasOwn(evidenceKinds, requirement.kind ?? '')
    ? (requirement.kind as EvidenceKindName)
    : undefined;
  const rules = kind && evidenceKinds[kind].rules.safeParse(requirement.rules);
  return { id: requirement.id, kind, rules: rules?.success ? rules.data : undefined };
});

const ReadableDefinition = z.object({
  kind: z.literal('micro-credential'),
  slug: text,
  issuer: text,
  worth: group({ pdHours: number }),
  companions: list(group({ pdHours: number })),
  effort: group({ hours: range, weeks: range }),
  outcomes: list(group({ id: text, details: list(group({ id: text, text })) })),
  parts: list(group({ id: text, requirements: list(ReadableRequirement) })),
  guides: list(
    group({
      id: text,
      lookFors: list(group({ id: text, text, points: list(text), judges: list(text), details: list(text) })),
    }),
  ),
});

const ReadableSeries = z.object({
  kind: z.literal('series'),
  slug: text,
  issuer: text,
  tiers: list(group({ id: text, after: TierAfter.optional().catch(undefined) })),
  strands: list(group({ id: text })),
  members: list(group({ microCredential: text, tier: text, strand: text })),
  prerequisites: list(group({ microCredential: text, after: list(text) })),
  stackAward: group({ rule: StackRule.optional().catch(undefined) }),
});

const ReadableIssuer = z.object({ kind: z.literal('issuer'), slug: text });

const ReadableDocument = z.discriminatedUnion('kind', [ReadableDefinition, ReadableSeries, ReadableIssuer]);

export type ReadableDefinition = z.output<typeof ReadableDefinition>;
export type ReadableSeries = z.output<typeof ReadableSeries>;
export type ReadableDocument = z.output<typeof ReadableDocument>;

/** What can be read of a document; `undefined` when not even its kind can. */
export function readDocument(value: unknown): ReadableDocument | undefined {
  const result = ReadableDocument.safeParse(value);
  return result.success ? result.data : undefined;
}
