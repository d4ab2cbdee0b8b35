import { caseSorts } from './case-list.ts';

const schema = 'https://purl.imsglobal.org/spec/case/v1p1/schema/json/case_v1p1_cfpackage-jsonschema1.json';

const one = {
  CFDocuments: ['getCFDocument', 'A document: the outcomes of one micro-credential.'],
  CFPackages: ['getCFPackage', 'A document with all that belongs to it.'],
  CFItems: ['getCFItem', 'An outcome or one of its details.'],
  CFItemAssociations: ['getCFItemAssociations', 'An item and its associations.'],
  CFAssociations: ['getCFAssociation', 'An association.'],
  CFItemTypes: ['getCFItemType', 'A kind of item.'],
  CFRubrics: ['getCFRubric', 'A scoring guide.'],
} as const;

/** What of the CASE 1.1 service is here, for programs that look for it (OpenAPI 3). */
export function describeCaseService(baseUrl: string): Record<string, unknown> {
  const answers = (description: string) => ({
    '200': { description, content: { 'application/json': {} } },
    '404': { description: 'Not known here, or no UUID; as imsx_StatusInfo.', content: { 'application/json': {} } },
  });
  const query = (name: string, type: string, description: string) => ({
    ...{ name, in: 'query', required: false, description },
    schema: { type },
  });
  return {
    openapi: '3.0.1',
    info: {
      title: 'Competencies and Academic Standards Exchange 1.1: outcomes and scoring guides',
      version: '1.1',
      description: `Reading only, open to all. Packages follow ${schema}.`,
    },
    servers: [{ url: `${baseUrl}/ims/case/v1p1` }],
    paths: {
      '/CFDocuments': {
        get: {
          operationId: 'getAllCFDocuments',
          parameters: [
            query('limit', 'integer', 'How many at most: from 1 to 500; 100 when left out.'),
            query('offset', 'integer', 'How many to pass over; 0 when left out.'),
            query('sort', 'string', `One of: ${Object.keys(caseSorts).join(', ')}.`),
            query('orderBy', 'string', 'asc or desc.'),
            query('fields', 'string', 'Names of fields with commas between them.'),
          ],
          responses: { ...answers('Documents; X-Total-Count and Link say how many and where the rest is.') },
        },
      },
      ...Object.fromEntries(
        Object.entries(one).map(([kind, [operationId, description]]) => [
          `/${kind}/{sourcedId}`,
          {
            get: {
              operationId,
              parameters: [
                { name: 'sourcedId', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
              ],
              responses: answers(description),
            },
          },
        ]),
      ),
    },
  };
}
