import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { alikeFrom } from '#domain/assessment/concern.ts';
import { similarityOf } from '#domain/assessment/min-hash.ts';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import type { Database } from '#platform/database.ts';
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts';
import { silentLog } from '#platform/log.ts';
import { projectRoot } from '#platform/root.ts';
import { readConfig } from '../src/config.ts';
import { findCompared } from '../src/features/concerns/attempt-texts.queries.ts';
import { findShared } from '../src/features/concerns/compare-attempt.ts';
import { findCandidates } from '../src/features/concerns/duplicates.queries.ts';
import { signAttempt } from '../src/features/concerns/sign-attempt.ts';
import { makeDeps } from '../src/make-deps.ts';
import { type Published, insertPublished } from '../test/support/factories.ts';
import { freshDatabase } from './fresh-database.ts';
import { quantile } from './measure.ts';

const database = 'bench_duplicates';
/** Of the attempts, those that were made from another: their share, and how much of each was written anew. */
const copiedEvery = 50;
const searches = 500;

/** A generator of pseudo-random numbers from 0 to 1 (mulberry32), so that every run makes the same texts. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Makes so many attempts of one issuer, each with a narrative of 600 words and a portfolio of two explanations of 200, in words
 * that are as unevenly frequent as those of a language (Zipf), with sentences of the task in all of them; one in fifty
 * takes 60 to 95 % of its narrative from another. Then searches for what some of them share, as the job does.
 */
export async function measureDuplicates(count: number): Promise<void> {
  const dataDir = join(projectRoot, 'data/bench/duplicates');
  mkdirSync(dataDir, { recursive: true });
  process.env.DATA_DIR = dataDir;
  const postgres = await startEmbeddedPostgres({ dataDir, log: console.log });
  try {
    const url = await freshDatabase(postgres.url, database);
    const deps = makeDeps(readConfig(), url, 'http://127.0.0.1', silentLog);
    const { ids, copies } = await makeAttempts(deps.db, count);
    await deps.pool.query('vacuum analyze');
    const signing = await sign(deps.db, ids);
    await deps.pool.query('vacuum analyze');
    await search(deps, ids, copies, signing);
    await deps.close();
  } finally {
    await postgres.stop();
  }
}

async function search(
  { db, pool }: { db: Database; pool: pg.Pool },
  ids: readonly string[],
  copies: ReadonlyMap<string, string>,
  signing: readonly number[],
): Promise<void> {
  const random = randomFrom(3);
  const some = Array.from({ length: searches }, () => ids[Math.floor(random() * ids.length)] ?? '');
  const [inDatabase, whole]: [number[], number[]] = [[], []];
  // The first ones find nothing in any cache.
  for (const id of some.slice(0, 20)) await findCandidates(db, id, alikeFrom);
  for (const id of some) {
    const begun = performance.now();
    await findCandidates(db, id, alikeFrom);
    inDatabase.push(performance.now() - begun);
    const attempt = await findCompared(db, id, 'search');
    if (attempt) await findShared(db, attempt);
    whole.push(performance.now() - begun);
  }
  let [due, found, falsely] = [0, 0, 0];
  for (const [copy, from] of copies) {
    const attempt = await findCompared(db, copy, 'search');
    const original = await findCompared(db, from, 'search');
    if (!attempt || !original) continue;
    const shared = await findShared(db, attempt);
    const isDue = similarityOf(attempt.texts[0]?.own ?? '', original.texts[0]?.own ?? '') >= alikeFrom;
    if (isDue) due += 1;
    if (isDue && shared.has(from)) found += 1;
  }
  for (const id of some) {
    const attempt = copies.has(id) ? undefined : await findCompared(db, id, 'search');
    const others = attempt ? [...(await findShared(db, attempt)).keys()] : [];
    falsely += others.filter((other) => copies.get(other) !== id).length;
  }
  const { rows } = await pool.query<{ bands: number; megabytes: number }>(
    `select (select count(*)::int from text_signature_bands) as bands,
       (pg_total_relation_size('text_signature_bands') + pg_total_relation_size('text_signatures')) / 1e6 as megabytes`,
  );
  const say = (times: readonly number[]) =>
    [0.5, 0.95, 1].map((share) => quantile([...times], share).toFixed(1)).join(' / ');
  console.log(
    [
      `${ids.length.toLocaleString('en-US')} attempts, ${rows[0]?.bands.toLocaleString('en-US')} bands, ${Number(rows[0]?.megabytes).toFixed(0)} MB.`,
      `Signing an attempt: ${say(signing)} ms (p50 / p95 / most).`,
      `Search in the database, an attempt: ${say(inDatabase)} ms.`,
      `Search, reading both texts and comparing them word by word: ${say(whole)} ms.`,
      `Of ${due} copies of similarity ${alikeFrom} or more, ${found} found; ${falsely} found in ${searches} that are none.`,
    ].join('\n'),
  );
}

async function sign(db: Database, ids: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (const id of ids) {
    const attempt = await findCompared(db, id, 'search');
    if (!attempt) continue;
    const begun = performance.now();
    await db.transaction().execute((trx) => signAttempt(trx, attempt));
    times.push(performance.now() - begun);
  }
  return times;
}

async function makeAttempts(db: Database, count: number) {
  const published = await insertPublished({ db });
  const random = randomFrom(1);
  const write = writer(random);
  const narratives: string[][] = [];
  const ids: string[] = [];
  const copies = new Map<string, string>();
  for (let index = 0; index < count; index += 1) {
    const from = index > 0 && index % copiedEvery === 0 ? Math.floor(random() * index) : undefined;
    const words = from === undefined ? write(600) : copy(narratives[from] ?? [], write, random);
    narratives.push(words);
    const texts = { narrative: words.join(' '), explanations: [write(200).join(' '), write(200).join(' ')] };
    const id = await insertAttempt(db, published, index, texts);
    ids.push(id);
    if (from !== undefined) copies.set(id, ids[from] ?? '');
  }
  return { ids, copies };
}

/** 60 to 95 % of it stays, in stretches of 30 words; the others are written anew. */
function copy(words: readonly string[], write: (count: number) => string[], random: () => number): string[] {
  const stays = 0.6 + random() * 0.35;
  const stretches = Array.from({ length: Math.ceil(words.length / 30) }, (_, index) =>
    words.slice(index * 30, index * 30 + 30),
  );
  return stretches.flatMap((stretch) => (random() < stays ? stretch : write(stretch.length)));
}

/** Sentences of 8 to 20 words out of 5,000; one in ten is one of twenty that the task gives to everybody. */
function writer(random: () => number): (count: number) => string[] {
  const weights = Array.from({ length: 5000 }, (_, rank) => 1 / (rank + 2.7));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  const upTo = weights.map((weight) => (sum += weight / total));
  const word = () => {
    const at = random();
    let [low, high] = [0, upTo.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] ?? 1) < at) low = middle + 1;
      else high = middle;
    }
    return `w${low.toString(36)}`;
  };
  const sentence = () => Array.from({ length: 8 + Math.floor(random() * 13) }, word);
  const given = Array.from({ length: 20 }, sentence);
  return (count) => {
    const words: string[] = [];
    while (words.length < count)
      words.push(...(random() < 0.1 ? (given[Math.floor(random() * given.length)] ?? []) : sentence()));
    return words.slice(0, count);
  };
}

async function insertAttempt(
  db: Database,
  published: Published,
  index: number,
  { narrative, explanations }: { narrative: string; explanations: string[] },
): Promise<string> {
  const person = await db
    .insertInto('people')
    .values({ name: `Earner ${index}`, email: `earner${index}@bench.example`, email_verified: true })
    .returning('id')
    .executeTakeFirstOrThrow();
  const at = new Date(Date.UTC(2026, 0, 1) + index * 60_000);
  const common = { issuer_id: published.issuer.id, definition_version_id: published.versionId };
  const enrolment = await db
    .insertInto('enrolments')
    .values({
      ...{ ...common, person_id: person.id, micro_credential_id: published.microCredentialId },
      ...{ state: 'submitted', attempts_count: 1, submitted_at: at, due_at: at },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const [noticed = '', changed = ''] = explanations;
  const sealed: SealedAttempt = {
    format: 'tessera/attempt/1',
    enrolment: enrolment.id,
    number: 1,
    definition: { slug: published.definition.slug, version: 1, sha256: published.sha256 },
    earner: { id: person.id, name: `Earner ${index}` },
    submittedAt: at.toISOString(),
    evidence: [
      { requirement: 'overview', kind: 'narrative', data: { texts: { text: narrative } } },
      {
        requirement: 'portfolio',
        kind: 'portfolio',
        data: {
          entries: { noticed: { sources: [], explanation: noticed }, changed: { sources: [], explanation: changed } },
        },
      },
    ],
    artifacts: [],
    carriedOver: [],
  };
  const { id } = await db
    .insertInto('attempts')
    .values({
      ...{ ...common, enrolment_id: enrolment.id, number: 1, submitted_at: at },
      ...{ sealed: JSON.stringify(sealed), sha256: index.toString(16).padStart(64, '0') },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
