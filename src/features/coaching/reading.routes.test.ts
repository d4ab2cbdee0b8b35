import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, post } from '../../../test/support/app.ts';
import { coachingActs, hour, later } from '../../../test/support/coaching.ts';
import { handIn, makeEverything, putDraft, startWork, submit } from '../../../test/support/work.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const { someone, startCoaching, page, status } = coachingActs(() => site);

describe('a coach', () => {
  it('changes nothing of the work: every unsafe route of the earner’s is not found', async () => {
    const desk = await startWork(site);
    const { tally } = await makeEverything(site, desk);
    const coach = await startCoaching(desk);
    const of = { enrolmentId: desk.id, key: 'overview', artifactId: tally, coachId: coach.id, language: 'en' };
    const any = '0190a000-0000-7000-8000-00000000dead';
    const routes = site.app.routeList.filter(({ method, url }) => url.startsWith('/work/') && method !== 'HEAD');
    const before = await site.db
      .selectFrom('audit_events')
      .select(sql<number>`count(*)::int`.as('n'))
      .executeTakeFirst();
    for (const { method, url } of routes) {
      const path = url.replaceAll(/:(\w+)/g, (_, param: string) => (of as Record<string, string>)[param] ?? any);
      const body =
        method === 'PUT' ? { payload: { revision: 1, data: {} } } : { payload: 'number=1&name=A&email=a@b.org' };
      const response = await site.app.inject({
        method: method as 'POST',
        url: path.endsWith('/artifacts') ? `${path}?requirement=tally` : path,
        headers: {
          ...coach.headers,
          accept: 'text/html',
          'sec-fetch-site': 'same-origin',
          ...(method === 'PUT' ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        ...(method === 'GET' ? {} : body),
      });
      expect([method, url, response.statusCode]).toEqual([method, url, 404]);
    }
    expect(routes.length).toBeGreaterThan(15);
    const upload = await site.app.inject({
      method: 'POST',
      url: '/uploads',
      headers: {
        ...coach.headers,
        'sec-fetch-site': 'same-origin',
        'tus-resumable': '1.0.0',
        'upload-length': '10',
        'upload-metadata': Object.entries({ filename: 'a.pdf', enrolment: desk.id, requirement: 'tally' })
          .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
          .join(','),
      },
    });
    expect(upload.statusCode).toBe(404);
    const after = await site.db
      .selectFrom('audit_events')
      .select(sql<number>`count(*)::int`.as('n'))
      .executeTakeFirst();
    expect(after).toEqual(before);
  });

  it('sees the draft alone: not self-ratings, declarations, releases, earlier versions or packs', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    await post(site, `${desk.home}/self-ratings`, { 'rating-overview-complete': 'almost' }, desk.headers);
    const coach = await startCoaching(desk);
    const pages = await Promise.all(
      ['', '/requirements/overview', '/requirements/tally', '/requirements/portfolio'].map((path) =>
        get(site, coach.home + path, coach.headers),
      ),
    );
    for (const response of pages) {
      expect(response.statusCode).toBe(200);
      expect(response.body).not.toMatch(/self-rating|How you see it|release|history/i);
      expect(response.body).not.toContain(desk.home);
      expect(pageOf(response).querySelectorAll('[data-island]').length).toBe(0);
    }
  });

  it('opens files of the draft, and neither removed, private nor flagged ones', async () => {
    const desk = await startWork(site);
    const files = [await handIn(site, desk, 'tally', 'a.pdf'), await handIn(site, desk, 'tally', 'b.pdf')];
    const [kept = '', changed = ''] = files;
    const coach = await startCoaching(desk);
    const open = async (id: string) => [
      await status(`/artifacts/${id}`, coach.headers),
      await status(`/artifacts/${id}/view`, coach.headers),
      (await page(`${coach.home}/requirements/tally`, coach.headers)).includes(id === kept ? 'a.pdf' : 'b.pdf'),
    ];
    const set = (values: { is_private?: boolean; removed_at?: Date | null }) =>
      site.db.updateTable('artifacts').set(values).where('id', '=', changed).execute();
    expect(await open(kept)).toEqual([200, 200, true]);
    expect(await open(changed)).toEqual([200, 200, true]);
    await set({ is_private: true });
    expect(await open(changed)).toEqual([404, 404, false]);
    await set({ is_private: false, removed_at: noon });
    expect(await open(changed)).toEqual([404, 404, false]);
    await set({ removed_at: null });
    expect(await open(changed)).toEqual([200, 200, true]);
    expect(await status(`/artifacts/${kept}`, (await someone()).headers)).toBe(404);
  });

  it('does not see what an assessor flagged', async () => {
    const desk = await startWork(site);
    const { tally } = await makeEverything(site, desk);
    await submit(site, desk);
    const coach = await startCoaching(desk);
    const attempt = await site.db
      .selectFrom('attempts')
      .select(['id', 'issuer_id'])
      .where('enrolment_id', '=', desk.id)
      .executeTakeFirstOrThrow();
    const flag = {
      issuer_id: attempt.issuer_id,
      attempt_id: attempt.id,
      reason: 'A name',
      raised_by: coach.person.id,
      raised_at: noon,
    };
    await site.db
      .insertInto('privacy_flags')
      .values({ ...flag, artifact_id: tally })
      .execute();
    await site.db
      .insertInto('privacy_flags')
      .values({ ...flag, requirement_key: 'overview', place: 'text' })
      .execute();
    expect(await page(`${coach.home}/requirements/tally`, coach.headers)).not.toContain('tally.pdf');
    expect(await status(`/artifacts/${tally}`, coach.headers)).toBe(404);
    const overview = await page(`${coach.home}/requirements/overview`, coach.headers);
    expect(overview).not.toContain('We counted who spoke');
    expect(overview).toContain('Hidden for privacy on November 22, 2026');
  });

  it('learns of what changed since they said to have read it', async () => {
    const desk = await startWork(site);
    await putDraft(site, desk, 'overview', 0, { texts: { text: 'First.' } });
    const coach = await startCoaching(desk);
    expect(await page('/coaching', coach.headers)).toContain('1 requirement changed');
    await post(site, `${coach.home}/read`, { until: noon.toISOString() }, coach.headers);
    expect(await page(coach.home, coach.headers)).toContain('Nothing changed since you read it');
    expect(await page('/coaching', coach.headers)).not.toContain('changed');
    site.setNow(later(hour));
    await putDraft(site, desk, 'overview', 1, { texts: { text: 'Second.' } });
    expect(await page(coach.home, coach.headers)).toContain('1 requirement changed');
    site.setNow(noon);
  });
});
