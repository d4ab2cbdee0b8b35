import { PDFDocument } from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { Definition } from '#domain/definition/schema.ts';
import { addAffiliation } from '../../src/features/queue/affiliate.ts';
import { answerAttestation } from '../../src/features/attestations/answer-attestation.ts';
import { askAttestation } from '../../src/features/attestations/ask-attestation.ts';
import { findPeerAttestation } from '../../src/features/attestations/attestations.queries.ts';
import { type TestSite, post } from './app.ts';
import { makeDocx } from './archives.ts';
import {
  type Person,
  type TestIssuer,
  baseDefinition,
  insertEnrolment,
  insertIssuer,
  insertMembership,
  insertPerson,
  insertPublished,
  signIn,
} from './factories.ts';
import { makeFilm } from './films.ts';
import { type TestFile, postFiles } from './multipart.ts';
import { makePdf } from './pdf.ts';
import { type Desk, putDraft } from './work.ts';

/** By these, and by nothing else in these tests, an earner, their school and the people beside them could be known. */
export const telling =
  /zephyrine|quillfeather|zq\.unmistakable|ottoline|vexworth|barnaby|crumplehorn|thistledown|brambleshire|librarian|47\.6062/i;

const earnerName = 'Zephyrine Quillfeather';
const peerName = 'Ottoline Vexworth';
const school = { name: 'Thistledown Academy', district: 'Brambleshire Unified', region: '', type: 'middle' } as const;

export type BlindWork = {
  issuer: TestIssuer;
  earner: Person;
  desk: Desk;
  slug: string;
  /** Files and links, by what they are. */
  artifacts: Record<string, string>;
};

/** Everyone who assesses for the issuer of a blind work. */
export type Judges = Record<'first' | 'second' | 'third' | 'appeal' | 'lead', Person>;

/**
 * Work that is to be judged blind by two, and is full of names: the earner’s, their school’s, peers’, in texts, file names
 * and in what every kind of file says of its maker. It is not handed in yet.
 */
export async function makeBlindWork(site: TestSite): Promise<BlindWork & { judges: Judges }> {
  const issuer = await insertIssuer(site);
  const published = await insertPublished(site, { issuer, definition: blindDefinition() });
  const earner = await insertPerson(site, { name: earnerName, email: 'zq.unmistakable@mail.example' });
  const { now } = site.deps;
  await site.db.transaction().execute((trx) => addAffiliation(trx, { personId: earner.id, school, now: now() }));
  const enrolment = await insertEnrolment(site, { person: earner, published });
  const desk: Desk = { ...enrolment, home: `/work/${enrolment.id}`, headers: await signIn(site, earner) };
  const judges: Partial<Judges> = {};
  for (const role of ['first', 'second', 'third', 'appeal', 'lead'] as const) {
    judges[role] = await insertPerson(site, { name: `Assessor ${role}` });
    await insertMembership(site, issuer, judges[role], role === 'lead' ? 'lead_assessor' : 'assessor');
  }
  const artifacts = await handInFiles(site, desk);
  await write(site, desk, artifacts);
  await letPeerConfirm(site, desk);
  return { issuer, earner, desk, slug: published.definition.slug, artifacts, judges: judges as Judges };
}

function blindDefinition(): Definition {
  const base = structuredClone(baseDefinition({ slug: 'judged-blind' }));
  const [overview, tally, portfolio] = base.parts[0]?.requirements ?? [];
  const accept = ['document', 'pdf', 'image', 'video', 'audio', 'text', 'link'];
  return Definition.parse({
    ...base,
    assessment: { policy: 'two-blind' },
    parts: [
      {
        ...base.parts[0],
        requirements: [
          { ...overview, rules: { words: { min: 5, max: 200 }, testimonials: 'allowed' } },
          { ...tally, rules: { item: 'tally sheet', note: 'optional', min: 1, max: 20, accept } },
          portfolio,
        ],
      },
    ],
  });
}

async function handInFiles(site: TestSite, desk: Desk): Promise<Record<string, string>> {
  const pdf = await PDFDocument.load(await makePdf('A plan for the morning', 2));
  pdf.setAuthor(earnerName);
  pdf.setTitle('Quillfeather plan');
  pdf.setKeywords(['Thistledown']);
  const photo = sharp({ create: { width: 40, height: 30, channels: 3, background: '#1d5c63' } });
  const core = `<cp:coreProperties xmlns:cp="a" xmlns:dc="b"><dc:creator>${earnerName}</dc:creator></cp:coreProperties>`;
  const files: Record<string, TestFile> = {
    pdf: { name: 'quillfeather plan.pdf', content: await pdf.save() },
    docx: {
      name: 'Zephyrine’s report.docx',
      content: await makeDocx(['What we agreed on.'], { name: 'docProps/core.xml', content: core }),
    },
    photo: {
      name: 'Thistledown.jpg',
      content: await photo
        .withExif({ IFD0: { Artist: earnerName, ImageDescription: 'Thistledown' } })
        .jpeg()
        .toBuffer(),
    },
    film: { name: 'vexworth visit.mp4', content: makeFilm(9) },
    notes: { name: 'notes of zephyrine.txt', content: 'Nobody is named here.' },
  };
  const ids: Record<string, string> = {};
  const headers = { ...desk.headers, accept: 'application/json' };
  for (const [kind, file] of Object.entries(files)) {
    const response = await postFiles(site, `${desk.home}/artifacts?requirement=tally`, {}, [file], headers);
    if (response.statusCode !== 200) throw new Error(`${file.name}: ${response.body}`);
    ids[kind] = response.json<{ added: { id: string }[] }>().added[0]?.id ?? '';
  }
  const link = { 'link.url': 'https://quillfeather.example/zephyrine', 'link.name': 'Zephyrine’s site' };
  const linked = await postFiles(site, `${desk.home}/artifacts?requirement=tally`, link, [], headers);
  ids.link = linked.json<{ added: { id: string }[] }>().added[0]?.id ?? '';
  const captions = {
    field: 'captions',
    name: 'a.vtt',
    content: `WEBVTT\n\n00:01.000 --> 00:02.000\nI am ${earnerName}.\n`,
  };
  await postFiles(
    site,
    `${desk.home}/artifacts/${ids.film}/captions`,
    { language: 'en', label: 'Zephyrine speaks' },
    [captions],
    desk.headers,
  );
  const proof = await postFiles(
    site,
    `${desk.home}/artifacts?requirement=portfolio`,
    {},
    [{ name: 'proof of quillfeather.pdf', content: await pdf.save() }],
    headers,
  );
  ids.proof = proof.json<{ added: { id: string }[] }>().added[0]?.id ?? '';
  return ids;
}

/** The texts, in Markdown, with every name there is. */
export async function write(
  site: TestSite,
  desk: Desk,
  artifacts: Record<string, string>,
  revision = 0,
): Promise<void> {
  const text = `I am **Zephyrine** Quillfeather of Thistledown Academy in Brambleshire Unified. ${peerName} counted with me. See [my page](https://quillfeather.example/zephyrine), or write to zq.unmistakable@mail.example.${revision > 0 ? ' I counted again.' : ''}`;
  const testimonial = { id: 'one', quote: `${earnerName} listens.`, by: 'Barnaby Crumplehorn', role: 'Librarian' };
  const permission = { given: 'written', on: '2026-11-01' };
  const { link: _link, proof = '', ...files } = artifacts;
  const items = [...Object.values(files), artifacts.link].map((artifact) => ({ artifact, note: 'By Zephyrine' }));
  const quote = { type: 'quote', exact: 'A plan for the morning, page 1', suffix: 'by Quillfeather' };
  const entry = { sources: [{ artifact: proof, locator: quote }], explanation: 'It shows what Zephyrine changed.' };
  for (const [key, data] of Object.entries({
    overview: { texts: { text }, testimonials: [{ ...testimonial, permission }] },
    tally: { items },
    portfolio: { entries: { noticed: entry, changed: entry } },
  })) {
    const row = await site.db
      .selectFrom('evidence_items')
      .select('revision')
      .where('enrolment_id', '=', desk.id)
      .where('requirement_key', '=', key)
      .executeTakeFirst();
    const saved = await putDraft(site, desk, key, row?.revision ?? 0, data);
    if (saved.statusCode !== 200) throw new Error(`${key} was not saved: ${saved.body}`);
  }
}

async function letPeerConfirm(site: TestSite, desk: Desk): Promise<void> {
  const { now, baseUrl } = site.deps;
  const request = {
    ...({ asked: null, kind: 'role', channel: 'device', peerEmail: null } as const),
    ...{ statement: `${earnerName} led this work.`, peerName, peerRole: 'Librarian of Thistledown' },
  };
  const who = { person: desk.person, enrolmentId: desk.id, requirementKey: 'overview' };
  const asked = await site.db
    .transaction()
    .execute((trx) => askAttestation(trx, { ...who, now: now(), baseUrl, request }));
  if (!asked.ok) throw new Error(`Not asked: ${asked.reason}`);
  const { token } = asked;
  const seen = (await findPeerAttestation(site.db, token, now()))?.subject ?? '';
  const answer = { answer: 'confirm', typedName: peerName, seen, token, now: now(), baseUrl } as const;
  const answered = await site.db.transaction().execute((trx) => answerAttestation(trx, answer));
  if (!answered.ok) throw new Error(`Not confirmed: ${answered.reason}`);
}

/** Hands in the next attempt, as the earner does; its id. */
export async function handInBlindWork(site: TestSite, { desk }: BlindWork, number: number): Promise<string> {
  const response = await post(site, `${desk.home}/submit`, { number: String(number) }, desk.headers);
  if (response.statusCode !== 303)
    throw new Error(`Not handed in: ${response.statusCode} ${response.body.slice(0, 3000)}`);
  const { id } = await site.db
    .selectFrom('attempts')
    .select('id')
    .where('enrolment_id', '=', desk.id)
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  return id;
}
