import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { describe, expect, it } from 'vitest';
import { buildAchievementCredential } from '#domain/credential/achievement-credential.ts';
import { awardFacts, credentialFacts, stackFacts } from '../../../test/support/award-facts.ts';
import { everyProperty } from '../../../test/support/every-property.ts';
import { foreignCredential } from '../../../test/support/foreign-issuer.ts';
import { canonizeAward } from './canonize-award.ts';
import { createDocumentLoader } from './document-loader.ts';

type Json = Record<string, unknown>;

const options = { documentLoader: createDocumentLoader(), base: null, safe: true };

/** Canonicalises as for a signature, and counts how often: twice where a part is new, whole and by its parts. */
async function canonizing(credential: object, canonize = cryptosuite.canonize, given: object = options) {
  let times = 0;
  const canonized = await canonizeAward(credential as Json, given, (input, further) => {
    times += 1;
    return canonize(input, further);
  });
  return { canonized, times };
}

const whole = (credential: object) => cryptosuite.canonize(credential, options);

/** An award of an achievement of its own, so that no other test has met it. */
const awardOf = (name: string): Json => {
  const award = foreignCredential();
  const subject = award.credentialSubject as { achievement: Json };
  return { ...award, credentialSubject: { ...subject, achievement: { ...subject.achievement, name } } };
};

const other = { publicId: 'zyxwvutsrqpnmkjhgfed', earner: { name: 'Bo', email: 'bo@example.org' }, salt: 'pepper' };

describe('canonizeAward', () => {
  it.each([
    ['a micro-credential', awardFacts(), awardFacts(other)],
    ['a stack', stackFacts(), stackFacts(other)],
  ])('comes to the same as the library for %s, and reads what awards have in common once', async (_what, one, next) => {
    const [first, second] = [one, next].map((facts) => buildAchievementCredential(credentialFacts(facts)));
    if (!first || !second) throw new Error('Two awards were asked for');
    expect(await canonizing(first)).toEqual({ canonized: await whole(first), times: 2 });
    expect(await canonizing(second)).toEqual({ canonized: await whole(second), times: 1 });
    expect((await canonizing(first)).canonized).toBe(await whole(first));
  });

  it('does so with every property that there is', async () => {
    // Some of them have no term in the contexts of these days.
    const lax = { ...options, safe: false };
    const canonized = await cryptosuite.canonize(everyProperty, lax);
    for (const times of [2, 1])
      expect(await canonizing(everyProperty, cryptosuite.canonize, lax)).toEqual({ canonized, times });
  });

  it('reads a part anew under other contexts or types', async () => {
    const award = awardOf('Listening');
    const term = { rank: 'https://example.org/rank' };
    const contexts = [...(award['@context'] as string[]), { '@vocab': 'https://example.org/' }];
    const subject = award.credentialSubject as Json & { achievement: Json };
    const invented = { ...subject, achievement: { ...subject.achievement, rank: 'first' } };
    const asVocabulary = { ...award, '@context': contexts, credentialSubject: invented };
    const asTerm = {
      ...asVocabulary,
      '@context': [...(award['@context'] as string[]), { rank: 'https://example.net/r' }],
    };
    const inSubject = { ...award, credentialSubject: { '@context': term, ...invented } };
    for (const one of [asVocabulary, asTerm, inSubject])
      expect(await canonizing(one)).toEqual({ canonized: await whole(one), times: 2 });
    // A property that only another’s contexts define is still refused.
    await expect(canonizing({ ...award, credentialSubject: invented })).rejects.toThrow(/[Ss]afe mode/);
  });

  it('keeps what many awards have in common, however many results each of them has', async () => {
    const awards = Array.from({ length: 25 }, (_none, of) => {
      const award = awardOf(`Keeping ${of}`);
      const result = Array.from({ length: 25 }, (_each, one) => ({ type: ['Result'], value: `${of} ${one}` }));
      return { ...award, credentialSubject: { ...(award.credentialSubject as Json), result } };
    });
    for (const award of awards) await canonizing(award);
    for (const award of awards) expect((await canonizing(award)).times).toBe(1);
  });

  it('goes by the whole where its parts come to something else', async () => {
    const award = awardOf('Doubting');
    let asked = 0;
    const differing = async (input: unknown, given: object) => {
      asked += 1;
      return `${await cryptosuite.canonize(input, given)}${asked % 2 === 0 ? '# by parts' : ''}`;
    };
    for (let turn = 0; turn < 2; turn += 1)
      expect(await canonizing(award, differing)).toEqual({ canonized: await whole(award), times: 2 });
  });

  it('leaves to the library what is no award', async () => {
    const { credentialSubject: _, ...rest } = foreignCredential();
    for (const subject of [{ id: 'did:example:1' }, [{ id: 'did:example:1' }, { id: 'did:example:2' }]]) {
      const credential = { ...rest, credentialSubject: subject };
      expect(await canonizing(credential)).toEqual({ canonized: await whole(credential), times: 1 });
    }
  });
});
