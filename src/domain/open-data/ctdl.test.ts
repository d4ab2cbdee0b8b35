import { describe, expect, it } from 'vitest';
import { awardFacts, stackFacts } from '../../../test/support/award-facts.ts';
import { baseDefinition } from '../../../test/support/factories.ts';
import { type SeriesFacts, describeIssuer, describeMicroCredential, describeSeries } from './ctdl.ts';
import { caseIds } from './case-ids.ts';
import { caseUrl, ctidOf, issuerCtid, resourceUrl } from './ids.ts';

/**
 * The terms of each class that may be written, as https://credreg.net/ctdl/mapping and the JSON Schemas of the Credential Registry
 * (github.com/CredentialEngine/CredentialRegistry, fixtures/schemas/ce_registry) have them.
 */
const credential =
  'ctid name description alternateName subjectWebpage image inLanguage keyword ownedBy offeredBy dateEffective versionIdentifier credentialStatusType estimatedDuration creditValue requires renewalFrequency isPartOf hasPart';
const terms: Record<string, string> = {
  'ceterms:MicroCredential': credential,
  'ceterms:Collection':
    'ctid name description subjectWebpage image inLanguage keyword ownedBy dateEffective versionIdentifier hasMember',
  'ceterms:CredentialOrganization': 'ctid name description subjectWebpage email sameAs owns offers',
  'ceterms:AssessmentProfile': 'name description subjectWebpage scoringMethodDescription assesses ownedBy offeredBy',
  'ceterms:ConditionProfile':
    'name description submissionOf submissionOfDescription condition targetCompetency targetAssessment targetCredential',
  'ceterms:CredentialAlignmentObject': 'framework frameworkName targetNode targetNodeName',
  'ceterms:DurationProfile': 'description minimumDuration maximumDuration',
  'ceterms:IdentifierValue': 'identifierTypeName identifierValueCode',
  'ceterms:ValueProfile': 'creditUnitType schema:value schema:description',
};

/** Every property that stands where its class has none. */
function strangers(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(strangers);
  if (typeof value !== 'object' || value === null) return [];
  const { '@type': type, ...rest } = value as { '@type'?: string } & Record<string, unknown>;
  if (type === undefined) return Object.keys(rest).filter((key) => key !== 'en');
  const known = (terms[type] ?? '').split(' ').map((term) => (term.includes(':') ? term : `ceterms:${term}`));
  return Object.entries(rest).flatMap(([key, inner]) => [
    ...(key.startsWith('@') || known.includes(key) ? [] : [`${type} ${key}`]),
    ...strangers(inner),
  ]);
}

const baseUrl = 'https://learn.example.org';
const offered = { baseUrl, issuerSlug: 'north', number: 3, publishedAt: new Date('2026-11-20T09:30:15Z') };
const facts = { ...offered, definition: baseDefinition(), series: ['the-room'], before: [] };
const stacked: SeriesFacts = { ...offered, series: stackFacts().series };
const url = (slug: string, kind: 'micro-credential' | 'series' = 'micro-credential') =>
  resourceUrl(baseUrl, ctidOf(baseUrl, { kind, slug }));

describe('a micro-credential in CTDL', () => {
  it('says what it is, whose, and what it is worth', () => {
    expect(describeMicroCredential(facts)).toMatchObject({
      '@id': url('reading-the-room'),
      '@type': 'ceterms:MicroCredential',
      'ceterms:name': { en: 'Reading the Room' },
      'ceterms:subjectWebpage': `${baseUrl}/micro-credentials/reading-the-room`,
      'ceterms:ownedBy': [resourceUrl(baseUrl, issuerCtid(baseUrl, 'north'))],
      'ceterms:isPartOf': [url('the-room', 'series')],
      'ceterms:dateEffective': '2026-11-20',
      'ceterms:versionIdentifier': [{ 'ceterms:identifierValueCode': '3' }],
      'ceterms:creditValue': [
        { 'schema:value': 12, 'ceterms:creditUnitType': [{ 'ceterms:targetNode': 'creditUnit:ClockHour' }] },
      ],
      'ceterms:estimatedDuration': [{ 'ceterms:description': { en: '8 to 14 hours of work.' } }],
    });
  });

  it('asks for the evidence, each look-for, and competencies that are at home in CASE', () => {
    const definition = baseDefinition();
    const before = [{ atLeast: 1, of: ['first', 'second'] }];
    const [evidence, earlier] = describeMicroCredential({ ...facts, before })['ceterms:requires'] as Record<
      string,
      ReturnType<typeof JSON.parse>
    >[];
    expect(evidence!['ceterms:condition'].en).toEqual(definition.guides[0]!.lookFors.map(({ text }) => text));
    expect(evidence!['ceterms:submissionOfDescription'].en).toContain('Tally sheet: Hand in the tally.');
    const node = caseUrl(baseUrl, 'CFItems', caseIds(baseUrl, definition.slug).outcome('participation'));
    expect(evidence!['ceterms:targetCompetency']).toHaveLength(3);
    expect(evidence!['ceterms:targetCompetency'][0]['ceterms:targetNode']).toBe(node);
    expect(earlier!['ceterms:targetCredential']).toEqual([url('first'), url('second')]);
  });

  it.each([
    ['without hours', { worth: { pdHours: 0 } }, 'ceterms:creditValue', undefined],
    [
      'that is renewed',
      { award: { rule: 'all-look-fors', validMonths: 24, renewal: { by: 'again' } } },
      'ceterms:renewalFrequency',
      'P24M',
    ],
    [
      'with weeks',
      { effort: { hours: { min: 8, max: 8 }, weeks: { min: 2, max: 4.5 } } },
      'ceterms:estimatedDuration',
      [{ 'ceterms:minimumDuration': 'P14D', 'ceterms:maximumDuration': 'P32D' }],
    ],
  ])('%s', (_name, overrides, term, value) => {
    const described = describeMicroCredential({ ...facts, definition: baseDefinition(overrides) });
    if (value === undefined) expect(described).not.toHaveProperty([term]);
    else expect(described).toMatchObject({ [term]: value });
  });
});

describe('a series in CTDL', () => {
  const members = [url('reading-the-room'), url('filling-the-room')];

  it('is a credential where it has a stack award', () => {
    expect(describeSeries(stacked)).toMatchObject({
      '@id': url('the-room', 'series'),
      '@type': 'ceterms:MicroCredential',
      'ceterms:name': { en: 'Master of the Room' },
      'ceterms:alternateName': { en: ['The Room'] },
      'ceterms:hasPart': members,
      'ceterms:requires': [{ 'ceterms:targetCredential': members }],
    });
  });

  it('is a collection where it has none', () => {
    const { stackAward: _none, ...series } = stacked.series;
    const described = describeSeries({ ...stacked, series });
    expect(described).toMatchObject({ '@type': 'ceterms:Collection', 'ceterms:hasMember': members });
    expect(strangers(described)).toEqual([]);
  });
});

describe('terms', () => {
  const { issuer } = awardFacts();
  it.each([
    ['a micro-credential', describeMicroCredential({ ...facts, before: [{ atLeast: 1, of: ['first'] }] })],
    ['a series', describeSeries(stacked)],
    ['an issuer', describeIssuer({ baseUrl, issuer, offers: [{ kind: 'series', slug: 'the-room' }] })],
  ])('of %s are all of them terms of CTDL, where they may stand', (_name, described) => {
    expect(strangers(described)).toEqual([]);
  });

  it('that nobody defined are found', () => {
    expect(strangers({ '@type': 'ceterms:MicroCredential', 'ceterms:assesses': [] })).toHaveLength(1);
  });
});
