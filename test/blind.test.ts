import { beforeAll, describe, expect, it } from 'vitest';
import type { Trx } from '#platform/database.ts';
import { giveAppeal } from '../src/features/appeals/give-appeal.ts';
import { raiseAppeal } from '../src/features/appeals/raise-appeal.ts';
import { takeAppeal } from '../src/features/appeals/take-appeal.ts';
import { withdrawAppeal } from '../src/features/appeals/withdraw-appeal.ts';
import { raiseConcern } from '../src/features/concerns/raise-concern.ts';
import { asAssessor, claim, decide, passCheck, rate } from './support/acts.ts';
import { type TestSite, createTestApp } from './support/app.ts';
import { type BlindWork, type Judges, handInBlindWork, makeBlindWork, telling } from './support/blind-work.ts';
import { type Person, signIn } from './support/factories.ts';
import { readWhole, tellingIn } from './support/find-telling.ts';
import { listRoutes, paramsOf } from './support/routes.ts';

/** Where a name may stand all the same, and why. */
const allowed: Record<string, string> = {
  'GET /dev/outbox': 'Every mail of a development installation; production has no such page',
};

/** What a parameter of an address can be in the work that is judged blind. `artifactId` is tried with every file and link. */
function paramsFor(work: BlindWork, ids: { attemptId: string; assessmentId: string }): Record<string, string> {
  return {
    ...ids,
    slug: work.slug,
    issuer: work.issuer.slug,
    enrolmentId: work.desk.id,
    number: '1',
    key: 'overview',
    language: 'en',
    personId: work.earner.id,
    earnerId: work.earner.id,
    lookFor: 'overview-complete',
    ...(concernId !== '' && { concernId }),
    part: 'evidence',
  };
}

let site: TestSite;
let work: BlindWork;
let judges: Judges;
let attemptId: string;
let calls = 0;
let concernId = '';
let publicRoutes: Set<string>;

beforeAll(async () => {
  site = await createTestApp();
  publicRoutes = new Set(listRoutes(site).flatMap(({ route, policy }) => (policy === 'public' ? [route] : [])));
  const made = await makeBlindWork(site);
  work = made;
  judges = made.judges;
  attemptId = await handInBlindWork(site, work, 1);
  await site.runJobs();
  return () => site.close();
});

/** Calls every page of the app that has an address here, as somebody, and says where something tells. */
async function sweep(person: Person, assessmentId = attemptId, only: (route: string) => boolean = isForAssessors) {
  const headers = await signIn(site, person);
  const params = paramsFor(work, { attemptId, assessmentId });
  const leaks: string[] = [];
  const opened: string[] = [];
  for (const { route, url, method } of listRoutes(site)) {
    if (method !== 'GET' || route in allowed || !only(route)) continue;
    for (const address of addressesOf(url, params)) {
      for (const accept of route.includes('/view') ? ['text/html', 'application/json'] : ['text/html']) {
        calls += 1;
        const remoteAddress = `10.1.${calls >> 8}.${calls & 255}`;
        const response = await site.app.inject({
          method,
          url: address,
          remoteAddress,
          headers: { ...headers, accept },
        });
        expect([address, response.statusCode]).not.toEqual([address, 500]);
        if (response.statusCode === 200) opened.push(address);
        const found = tellingIn(await readWhole(response), telling);
        if (found !== undefined) leaks.push(`${address} (${accept}): …${found}…`);
      }
    }
  }
  return { leaks, opened };
}

/** Public pages are the same for everyone: they are swept once. */
const isForAssessors = (route: string) => !publicRoutes.has(route);

/** The addresses of a route here; those that name what this work has nothing of are called with what names nothing. */
function addressesOf(url: string, params: Readonly<Record<string, string>>): string[] {
  const artifacts = paramsOf(url).includes('artifactId') ? Object.values(work.artifacts) : [''];
  return artifacts.map((artifactId) =>
    url
      .replace('*', 'nothing.css')
      .replaceAll(/:(\w+)/g, (_, name: string) => ({ ...params, artifactId })[name] ?? attemptId),
  );
}

// Hundreds of pages and files are read through in each.
describe('nothing that an assessor can reach names who made it', { timeout: 180_000 }, () => {
  it('while it waits to be found complete', async () => {
    expect((await sweep(judges.first, attemptId, () => true)).leaks).toEqual([]);
    expect((await sweep(judges.third)).leaks).toEqual([]);
  });

  it('while two score it, whether they sit before it or not', async () => {
    await passCheck(site, judges.third, attemptId);
    const first = await claim(site, judges.first, attemptId);
    const second = await claim(site, judges.second, attemptId);
    await site.runJobs();
    const { leaks, opened } = await sweep(judges.first, first);
    expect(leaks).toEqual([]);
    // What is swept is there: the page, every file under its number, the pack and the PDF.
    const files = Object.entries(work.artifacts).flatMap(([kind, id]) => (kind === 'link' ? [] : [`/artifacts/${id}`]));
    expect(opened).toEqual(
      expect.arrayContaining([
        `/desk/assessments/${first}`,
        `/attempts/${attemptId}/pack.zip`,
        `/attempts/${attemptId}/attempt.pdf`,
        `/artifacts/${work.artifacts.link}/link`,
        ...files,
      ]),
    );
    for (const [person, id] of [
      [judges.second, second],
      [judges.appeal, attemptId],
    ] as const)
      expect((await sweep(person, id)).leaks).toEqual([]);
    // A lead assessor sees names on their own pages alone.
    expect(
      (await sweep(judges.lead, attemptId, (route) => isForAssessors(route) && !route.startsWith('GET /lead'))).leaks,
    ).toEqual([]);
  });

  it('while a lead assessor settles what two rated apart: on their own pages, too', async () => {
    const [first, second] = await idsOf('first', 'second');
    await rate(site, judges.first, first ?? '', {});
    await rate(site, judges.second, second ?? '', { 'tally-readable': 'no' });
    await decide(site, judges.first, first ?? '');
    await decide(site, judges.second, second ?? '');
    const third = await claim(site, judges.lead, attemptId);
    expect((await sweep(judges.lead, third)).leaks).toEqual([]);
    for (const person of [judges.first, judges.third]) expect((await sweep(person, first)).leaks).toEqual([]);
    await rate(site, judges.lead, third, { 'tally-readable': 'no' });
    await decide(site, judges.lead, third);
  });

  it('once it is decided, and while an appeal is answered', async () => {
    const [first] = await idsOf('first');
    for (const person of [judges.first, judges.lead]) expect((await sweep(person, first)).leaks).toEqual([]);
    const read = { ...work.desk.headers, accept: 'text/html' };
    await site.app.inject({ method: 'GET', url: `${work.desk.home}/attempts/1`, headers: read });
    const { person, id: enrolmentId } = work.desk;
    const reason = `I, ${person.name} of Thistledown Academy, counted all of them.`;
    const appeal = { personId: person.id, enrolmentId, number: 1, lookFors: ['tally-readable'], reason, now: later(1) };
    const raised = await within((trx) => raiseAppeal(trx, appeal));
    expect(raised).toMatchObject({ ok: true });
    const assessor = await asAssessor(site, judges.appeal);
    await within((trx) =>
      giveAppeal(trx, {
        lead: leadOf(judges.lead),
        attemptId,
        to: assessor.id,
        now: later(1),
        baseUrl: site.deps.baseUrl,
      }),
    );
    const taken = await within((trx) =>
      takeAppeal(trx, { assessor: { ...assessor, leadIssuerIds: [] }, attemptId, now: later(1) }),
    );
    const seat = taken?.ok ? taken.assessmentId : '';
    const { leaks, opened } = await sweep(judges.appeal, seat);
    expect(leaks).toEqual([]);
    expect(opened).toContain(`/desk/assessments/${seat}`);
    const led = await sweep(judges.lead);
    expect(led.leaks).toEqual([]);
    expect(led.opened).toContain(`/lead/appeals/${attemptId}`);
    await within((trx) => withdrawAppeal(trx, { personId: person.id, enrolmentId, number: 1, now: later(2) }));
  });

  it('while the next attempt is judged, and a concern about it is looked into', async () => {
    attemptId = await handInBlindWork(site, work, 2);
    await passCheck(site, judges.third, attemptId);
    const again = await claim(site, judges.third, attemptId);
    const { leaks, opened } = await sweep(judges.third, again);
    expect(leaks).toEqual([]);
    expect(opened).toContain(`/desk/assessments/${again}`);
    const raiser = await asAssessor(site, judges.third);
    const passage = `I am ${work.earner.name}.`;
    const what = {
      kind: 'plagiarism',
      requirement: 'overview',
      passage,
      detail: 'Zephyrine wrote this before.',
    } as const;
    const command = { ...what, raiser, attemptId, now: later(3), baseUrl: site.deps.baseUrl };
    ({ concernId } = await within((trx) => raiseConcern(trx, command)));
    const led = await sweep(judges.lead);
    expect(led.leaks).toEqual([]);
    expect(led.opened).toContain(`/lead/concerns/${concernId}`);
  });

  it('in any mail to somebody who assesses', async () => {
    await site.runJobs();
    for (const { email } of Object.values(judges)) {
      const mails = await site.mailsTo(email);
      expect(
        tellingIn(
          mails.flatMap(({ subject, text, html }) => [subject, text, html]),
          telling,
        ),
      ).toBeUndefined();
    }
  });
});

const within = <Result>(act: (trx: Trx) => Promise<Result>) => site.db.transaction().execute(act);
const later = (hours: number) => new Date(site.deps.now().getTime() + hours * 3600_000);
const leadOf = ({ id, name }: Person) => ({ id, name, issuerIds: [work.issuer.id] });

async function idsOf(...roles: ('first' | 'second')[]): Promise<string[]> {
  const rows = await site.db
    .selectFrom('assessments')
    .select(['id', 'role'])
    .where('attempt_id', '=', attemptId)
    .execute();
  return roles.map((role) => rows.find((row) => row.role === role)?.id ?? '');
}
