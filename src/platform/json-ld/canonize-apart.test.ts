import { afterEach, describe, expect, it } from 'vitest';
import { foreignCredential } from '../../../test/support/foreign-issuer.ts';
import { type CanonizeApart, createCanonizeApart } from './canonize-apart.ts';
import { canonizeHere } from './canonize.ts';

let canonize: CanonizeApart | undefined;
afterEach(() => canonize?.close());

const proof = {
  type: 'DataIntegrityProof',
  cryptosuite: 'eddsa-rdfc-2022',
  verificationMethod: 'did:example:1#key',
  proofPurpose: 'assertionMethod',
};

/** Nodes without names that are told apart only by comparing each with every other: a complete graph of them. */
function poisoned(size: number) {
  const evidence = Array.from({ length: size }, (_, from) => ({
    id: `_:b${from}`,
    type: ['VerifiableCredential'],
    evidence: Array.from({ length: size }, (_each, to) => ({ id: `_:b${to}` })),
  }));
  return foreignCredential({ evidence });
}

describe('createCanonizeApart', () => {
  it('gives callers turns', async () => {
    canonize = createCanonizeApart();
    const input = { document: foreignCredential(), proof };
    const order: string[] = [];
    const ask = (caller: string, name: string) =>
      canonize
        ?.of(caller)(input)
        .then(() => order.push(name));
    await Promise.all([ask('a', 'a1'), ask('a', 'a2'), ask('a', 'a3'), ask('b', 'b1'), ask('c', 'c1')]);
    expect(order).toEqual(['a1', 'a2', 'b1', 'c1', 'a3']);
  });

  it('turns away a caller who has too many waiting, and nobody else', async () => {
    canonize = createCanonizeApart({ mostOfOne: 1 });
    const input = { document: foreignCredential(), proof };
    const [a, b] = [canonize.of('a'), canonize.of('b')];
    const answers = await Promise.all([a(input), a(input), a(input), b(input)]);
    expect(answers.map((answer) => (answer.ok ? 'done' : answer.reason))).toEqual(['done', 'done', 'busy', 'done']);
  });

  it('leaves nobody waiting when it is closed', async () => {
    canonize = createCanonizeApart();
    const input = { document: poisoned(12), proof };
    const answers = Promise.all([canonize(input), canonize(input)]);
    await canonize.close();
    expect(await answers).toEqual([
      { ok: false, reason: 'too-slow' },
      { ok: false, reason: 'busy' },
    ]);
  });

  it('comes to the same as here', async () => {
    canonize = createCanonizeApart();
    const input = { document: foreignCredential(), proof };
    const here = await canonizeHere(input);
    for (const signing of [false, true, true]) expect(await canonize({ ...input, signing })).toEqual(here);
  });

  it('gives a poisoned graph up, and goes on with the next document', async () => {
    canonize = createCanonizeApart();
    const [poison, next] = await Promise.all([
      canonize({ document: poisoned(12), proof }),
      canonize({ document: foreignCredential(), proof }),
    ]);
    expect(poison).toEqual({ ok: false, reason: 'too-complex' });
    expect(next.ok).toBe(true);
  });

  it('ends the thread that takes too long, and starts another', async () => {
    canonize = createCanonizeApart({ totalMs: 1 });
    expect(await canonize({ document: foreignCredential(), proof })).toEqual({ ok: false, reason: 'too-slow' });
    await canonize.close();
    canonize = createCanonizeApart();
    expect((await canonize({ document: foreignCredential(), proof })).ok).toBe(true);
  });

  it('turns away who comes when too many wait', async () => {
    canonize = createCanonizeApart({ mostWaiting: 1 });
    const input = { document: foreignCredential(), proof };
    const answers = await Promise.all([canonize(input), canonize(input), canonize(input)]);
    expect(answers.map((answer) => (answer.ok ? 'done' : answer.reason))).toEqual(['done', 'done', 'busy']);
  });
});
