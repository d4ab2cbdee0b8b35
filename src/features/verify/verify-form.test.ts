import { describe, expect, it } from 'vitest';
import { addProof, foreignCredential } from '../../../test/support/foreign-issuer.ts';
import { type Json, type VerdictCase, key, signed, verdict, verify } from '../../../test/support/verifying.ts';

describe('what has not the form of an award, or can be read in two ways', () => {
  it.each<VerdictCase>([
    ['no JSON', () => '{"a": }', 'not-json', 'structure'],
    ['a text', () => 'an award', 'no-award', 'structure'],
    ['a list', () => [signed].map(String).join(), 'no-award', 'structure'],
    ['no proof', () => foreignCredential(), 'no-proof', 'structure'],
    ['an empty list of proofs', () => foreignCredential({ proof: [] }), 'no-proof', 'structure'],
    ['another type', () => ({ ...signed, type: ['VerifiableCredential'] }), 'not-a-credential', 'structure'],
    [
      'a key that stands twice',
      () => JSON.stringify(signed).replace('"validFrom"', '"name":"Another","validFrom"'),
      'duplicate-keys',
      'structure',
    ],
    ['a million characters', () => ({ ...signed, name: 'a'.repeat(1_000_000) }), 'too-large', 'structure'],
    ['endless nesting', () => `{"a":${'['.repeat(5000)}`, 'too-deep', 'structure'],
    ['a key __proto__', () => JSON.stringify(signed).replace('"name"', '"__proto__"'), 'hostile', 'structure'],
    [
      'its expiry hidden behind the full address of the property',
      async () => {
        const until = await addProof(foreignCredential({ validUntil: '2026-01-02T00:00:00Z' }), key);
        const { validUntil: _, ...hidden } = until;
        const full = 'https://www.w3.org/2018/credentials#validUntil';
        return {
          ...hidden,
          [full]: { '@type': 'http://www.w3.org/2001/XMLSchema#dateTime', '@value': '2026-01-02T00:00:00Z' },
        };
      },
      'hostile',
      'structure',
    ],
    [
      'a property under a shortened address',
      () => ({ ...signed, 'cred:validUntil': '2030-01-01T00:00:00Z' }),
      'hostile',
      'structure',
    ],
    [
      'a known context within',
      () => ({
        ...signed,
        credentialSubject: { '@context': (signed['@context'] as string[])[1], ...(signed.credentialSubject as Json) },
      }),
      'hostile',
      'structure',
    ],
    [
      'its terms redefined within',
      () => {
        const { credentialSubject, ...rest } = signed;
        return { ...rest, credentialSubject: { '@context': { name: 'urn:x' }, ...(credentialSubject as Json) } };
      },
      'hostile',
      'structure',
    ],
    [
      'a context written out',
      () => ({ ...signed, '@context': [...(signed['@context'] as []), { name: 'urn:x' }] }),
      'hostile',
      'structure',
    ],
    [
      'itself, a second time within',
      () => ({ ...signed, evidence: [{ id: signed.id, type: ['Evidence'], validUntil: '2030-01-01T00:00:00Z' }] }),
      'hostile',
      'structure',
    ],
    [
      'its contexts the other way round',
      () => ({ ...signed, '@context': [...(signed['@context'] as string[])].reverse() }),
      'context-order',
      'contexts',
    ],
    [
      'the context of the data model alone',
      () => ({ ...signed, '@context': [(signed['@context'] as string[])[0]] }),
      'context-order',
      'contexts',
    ],
    [
      'a context that is not known',
      () => ({ ...signed, '@context': [...(signed['@context'] as string[]), 'https://example.org/terms.json'] }),
      'unknown-context',
      'contexts',
      'undecided',
    ],
    [
      'a form that Open Badges do not have',
      () =>
        addProof(
          foreignCredential({ credentialSubject: { type: ['AchievementSubject'], achievement: { name: 'x' } } }),
          key,
        ),
      'schema',
      'schema',
    ],
  ])('%s', async (_what, given, reason, step, outcome, web) => {
    expect(await verdict(await given(), web?.())).toEqual([outcome ?? 'failed', reason, step]);
  });
});

describe('what is wrong with a form is told in one sentence', () => {
  const detailOf = async (given: unknown, step: string) =>
    (await verify(given)).steps.find(({ name }) => name === step)?.detail;

  it.each<[string, Json, string]>([
    ['a property that is missing', { issuer: undefined }, ': “issuer” is missing.'],
    ['one that is something else', { validUntil: 'soon' }, ': “validUntil” is not as it should be.'],
    ['one within another', { issuer: { name: 'X' } }, ': “issuer” is not as it should be.'],
    [
      'one that has too much',
      { type: Array.from({ length: 21 }, () => 'VerifiableCredential') },
      ': “type” has more than 20.',
    ],
    [
      'two',
      { issuer: 7, validUntil: 'soon' },
      ': “issuer” is not as it should be; “validUntil” is not as it should be.',
    ],
  ])('%s', async (_what, change, end) => {
    expect(await detailOf({ ...signed, ...change }, 'structure')).toBe(`It is not an Open Badges 3.0 credential${end}`);
  });

  it('of the schema, too', async () => {
    const credentialSubject = { type: ['AchievementSubject'], achievement: { name: 'x' } };
    expect(await detailOf(await addProof(foreignCredential({ credentialSubject }), key), 'schema')).toMatch(
      /^It does not have the form of Open Badges 3\.0: credentialSubject[.\w]*: \p{Ll}[^.]*(\.\w+[^.]*)*\.( And more\.)?$/u,
    );
  });
});
