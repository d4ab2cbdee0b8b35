import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { insertMember, signIn } from '../../../test/support/factories.ts';
import { pageText } from '../../../test/support/pdf-text.ts';
import { issueAward } from './issue-award.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

it('an award has one day wherever it is read: that on its issuer’s calendar', async () => {
  // Half past ten in the evening in Chicago.
  const { enrolment, attemptId } = await insertDecided(site, { releasedAt: new Date('2026-11-03T04:30:00Z') });
  const { person, published } = enrolment;
  const { issuer } = published;
  const issued = await issueAward(site.deps, { attemptId });
  if (!issued.ok) throw new Error(issued.reason);
  const { publicId } = issued;
  const headers = await signIn(site, person);
  const profile = { handle: 'one-day', then: 'on', showsDates: 'on', [`show-${publicId}`]: 'on' };
  const form = pageOf(await get(site, '/awards/profile', headers));
  const revision = form.querySelector('input[name=revision]')?.getAttribute('value') ?? '';
  expect((await post(site, '/awards/profile', { revision, ...profile }, headers)).statusCode).toBe(303);
  const admin = (await insertMember(site, 'issuer_admin', { issuer })).person;
  const adminHeaders = await signIn(site, admin);
  const pages: [string, Record<string, string>][] = [
    [`/verify/${publicId}`, {}],
    ['/earners/one-day', {}],
    ['/awards', headers],
    ['/credit', headers],
    [`/admin/${issuer.slug}/awards`, adminHeaders],
    [`/admin/${issuer.slug}/awards/${publicId}`, adminHeaders],
  ];
  const daysOf = (text: string) =>
    [...text.matchAll(/Nov(?:ember)? [23], 2026/g)].map(([day]) => day.replace('ember', ''));
  for (const [url, as] of pages) {
    const days = daysOf(textOf(pageOf(await get(site, url, as))));
    expect([url, new Set(days)]).toEqual([url, new Set(['Nov 2, 2026'])]);
  }
  for (const url of [`/verify/${publicId}/certificate.pdf`, '/awards/transcript.pdf?from=2026-11-02&to=2026-11-02']) {
    const pdf = await PDFDocument.load((await get(site, url, headers)).rawPayload);
    expect([url, pageText(pdf).includes('November2,2026')]).toEqual([url, true]);
  }
});
