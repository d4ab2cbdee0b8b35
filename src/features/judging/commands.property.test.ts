import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp } from '../../../test/support/app.ts';
import { apply } from '../../../test/support/judging-commands.ts';
import { type Command, type Said, lookFors, makeWorld } from '../../../test/support/judging-world.ts';
import { type GoOn, usualNext } from '../../../test/support/judging-usual.ts';
import { type WaysOut, bringToEnd } from '../../../test/support/judging-way-out.ts';
import { checkInvariants, checkTrail, nothing } from '../../../test/support/judging-invariants.ts';

/** Sequences that are tried; more of them with SEQUENCES=1000. */
const sequences = Number(process.env.SEQUENCES ?? 30);

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const said = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Said>('yes') },
  { weight: 1, arbitrary: fc.constantFrom<Said>('almost', 'no', 'illegible') },
);
const says = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Said[]>(['yes', 'yes', 'yes']) },
  { weight: 2, arbitrary: fc.constantFrom<Said[]>(['yes', 'no', 'yes'], ['almost', 'yes', 'yes']) },
  { weight: 2, arbitrary: fc.array(said, { minLength: lookFors.length, maxLength: lookFors.length }) },
);
const by = fc.nat(3);
const some = fc.subarray([...lookFors], { minLength: 1 });

const kinds = <Kind extends string>(...all: Kind[]) => fc.constantFrom(...all);

/** The usual way is likely enough to come to awards, appeals and recalls; everything else comes between. */
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ kind: kinds('hand-in'), draw: fc.constantFrom(0, 0.9) }) },
  {
    weight: 16,
    arbitrary: fc.record({
      kind: kinds('score'),
      first: fc.nat(2),
      says: fc.array(says, { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 8, arbitrary: fc.record({ kind: kinds('appeal'), lookFors: some }) },
  { weight: 8, arbitrary: fc.record({ kind: kinds('answer'), says }) },
  { weight: 6, arbitrary: fc.record({ kind: kinds('release', 'read') }) },
  { weight: 4, arbitrary: fc.record({ kind: kinds('recall', 'award') }) },
  { weight: 5, arbitrary: fc.record({ kind: kinds('adjudicate'), lookFors: some }) },
  { weight: 1, arbitrary: fc.record({ kind: kinds('submit'), draw: fc.constantFrom(0, 0.9) }) },
  { weight: 2, arbitrary: fc.record({ kind: kinds('check'), by, finds: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ kind: kinds('claim', 'complete', 'let-go'), by }) },
  { weight: 3, arbitrary: fc.record({ kind: kinds('rate', 'judge'), by, says }) },
  { weight: 3, arbitrary: fc.record({ kind: kinds('withdraw', 'withdraw-appeal', 'next-day', 'concern') }) },
  { weight: 1, arbitrary: fc.record({ kind: kinds('role'), by }) },
  { weight: 1, arbitrary: fc.record({ kind: kinds('conflict'), by }) },
  { weight: 1, arbitrary: fc.record({ kind: kinds('desert') }) },
  { weight: 4, arbitrary: fc.record({ kind: kinds('hire'), by }) },
  { weight: 2, arbitrary: fc.record({ kind: kinds('waive', 'end-adjudication') }) },
  { weight: 1, arbitrary: fc.record({ kind: kinds('names') }) },
  { weight: 2, arbitrary: fc.record({ kind: kinds('recall-check'), to: fc.constantFrom('check', 'scoring') }) },
);

/** Every other time what usually comes next, so that a sequence comes far. */
const step: fc.Arbitrary<Command | GoOn> = fc.oneof(
  { weight: 1, arbitrary: command },
  { weight: 1, arbitrary: fc.record({ kind: kinds('go-on'), pick: fc.nat(5), by, says, other: says }) },
);

const yes: Said[] = ['yes', 'yes', 'yes'];
const oneNo: Said[] = ['yes', 'no', 'yes'];
const unread: Said[] = ['yes', 'illegible', 'yes'];
/** What is tried each time, so that much has surely happened. */
const examples: [Record<string, unknown>, boolean, Command[]][] = [
  [
    {},
    false,
    [
      { kind: 'hand-in', draw: 0.9 },
      { kind: 'score', first: 0, says: [oneNo] },
      { kind: 'recall' },
      { kind: 'adjudicate', lookFors: ['described'] },
      { kind: 'score', first: 1, says: [yes] },
      { kind: 'release' },
      { kind: 'read' },
      { kind: 'recall' },
      { kind: 'appeal', lookFors: ['reasoned'] },
      { kind: 'hand-in', draw: 0.9 },
      { kind: 'answer', says: yes },
      { kind: 'award' },
      { kind: 'award' },
    ],
  ],
  [
    {},
    false,
    [
      { kind: 'hand-in', draw: 0.9 },
      { kind: 'score', first: 0, says: [unread] },
      { kind: 'award' },
      { kind: 'hand-in', draw: 0.9 },
      { kind: 'score', first: 2, says: [oneNo] },
    ],
  ],
  [
    { policy: 'two-blind', release: 'held' },
    true,
    [
      { kind: 'hand-in', draw: 0 },
      { kind: 'withdraw' },
      { kind: 'submit', draw: 0 },
      { kind: 'check', by: 1, finds: true },
      { kind: 'hand-in', draw: 0 },
      { kind: 'claim', by: 0 },
      { kind: 'let-go', by: 0 },
      { kind: 'score', first: 0, says: [yes, oneNo, yes] },
      { kind: 'concern' },
      { kind: 'release' },
      { kind: 'concern' },
      { kind: 'release' },
      { kind: 'award' },
      { kind: 'recall' },
    ],
  ],
  // Two apart, and nobody left to settle it.
  [
    { policy: 'two-blind' },
    false,
    [
      { kind: 'hand-in', draw: 0.9 },
      { kind: 'judge', by: 0, says: yes },
      { kind: 'judge', by: 1, says: oneNo },
      { kind: 'end-adjudication' },
      { kind: 'conflict', by: 2 },
      { kind: 'conflict', by: 3 },
      { kind: 'end-adjudication' },
      { kind: 'release' },
      { kind: 'recall' },
      { kind: 'hire', by: 2 },
      { kind: 'adjudicate', lookFors: ['reasoned'] },
      { kind: 'judge', by: 2, says: yes },
      { kind: 'release' },
      { kind: 'concern' },
      { kind: 'award' },
      { kind: 'concern' },
      { kind: 'award' },
    ],
  ],
  // One has finished, and nobody is left for the second seat.
  [
    { policy: 'two-blind', release: 'held' },
    true,
    [
      { kind: 'submit', draw: 0.9 },
      { kind: 'check', by: 0, finds: true },
      { kind: 'recall-check', to: 'check' },
      { kind: 'check', by: 1, finds: true },
      { kind: 'recall-check', to: 'scoring' },
      { kind: 'judge', by: 0, says: oneNo },
      { kind: 'waive' },
      { kind: 'conflict', by: 1 },
      { kind: 'conflict', by: 2 },
      { kind: 'conflict', by: 3 },
      { kind: 'waive' },
      { kind: 'release' },
    ],
  ],
];

const assessment = fc.constantFrom<Record<string, unknown>>(
  {},
  { release: 'held' },
  { recallMinutes: 60 },
  { policy: 'two-blind' },
  { policy: 'two-blind', release: 'held', recallMinutes: 60 },
  { policy: 'single-plus-sample', sample: 0.5 },
);

it(
  'keeps its promises whatever people do, in whatever order',
  async () => {
    const done = new Map<string, number>();
    const ways: WaysOut = new Map();
    let tried = 0;
    await fc.assert(
      fc.asyncProperty(
        assessment,
        fc.boolean(),
        fc.array(step, { minLength: 8, maxLength: 24, size: 'max' }),
        async (policy, hasAdmin, commands) => {
          const world = await makeWorld(site, policy, { hasAdmin });
          const count = (kind: Command['kind']) => done.set(kind, (done.get(kind) ?? 0) + 1);
          world.did = count;
          let snapshot = nothing;
          for (const planned of commands) {
            const next = planned.kind === 'go-on' ? await usualNext(world, planned) : planned;
            tried += 1;
            if (await apply(world, next)) count(next.kind);
            snapshot = await checkInvariants(world, snapshot, next);
          }
          await bringToEnd(world, ways);
          // Whatever it took is as good as everything before.
          await checkInvariants(world, snapshot, { kind: 'release' });
          await checkTrail(world);
        },
      ),
      { numRuns: sequences, examples, endOnFailure: true },
    );
    const awards = await site.db.selectFrom('awards').select('id').execute();
    if (process.env.SEQUENCES) {
      const accepted = Object.fromEntries([...done].sort());
      process.stdout.write(
        `${JSON.stringify({ sequences, tried, awards: awards.length, accepted, ways: Object.fromEntries([...ways].sort()) })}\n`,
      );
    }
    // A game in which nothing ever happens would prove nothing.
    expect(awards.length).toBeGreaterThanOrEqual(2);
  },
  sequences * 20_000,
);
