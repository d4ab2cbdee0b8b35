import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, pageOf, textOf } from '../../../test/support/app.ts';
import { insertAssessment, insertAttempt, insertRating } from '../../../test/support/attempts.ts';
import { nowhere, deskActs } from '../../../test/support/desk.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const { claimed, rate, confirmation, sendDecision } = deskActs(() => site);

describe('the scoring page', () => {
  it('asks for every open look-for and shows the evidence that it judges', async () => {
    const desk = await claimed();
    const page = pageOf(await get(site, `/desk/assessments/${desk.assessmentId}`, { cookie: desk.cookie }));
    expect([...page.querySelectorAll('.scoring-form fieldset legend')].map((legend) => textOf(legend))).toEqual([
      'The class and its routines are described',
      'The tally shows who spoke',
      'Participation was counted',
      'A routine was changed',
    ]);
    const links = [...page.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')].map((a) => a.getAttribute('href')!);
    expect(links.filter((href) => page.getElementById(href.slice(1)) === null)).toEqual([]);
    expect(links).toContain('#evidence-portfolio-entry-noticed');
    expect(textOf(page.querySelector('#requirement-overview'))).toContain('Judged by');
  });

  it('shows what was demonstrated before as such, earlier comments, and what changed since', async () => {
    const desk = await claimed();
    const ratings = {
      'overview-complete': 'yes',
      'tally-readable': 'almost',
      'noticed-shown': 'yes',
      'changed-shown': 'no',
    } as const;
    for (const [lookFor, value] of Object.entries(ratings))
      await insertRating(site, desk.assessmentId, desk.attempt, lookFor, { value, comment: `About ${lookFor}` });
    await sendDecision(desk.assessmentId, desk.cookie, await confirmation(desk.assessmentId, desk.cookie));
    const second = await insertAttempt(site, {
      enrolment: desk.attempt.enrolment,
      number: 2,
      evidence: { tally: { items: [{ artifact: nowhere, note: 'A clearer tally' }] } },
      carriedOver: [
        { lookFor: 'overview-complete', attempt: 1 },
        { lookFor: 'noticed-shown', attempt: 1 },
      ],
    });
    const assessmentId = await insertAssessment(site, second, desk.assessor);
    const page = pageOf(await get(site, `/desk/assessments/${assessmentId}`, { cookie: desk.cookie }));
    expect(page.querySelectorAll('.scoring-form fieldset')).toHaveLength(2);
    expect(textOf(page.querySelector('#look-for-overview-complete'))).toContain('Demonstrated in attempt 1');
    expect(textOf(page.querySelector('#look-for-changed-shown'))).toContain('Attempt 1 NoAbout changed-shown');
    expect(textOf(page.querySelector('.scoring-head__changes'))).toBe(
      'Since attempt 1: Tally sheet changed. 2 look-fors demonstrated before are not rated again.',
    );
    expect(textOf(page.querySelector('#requirement-overview .eyebrow'))).toContain('as in attempt 1');
  });

  it('calls a detail of the portfolio changed only when its own entry changed', async () => {
    const desk = await claimed();
    const { data } = desk.attempt.sealed.evidence.find(({ requirement }) => requirement === 'portfolio') ?? {};
    const { entries } = data as { entries: Record<string, { sources: unknown[]; explanation: string }> };
    const second = await insertAttempt(site, {
      enrolment: desk.attempt.enrolment,
      number: 2,
      evidence: { portfolio: { entries: { ...entries, noticed: { ...entries.noticed, explanation: 'Told anew.' } } } },
    });
    const assessmentId = await insertAssessment(site, second, desk.assessor);
    const page = pageOf(await get(site, `/desk/assessments/${assessmentId}`, { cookie: desk.cookie }));
    expect(textOf(page.querySelector('#look-for-noticed-shown .look-for__evidence'))).toContain('(changed)');
    expect(textOf(page.querySelector('#look-for-changed-shown .look-for__evidence'))).not.toContain('(changed)');
    const marked = [...page.querySelectorAll('.evidence-entry:has(.changed-mark)')].map(({ id }) => id);
    expect(marked).toEqual(['evidence-portfolio-entry-noticed']);
  });

  it('shows what automatic checks find', async () => {
    const desk = await claimed({ evidence: { overview: { texts: { text: 'Too short.' } } } });
    const page = pageOf(await get(site, `/desk/assessments/${desk.assessmentId}`, { cookie: desk.cookie }));
    expect(textOf(page.querySelector('#requirement-overview .attempt-findings'))).toContain(
      'Not met Write 3 more words: 2 of at least 5 words',
    );
  });

  it('escapes what earners and assessors write', async () => {
    const desk = await claimed({ evidence: { overview: { texts: { text: '<script>alert(1)</script>' } } } });
    await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'no', comment: '</textarea><script>x' });
    const response = await get(site, `/desk/assessments/${desk.assessmentId}`, { cookie: desk.cookie });
    expect(response.body).not.toContain('<script>alert');
    expect(response.body).not.toContain('</textarea><script>x');
    expect(pageOf(response).querySelector<HTMLTextAreaElement>('#comment-tally-readable')?.value).toBe(
      '</textarea><script>x',
    );
  });
});
