import type { Page } from 'playwright-core';
import { claim, passCheck } from './acts.ts';
import { type PageOptions, openPage } from './browser.ts';
import type { BrowserSite } from './browser-site.ts';
import { type Person, insertMember, signIn } from './factories.ts';
import { makeEverything, startWork, submit } from './work.ts';

export type ScoringInBrowser = {
  page: Page;
  errors: string[];
  assessor: Person;
  attemptId: string;
  assessmentId: string;
  url: string;
  /** The same in another tab. */
  openAgain(): Promise<Page>;
  close(): Promise<void>;
};

/** Real work with real files, handed in, found complete and claimed; its scoring page, open and alive. */
export async function openScoring(on: BrowserSite, options: PageOptions = {}): Promise<ScoringInBrowser> {
  const { site } = on;
  const work = await startWork(site);
  await makeEverything(site, work);
  await submit(site, work);
  const { id: attemptId } = await site.db
    .selectFrom('attempts')
    .select('id')
    .where('enrolment_id', '=', work.id)
    .executeTakeFirstOrThrow();
  const { issuer } = work.published;
  const { person: assessor } = await insertMember(site, 'assessor', { issuer });
  await passCheck(site, (await insertMember(site, 'lead_assessor', { issuer })).person, attemptId);
  const assessmentId = await claim(site, assessor, attemptId);
  const url = `/desk/assessments/${assessmentId}`;
  const { page, errors, close } = await openPage(on.browser, on.baseUrl, options);
  const { cookie } = await signIn(site, assessor);
  const [name = '', value = ''] = cookie.split(/=(.*)/su);
  await page.context().addCookies([{ name, value, url: on.baseUrl }]);
  const open = async (tab: Page) => {
    await tab.goto(url);
    if (options.javaScriptEnabled !== false) await tab.locator('[data-island][data-hydrated]').waitFor();
    return tab;
  };
  await open(page);
  const openAgain = async () => open(await page.context().newPage());
  return { page, errors, assessor, attemptId, assessmentId, url, openAgain, close };
}
