import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { awardFacts, credentialFacts, stackFacts } from '../../../test/support/award-facts.ts';
import { baseDefinition } from '../../../test/support/factories.ts';
import { type AwardFacts, type CredentialFacts, buildAchievementCredential } from './achievement-credential.ts';
import { jwtClaims } from './jwt-claims.ts';
import { checkOpenBadgeSchema } from './open-badge-schema.ts';

const build = (facts: AwardFacts = awardFacts(), changed: Partial<CredentialFacts> = {}) =>
  buildAchievementCredential({ ...credentialFacts(facts), ...changed } as CredentialFacts);

const page = 'https://learn.example.org/micro-credentials/reading-the-room/versions/3';

describe('buildAchievementCredential', () => {
  it.each([
    ['a micro-credential', awardFacts()],
    ['a stack', stackFacts()],
  ])('has the form that the Open Badges schema asks for, of %s', (_what, facts) => {
    expect(checkOpenBadgeSchema(build(facts))).toEqual({ ok: true });
  });

  it('names the W3C context first, Open Badges 3.0.3 second, and third that of the type of its schema entry', () => {
    expect(build()['@context']).toEqual([
      'https://www.w3.org/ns/credentials/v2',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
      'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
    ]);
    const schema = 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json';
    expect(build(stackFacts()).credentialSchema).toEqual([{ id: schema, type: '1EdTechJsonSchemaValidator2019' }]);
  });

  it('is issued by a did:web profile, with no property for what the issuer did not give', () => {
    expect(build().issuer).toEqual({
      id: 'did:web:learn.example.org:issuers:north',
      type: ['Profile'],
      name: 'North',
      description: 'Of the north.',
      url: 'https://north.example',
    });
  });

  it('names the earner by a salted hash of the address and never tells the address', () => {
    const digest = createHash('sha256').update('ana@example.orgsalt').digest('hex');
    expect(build().credentialSubject.identifier[0].identityHash).toBe(`sha256$${digest}`);
    expect(JSON.stringify(build())).not.toContain('ana@example.org');
  });

  it('gives an earner without a wallet an id of this award alone, and one with a wallet its DID', () => {
    const idOf = (facts: AwardFacts) => build(facts).credentialSubject.id;
    expect(idOf(awardFacts())).toMatch(/^urn:uuid:[\da-f-]{36}$/);
    expect(idOf(awardFacts({ salt: 'other', earner: { name: 'A. Luz', email: 'new@example.org' } }))).toBe(
      idOf(awardFacts()),
    );
    expect(idOf(awardFacts({ publicId: 'another0123456789abc' }))).not.toBe(idOf(awardFacts()));
    expect(idOf(awardFacts({ earner: { ...awardFacts().earner, did: 'did:key:z6Mk' } }))).toBe('did:key:z6Mk');
  });

  it('keeps the date of the award whenever it is issued, to the second, and tells from when to when it is valid', () => {
    const issuedAgain = {
      number: 2,
      validFrom: new Date('2027-01-05T00:00:00Z'),
      validUntil: new Date('2030-01-05T00:00:00Z'),
    };
    const { id, awardedDate, validFrom, validUntil } = build(awardFacts(), issuedAgain);
    expect([awardedDate, validFrom, validUntil]).toEqual([
      '2026-11-20T09:30:15Z',
      '2027-01-05T00:00:00Z',
      '2030-01-05T00:00:00Z',
    ]);
    expect(id).toBe('https://learn.example.org/verify/0123456789abcdefghjk/credentials/2');
    expect(build()).not.toHaveProperty('validUntil');
  });

  it('tells clock hours as a result described by the achievement, not as academic credit', () => {
    const { credentialSubject } = build(awardFacts({ definition: baseDefinition({ worth: { pdHours: 12.5 } }) }));
    const [description] = credentialSubject.achievement.resultDescription ?? [];
    expect(credentialSubject.result?.[0]).toEqual({
      type: ['Result'],
      resultDescription: description?.id,
      value: '12.5',
    });
    expect(credentialSubject).not.toHaveProperty('creditsEarned');
    expect(credentialSubject.achievement).not.toHaveProperty('creditsAvailable');
  });

  it('tells each look-for as a criterion with its three levels, and that Yes was reached', () => {
    const { achievement, result } = build().credentialSubject;
    const [, ...lookFors] = achievement.resultDescription ?? [];
    expect(lookFors).toHaveLength(4);
    expect(lookFors[0]).toMatchObject({ resultType: 'RubricCriterionLevel' });
    const ids = lookFors.flatMap((lookFor) =>
      lookFor.resultType === 'RubricCriterionLevel' ? lookFor.rubricCriterionLevel.map((level) => level.id) : [],
    );
    expect(new Set(ids).size).toBe(12);
    expect(result?.slice(1)).toEqual(
      lookFors.map((lookFor) => ({
        type: ['Result'],
        resultDescription: lookFor.id,
        achievedLevel: `${lookFor.id}/yes`,
      })),
    );
    expect(ids).toContain(`${lookFors[0]?.id}/yes`);
  });

  it('sets out every look-for with its points as the criteria, at the page of this version', () => {
    const { id, criteria } = build().credentialSubject.achievement;
    expect([id, criteria.id]).toEqual([page, page]);
    for (const lookFor of baseDefinition().guides.flatMap((guide) => guide.lookFors))
      expect(criteria.narrative).toContain(`* ${lookFor.text}`);
  });

  it('points to the CASE item of each outcome and to the CTDL resource', () => {
    const { alignment } = build().credentialSubject.achievement;
    expect(alignment.map(({ targetType }) => targetType)).toEqual(['CTDL', 'CFItem']);
    expect(alignment[0]?.targetUrl).toMatch(/^https:\/\/learn\.example\.org\/resources\/ce-[\da-f-]{36}$/);
    expect(alignment[1]?.targetUrl).toMatch(/^https:\/\/learn\.example\.org\/ims\/case\/v1p1\/CFItems\/[\da-f-]{36}$/);
  });

  it('names the evidence by its hashes, with no address of it', () => {
    const attempt = { number: 2, sha256: 'b'.repeat(64) };
    const [evidence] = build(awardFacts({ attempt })).evidence;
    expect(evidence?.narrative).toContain(
      `attempt.json in that pack, which holds every text and the SHA-256 of every file: ${attempt.sha256}.`,
    );
    expect(evidence?.narrative).toContain('a'.repeat(64));
    expect(JSON.stringify(evidence)).not.toContain('http');
  });

  it('rests a stack on the credentials of its pieces, by the rule in words', () => {
    const { name, credentialSubject, evidence } = build(stackFacts());
    expect(name).toBe('Master of the Room');
    expect(credentialSubject.achievement).toMatchObject({
      id: 'https://learn.example.org/series/the-room/versions/1',
      criteria: { narrative: 'Every micro-credential of the series was earned.' },
    });
    expect(evidence.map(({ id }) => id)).toEqual(stackFacts().pieces.map(({ credentialId }) => credentialId));
    expect(evidence[1]?.narrative).toContain('e'.repeat(64));
  });

  it('names the place in the status list as one object with an id', () => {
    const list = 'https://learn.example.org/issuers/north/status/revocation/1';
    expect(build().credentialStatus).toMatchObject({ id: `${list}#4711`, statusListCredential: list });
    expect(build(awardFacts(), { status: null })).not.toHaveProperty('credentialStatus');
  });

  it('stays readable in size, however long the scoring guide is', () => {
    const definition = baseDefinition();
    const [guide] = definition.guides;
    const [lookFor] = guide?.lookFors ?? [];
    const long = 'A sentence that goes on and on. '.repeat(150);
    const lookFors = Array.from({ length: 60 }, (_, index) => ({ ...lookFor!, id: `l-${index}`, text: long }));
    const credential = build(awardFacts({ definition: { ...definition, guides: [{ ...guide!, lookFors }] } }));
    expect(JSON.stringify(credential).length).toBeLessThan(120_000);
    expect(credential.credentialSubject.achievement.criteria.narrative).toMatch(/The rest is on the page/);
    expect(checkOpenBadgeSchema(credential)).toEqual({ ok: true });
  });
});

describe('jwtClaims', () => {
  it('repeats at the top level what JWT has names for, and keeps the credential beside it', () => {
    const credential = build(awardFacts(), { validUntil: new Date('2030-01-05T00:00:00Z') });
    const { iss, jti, sub, nbf, exp, ...rest } = jwtClaims(credential);
    expect({ iss, jti, sub }).toEqual({
      iss: credential.issuer.id,
      jti: credential.id,
      sub: credential.credentialSubject.id,
    });
    expect([nbf, exp]).toEqual([Date.UTC(2026, 10, 20, 9, 30, 15) / 1000, Date.UTC(2030, 0, 5) / 1000]);
    expect(rest).toEqual(credential);
  });

  it('has no end where the credential has none', () => {
    expect(jwtClaims(build())).not.toHaveProperty('exp');
  });
});
