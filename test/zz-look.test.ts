import { mkdirSync } from 'node:fs';
import { it } from 'vitest';
import { startBrowserSite } from './support/browser-site.ts';
import { openPage, phone, desk } from './support/browser.ts';
import {
  insertMember,
  insertIssuer,
  insertPublished,
  insertEnrolment,
  baseDefinition,
  signIn,
  insertPerson,
} from './support/factories.ts';
import { insertDecided } from './support/earned.ts';
import { sha256 } from '#platform/hash.ts';
import axe from 'axe-core';

it('looks', async () => {
  const { site, browser, baseUrl, close } = await startBrowserSite();
  mkdirSync('/tmp/look', { recursive: true });
  const issuer = await insertIssuer(site, { slug: 'schools-that-lead', name: 'Schools That Lead' });
  const { person } = await insertMember(site, 'issuer_admin', { issuer, name: 'Ana Whitfield-Okonkwo' });
  const now = Date.now();
  const titles = [
    'Facilitating Peer Reflection',
    'Sharing Improvement Strategies to Advance Professional Knowledge',
    'Listening to Student Voice',
    'Looking at Student Work',
  ];
  for (const [index, title] of titles.entries()) {
    const definition = baseDefinition({ slug: `mc-${index}`, title });
    const published = await insertPublished(site, { issuer, definition });
    if (index === 0) {
      const changed = structuredClone(definition);
      changed.summary = 'Watch two lessons, count who speaks, change one thing and look again with a colleague.';
      changed.worth.pdHours = 15;
      changed.guides[0]!.lookFors.push({
        id: 'new',
        text: 'A colleague confirms what was seen',
        judges: ['overview'],
        points: [],
        details: [],
      });
      await insertPublished(site, { issuer, definition: changed, microCredentialId: published.microCredentialId });
    }
    for (let n = 0; n < 14 - 3 * index; n++) {
      const enrolment = await insertEnrolment(site, { published });
      if (n % 3 === 0)
        await insertDecided(site, {
          enrolment,
          outcome: n % 2 ? 'not_yet' : 'earned',
          ratings: {
            'overview-complete': n % 2 ? 'almost' : 'yes',
            'tally-readable': 'yes',
            'noticed-shown': n % 4 ? 'no' : 'yes',
            'changed-shown': 'yes',
          },
        });
      if (n % 5 === 1 && n % 3 !== 0)
        await site.db
          .updateTable('enrolments')
          .set({
            state: 'submitted',
            attempts_count: 1,
            submitted_at: new Date(now - n * 86400_000),
            due_at: new Date(now + (3 - n) * 86400_000),
          })
          .where('id', '=', enrolment.id)
          .execute();
    }
  }
  for (const name of ['Bo Lindqvist', 'Carmen Ibáñez de la Fuente', 'Dev Patel'])
    await insertMember(site, 'assessor', { issuer, name });
  for (const email of ['new.coach@district.example', 'somebody.with.a.long.address@regional-office.example'])
    await site.db
      .insertInto('invitations')
      .values({
        issuer_id: issuer.id,
        email,
        role: 'assessor',
        token_sha256: sha256(email),
        invited_by: person.id,
        expires_at: new Date(now + 9e8),
      })
      .execute();
  const invitee = await insertPerson(site);
  await site.db
    .insertInto('invitations')
    .values({
      issuer_id: issuer.id,
      email: invitee.email,
      role: 'lead_assessor',
      token_sha256: sha256('tok'),
      expires_at: new Date(now + 9e8),
    })
    .execute();
  const { cookie } = await signIn(site, person);
  const [name, value] = cookie.split('=') as [string, string];
  await site.app.inject({
    method: 'POST',
    url: '/sign-in/link',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: `email=${encodeURIComponent(person.email)}`,
  });
  await site.runJobs();
  const pages: [string, string, boolean][] = [
    ['sign-in', '/sign-in?expired=1', false],
    ['sign-up', '/sign-up', false],
    ['link', '/sign-in/link', false],
    ['confirm', '/sign-in/link?token=abcdefghijkl', false],
    ['reset', '/reset', false],
    ['new-password', '/reset/abcdefgh', false],
    ['invitation', '/invitations/tok', false],
    ['outbox', '/dev/outbox', false],
    ['admin', '/admin', true],
    ['overview', '/admin/schools-that-lead', true],
    ['people', '/admin/schools-that-lead/people?done=invited', true],
    ['programmes', '/admin/schools-that-lead/programmes', true],
    ['programme', '/admin/schools-that-lead/programmes/mc-0', true],
    ['awards', '/admin/schools-that-lead/awards', true],
    ['reset-confirmed', '/reset?confirmed=1', true],
  ];
  const only = process.env.LOOK?.split(',');
  for (const [width, viewport] of [
    ['390', phone],
    ['1440', desk],
  ] as const)
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, errors, close: closePage } = await openPage(browser, baseUrl, { viewport, colorScheme });
      for (const [slug, path, signed] of pages) {
        if (only && !only.includes(slug)) continue;
        await page.context().clearCookies();
        if (signed) await page.context().addCookies([{ name, value: value, url: baseUrl }]);
        await page.goto(path);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (overflow > 0) console.error(`OVERFLOW ${slug} ${width} by ${overflow}`);
        const { violations } = (await page.evaluate(
          `(() => { const module = undefined, exports = undefined; ${axe.source}; return axe.run(); })()`,
        )) as { violations: { id: string; nodes: { html: string }[] }[] };
        for (const v of violations)
          console.error(`AXE ${slug} ${width} ${colorScheme} ${v.id} ${v.nodes[0]?.html.slice(0, 160)}`);
        await page.screenshot({ path: `/tmp/look/${slug}-${width}-${colorScheme}.png`, fullPage: true });
      }
      if (errors.length) console.error(errors);
      await closePage();
    }
  await close();
}, 200_000);
