/** What a credential says it keeps to, for verifiers that validate it: a JSON Schema as 1EdTech publishes it. */
export type SchemaEntry = { id: string; type: '1EdTechJsonSchemaValidator2019' };

const schemas = {
  achievement: 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json',
  endorsement: 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json',
  record: 'https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json',
} as const;

/** A list, as the Open Badges schema wants it. Its type is a term of the extensions context. */
export function schemaEntry(of: keyof typeof schemas): [SchemaEntry] {
  return [{ id: schemas[of], type: '1EdTechJsonSchemaValidator2019' }];
}
