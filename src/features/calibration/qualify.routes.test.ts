import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decide, rate } from '../../../test/support/acts.ts';
import { insertAnchor, insertSet } from '../../../test/support/anchors.ts';
import {
  type TestSite,
  createTestApp,
  get,
  hold,
  noon,
  pageOf,
  post,
  textOf,
  untilBlocked,
} from '../../../test/support/app.ts';
import { type Person, insertMember, insertPublished, signIn } from '../../../test/support/factories.ts';
import { insertAttempt } from '../../../test/support/attempts.ts';
import { insertEnrolment } from '../../../test/support/factories.ts';
import { certificationOf, rubricOfAttempt } from './certification.queries.ts';
import { rubricSha256 } from './rubric.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

/** A set of two anchors with four look-fors each, one of which is agreed to be a No. */
async function offered() {
  const { person: lead, issuer } = await insertMember(site, 'lead_assessor', { name: 'Hannah Weiss' });
  const { person: assessor } = await insertMember(site, 'assessor', { issuer });
  const published = await insertPublished(site, { issuer });
  const options = { published, lead, use: 'qualify' as const };
  const anchors = [
    await insertAnchor(site, { ...options, agreed: { 'tally-readable': 'no' } }),
    await insertAnchor(site, options),
  ];
  const setId = await insertSet(site, anchors, { lead });
  const { cookie } = await signIn(site, assessor);
  return { lead, issuer, assessor, published, anchors, setId, cookie };
}

type Offered = Awaited<ReturnType<typeof offered>>;

async function start({ setId, cookie }: Pick<Offered, 'setId' | 'cookie'>) {
  const response = await post(site, `/desk/calibration/sets/${setId}/start`, {}, { cookie });
  return { response, path: response.headers.location ?? '' };
}

async function seatsOf(assessor: Person): Promise<string[]> {
  const rows = await site.db
    .selectFrom('assessments')
    .select('id')
    .where('assessor_id', '=', assessor.id)
    .where('role', '=', 'qualification')
    .where('state', '=', 'claimed')
    .orderBy('attempt_id')
    .execute();
  return rows.map(({ id }) => id);
}

const certified = ({ assessor, published }: Offered, now = noon) =>
  certificationOf(site.db, {
    personId: assessor.id,
    microCredentialId: published.microCredentialId,
    rubricSha256: rubricSha256(published.definition),
    now,
  });

it('gives every version the digest of its scoring guides, as TypeScript reckons it', async () => {
  const published = await insertPublished(site);
  const attempt = await insertAttempt(site, { enrolment: await insertEnrolment(site, { published }) });
  expect(await rubricOfAttempt(site.db, attempt.id)).toEqual({
    microCredentialId: published.microCredentialId,
    rubricSha256: rubricSha256(published.definition),
  });
});

describe('qualifying', () => {
  it('certifies whoever rates enough look-fors exactly as agreed, and says where they differ and why', async () => {
    const desk = await offered();
    const { path } = await start(desk);
    const seats = await seatsOf(desk.assessor);
    expect(seats).toHaveLength(2);
    for (const seat of seats) {
      expect(textOf(pageOf(await get(site, path, { cookie: desk.cookie })))).not.toContain('Look-for by look-for');
      await rate(site, desk.assessor, seat);
      await decide(site, desk.assessor, seat);
    }
    const compared = pageOf(await get(site, path, { cookie: desk.cookie }));
    const page = textOf(compared);
    expect(page).toContain('Qualified 7 of 8 look-fors exactly as agreed (88 %)');
    expect(page).toContain('You: Yes Agreed: No Differs');
    expect(page).toContain('Because of what tally-readable asks.');
    const anchors = [...compared.querySelectorAll('.compared')];
    const summaries = anchors.map((anchor) => textOf(anchor.querySelector('summary')));
    expect(summaries.sort()).toEqual([
      expect.stringMatching(/3 of 4 exact \(75 %\).* 1 differs: The tally shows who spoke/u),
      expect.stringMatching(/4 of 4 exact \(100 %\).* Nothing differs/u),
    ]);
    const folded = [...compared.querySelectorAll('details')];
    expect(folded.filter((one) => one.open)).toEqual([]);
    const differing = compared.querySelectorAll('.compared > .rows > li');
    expect([...differing].map(textOf)).toEqual([expect.stringContaining('Agreed: No Differs')]);
    expect(compared.querySelectorAll('.compared__same li')).toHaveLength(7);
    expect((await certified(desk))?.standing.state).toBe('active');
    expect(textOf(pageOf(await get(site, '/desk/calibration', { cookie: desk.cookie })))).toContain('Certified');
    const again = await start(desk);
    expect(again.response.statusCode).toBe(409);
  });

  it('lets nobody who misses the bar score, and lets them try again a day later', async () => {
    const desk = await offered();
    const { path } = await start(desk);
    const wrong = { 'overview-complete': 'no', 'noticed-shown': 'almost' } as const;
    for (const seat of await seatsOf(desk.assessor)) {
      await rate(site, desk.assessor, seat, wrong);
      await decide(site, desk.assessor, seat);
    }
    expect(textOf(pageOf(await get(site, path, { cookie: desk.cookie })))).toContain('Not yet 3 of 8');
    expect(await certified(desk)).toBeUndefined();
    const soon = await start(desk);
    expect(soon.response.statusCode).toBe(409);
    expect(textOf(pageOf(soon.response))).toContain('less than a day ago');

    site.setNow(new Date(noon.getTime() + 25 * 3600_000));
    const later = await start(desk);
    expect(later.path).not.toBe(path);
    for (const seat of await seatsOf(desk.assessor)) {
      await rate(site, desk.assessor, seat, { 'tally-readable': 'no' });
      await decide(site, desk.assessor, seat);
    }
    expect(textOf(pageOf(await get(site, later.path, { cookie: desk.cookie })))).toContain('Qualified 7 of 8');
    site.setNow(noon);
  });

  it('is finished once when both last attempts are sent at the same moment', async () => {
    const desk = await offered();
    await start(desk);
    const seats = await seatsOf(desk.assessor);
    for (const seat of seats) await rate(site, desk.assessor, seat);
    const { id } = await site.db
      .selectFrom('qualifications')
      .select('id')
      .where('person_id', '=', desk.assessor.id)
      .executeTakeFirstOrThrow();
    const held = await hold(site);
    await sql`select 1 from qualifications where id = ${id} for update`.execute(held);
    const both = seats.map((seat) => decide(site, desk.assessor, seat));
    await untilBlocked(site, 2);
    await held.commit().execute();
    await Promise.all(both);
    expect((await certified(desk))?.standing.state).toBe('active');
    const { rows } = await sql<{ times: number }>`
      select count(*) as times from audit_events where action = 'qualification.finished' and subject_id = ${id}`.execute(
      site.db,
    );
    expect(rows).toEqual([{ times: 1 }]);
  });

  it('is started once however often the button is pressed, and by nobody who made the set', async () => {
    const desk = await offered();
    const [first, second] = [await start(desk), await start(desk)];
    expect(second.path).toBe(first.path);
    expect(await seatsOf(desk.assessor)).toHaveLength(2);
    const made = await start({ setId: desk.setId, ...(await signIn(site, desk.lead)) });
    expect(textOf(pageOf(made.response))).toContain('You had a part in making this set');
  });

  it('is nobody else’s to see', async () => {
    const desk = await offered();
    const { path } = await start(desk);
    const other = await insertMember(site, 'assessor', { issuer: desk.issuer });
    expect((await get(site, path, await signIn(site, other.person))).statusCode).toBe(404);
    const stranger = await insertMember(site, 'assessor');
    const foreign = await start({ setId: desk.setId, ...(await signIn(site, stranger.person)) });
    expect(foreign.response.statusCode).toBe(404);
  });
});

describe('a certification', () => {
  it('is needed as soon as a set is on offer', async () => {
    const desk = await offered();
    const attempt = await insertAttempt(site, {
      enrolment: await insertEnrolment(site, { published: desk.published }),
    });
    const claim = () => post(site, `/desk/attempts/${attempt.id}/claim`, {}, { cookie: desk.cookie });
    expect(textOf(pageOf(await get(site, '/desk', { cookie: desk.cookie })))).not.toContain(
      attempt.enrolment.person.name,
    );
    expect((await claim()).statusCode).not.toBe(303);
    const lead = await signIn(site, desk.lead);
    const rubric = `${desk.published.microCredentialId}/${rubricSha256(desk.published.definition)}`;
    const naming = { personId: desk.assessor.id, rubric, reason: 'Has scored for years' };
    expect((await post(site, '/lead/calibration/certifications', { ...naming, reason: ' ' }, lead)).statusCode).toBe(
      422,
    );
    expect((await post(site, '/lead/calibration/certifications', naming, lead)).statusCode).toBe(303);
    expect(textOf(pageOf(await get(site, '/desk/calibration', { cookie: desk.cookie })))).toContain(
      'Hannah Weiss: Has scored for years',
    );
    expect((await claim()).statusCode).toBe(303);
  });

  it('ends by a lead’s word, for a reason, and lapses by itself', async () => {
    const desk = await offered();
    const lead = await signIn(site, desk.lead);
    const rubric = `${desk.published.microCredentialId}/${rubricSha256(desk.published.definition)}`;
    await post(site, '/lead/calibration/certifications', { personId: desk.assessor.id, rubric, reason: 'Known' }, lead);
    const held = await certified(desk);
    const later = new Date(noon.getTime() + 91 * 24 * 3600_000);
    expect(await certified(desk, later)).toMatchObject({ standing: { state: 'lapsed', reason: 'not-scored' } });
    const end = (reason: string) => post(site, `/lead/calibration/certifications/${held?.id}/end`, { reason }, lead);
    expect((await end('')).statusCode).toBe(422);
    expect((await end('Moved on')).statusCode).toBe(303);
    expect(await certified(desk)).toBeUndefined();
    const own = await post(
      site,
      '/lead/calibration/certifications',
      { personId: desk.lead.id, rubric, reason: 'I am the lead' },
      lead,
    );
    expect(textOf(pageOf(own))).toContain('Another lead assessor has to name you');
  });
});
