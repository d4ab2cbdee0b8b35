import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { it } from 'vitest';
import { projectRoot } from '#platform/root.ts';
import { type TestSite, get } from './support/app.ts';
import { startBrowserSite } from './support/browser-site.ts';
import { type PageOptions, desk, openPage, phone } from './support/browser.ts';
import { signIn } from './support/factories.ts';
import { type PicturedAwards, makePicturedAwards } from './support/pictured-awards.ts';
import { type Pictured, makePictured } from './support/pictured.ts';
import { type Population, makePopulation } from './support/population.ts';

type All = Population & Pictured & PicturedAwards;
type Who = 'visitor' | 'awarded' | keyof Population['people'];
type Shot = {
  name: string;
  who: Who;
  address: (population: All) => string;
  options?: PageOptions;
  /** What is done on the page before the picture is taken. */
  act?: (page: Page, site: TestSite, population: All) => Promise<void>;
};

const dark: PageOptions = { colorScheme: 'dark' };
const small: PageOptions = { viewport: phone };

/** A report of the micro-credential that most was judged of. */
const ofOne = (report: string) => `/lead/reports${report}?micro-credential=understanding-improvement`;

/** The pictures of docs/images, of the first screenful at 1,440 px unless it says otherwise. */
const shots: Shot[] = [
  { name: 'home', who: 'visitor', address: () => '/' },
  { name: 'library', who: 'visitor', address: () => '/library' },
  { name: 'library-dark', who: 'visitor', address: () => '/library?q=equity', options: dark },
  { name: 'micro-credential', who: 'visitor', address: ({ inProgress }) => `/micro-credentials/${inProgress.slug}` },
  { name: 'series', who: 'awarded', address: () => '/series/advancing-powerful-student-learning#map' },
  { name: 'my-work', who: 'earner', address: () => '/work' },
  {
    name: 'workspace-phone',
    who: 'earner',
    address: ({ inProgress }) => `/work/${inProgress.enrolmentId}`,
    options: small,
  },
  {
    name: 'narrative',
    who: 'earner',
    address: ({ inProgress }) => `/work/${inProgress.enrolmentId}/requirements/reflection`,
  },
  {
    name: 'portfolio',
    who: 'earner',
    address: ({ inProgress }) => `/work/${inProgress.enrolmentId}/requirements/portfolio`,
  },
  { name: 'feedback', who: 'earner', address: ({ notYet }) => `/work/${notYet.enrolmentId}/attempts/1` },
  { name: 'desk', who: 'assessor', address: () => '/desk' },
  { name: 'scoring', who: 'assessor', address: ({ claimed }) => `/desk/assessments/${claimed.assessmentId}` },
  {
    name: 'scoring-dark',
    who: 'assessor',
    address: ({ claimed }) => `/desk/assessments/${claimed.assessmentId}`,
    options: dark,
  },
  { name: 'check', who: 'assessor', address: ({ unchecked }) => `/desk/checks/${unchecked.attemptId}` },
  {
    name: 'adjudication',
    who: 'coordinator',
    address: ({ adjudicationId }) => `/desk/assessments/${adjudicationId}`,
  },
  { name: 'lead', who: 'lead_assessor', address: () => '/lead' },
  { name: 'decisions', who: 'lead_assessor', address: () => '/lead/decisions' },
  { name: 'appeal', who: 'lead_assessor', address: ({ appealed }) => `/lead/appeals/${appealed.attemptId}` },
  { name: 'concern', who: 'lead_assessor', address: ({ alikeId }) => `/lead/concerns/${alikeId}#text-0` },
  { name: 'calibration', who: 'lead_assessor', address: () => '/lead/calibration' },
  { name: 'norming', who: 'lead_assessor', address: ({ calibrated }) => `/lead/norming/${calibrated.meetingId}` },
  { name: 'report-agreement', who: 'lead_assessor', address: () => `${ofOne('')}#confusion-heading` },
  { name: 'report-look-fors', who: 'lead_assessor', address: () => `${ofOne('/look-fors')}#difficulty-heading` },
  {
    name: 'report-assessors',
    who: 'lead_assessor',
    address: ({ raterId }) => `${ofOne('/assessors')}&assessor=${raterId}#drift-heading`,
  },
  { name: 'report-turn-around', who: 'lead_assessor', address: () => `${ofOne('/turn-around')}#turn-around-heading` },
  { name: 'report-fairness', who: 'issuer_admin', address: () => '/lead/reports/fairness#by-region-heading' },
  {
    name: 'report-phone',
    who: 'lead_assessor',
    address: () => `${ofOne('/look-fors')}#difficulty-heading`,
    options: small,
  },
  { name: 'awards', who: 'awarded', address: () => '/awards' },
  { name: 'awards-phone', who: 'awarded', address: () => '/awards', options: small },
  { name: 'award', who: 'visitor', address: ({ awardId }) => `/verify/${awardId}` },
  { name: 'award-dark', who: 'awarded', address: ({ awardId }) => `/verify/${awardId}`, options: dark },
  { name: 'award-phone', who: 'visitor', address: ({ awardId }) => `/verify/${awardId}`, options: small },
  { name: 'stack-award', who: 'visitor', address: ({ stackAwardId }) => `/verify/${stackAwardId}` },
  { name: 'verify', who: 'visitor', address: () => '/verify', act: verifyTampered },
  { name: 'verify-phone', who: 'visitor', address: () => '/verify', options: small, act: verifyTampered },
  { name: 'profile', who: 'visitor', address: ({ profileHandle }) => `/earners/${profileHandle}` },
  { name: 'compose-profile', who: 'awarded', address: () => '/awards/profile' },
  { name: 'share', who: 'awarded', address: ({ awardId }) => `/awards/${awardId}/share` },
  { name: 'wallet', who: 'awarded', address: ({ awardId }) => `/awards/${awardId}/wallet` },
  { name: 'credit', who: 'awarded', address: () => '/credit' },
  { name: 'licence', who: 'awarded', address: ({ licenceId }) => `/credit/licences/${licenceId}` },
  {
    name: 'licence-phone',
    who: 'awarded',
    address: ({ licenceId }) => `/credit/licences/${licenceId}`,
    options: small,
  },
  { name: 'claim', who: 'awarded', address: ({ claimId }) => `/credit/claims/${claimId}` },
  { name: 'credit-rule', who: 'visitor', address: () => '/credit/rules/illinois-professional-educator' },
  { name: 'keys', who: 'issuer_admin', address: ({ issuer }) => `/admin/${issuer.slug}/keys` },
  {
    name: 'revocation',
    who: 'issuer_admin',
    address: ({ issuer, awardId }) => `/admin/${issuer.slug}/awards/${awardId}`,
  },
  {
    name: 'batch',
    who: 'issuer_admin',
    address: ({ issuer, provider }) => `/admin/${issuer.slug}/batches/${provider.batchId}`,
  },
  {
    name: 'certificate-settings',
    who: 'issuer_admin',
    address: ({ issuer }) => `/admin/${issuer.slug}/certificate`,
  },
  { name: 'dashboard', who: 'issuer_admin', address: ({ issuer }) => `/admin/${issuer.slug}` },
];

/** An award of which one word was changed, as somebody may bring it. */
async function verifyTampered(page: Page, site: TestSite, { awardId }: All): Promise<void> {
  const { body } = await get(site, `/verify/${awardId}/credential.json`, { accept: 'application/json' });
  await page.locator('[name=award]').fill(body.replace('Nora Keller', 'Nora Kellner'));
  await page.locator('main form button[type=submit]').first().click();
  await page.locator('.verify-result').first().waitFor();
}

it('takes the pictures of docs/images', { timeout: 180_000 }, async () => {
  const folder =
    process.env.SCREENSHOTS === 'docs' ? join(projectRoot, 'docs/images') : (process.env.SCREENSHOTS ?? '');
  mkdirSync(folder, { recursive: true });
  const { site, baseUrl, browser, close } = await startBrowserSite();
  try {
    const made = await makePopulation(site);
    const population = { ...made, ...(await makePictured(site, made)), ...(await makePicturedAwards(site, made)) };
    for (const { name, who, address, options = {}, act } of shots) {
      const opened = await openPage(browser, baseUrl, { viewport: desk, ...options });
      if (who !== 'visitor') {
        const { cookie } = await signIn(site, who === 'awarded' ? population.awarded : population.people[who]);
        const at = cookie.indexOf('=');
        await opened.page
          .context()
          .addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: baseUrl }]);
      }
      await opened.page.goto(address(population), { waitUntil: 'networkidle' });
      await act?.(opened.page, site, population);
      await opened.page.screenshot({ path: join(folder, `${name}.png`) });
      await opened.close();
    }
  } finally {
    await close();
  }
});
