/** Writes the JSON Schemas of the programme format to `schemas/`, where editors find them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchemas, schemaText, type JsonSchemaName } from '#domain/definition/json-schema.ts';
import { projectRoot } from '#platform/root.ts';

const folder = join(projectRoot, 'schemas');
mkdirSync(folder, { recursive: true });
for (const name of Object.keys(jsonSchemas) as JsonSchemaName[])
  writeFileSync(join(folder, `${name}.json`), schemaText(name));
