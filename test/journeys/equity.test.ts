import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { listDetails, listLookFors } from '#domain/definition/outline.ts';
import type { Definition } from '#domain/definition/schema.ts';
import { definitionOf, publishProgrammes } from '../support/acts.ts';
import { type BrowserSite, startBrowserSite } from '../support/browser-site.ts';
import { openPage } from '../support/browser.ts';
import { insertMembership } from '../support/factories.ts';
import { makePdf } from '../support/pdf.ts';
import { sampleText } from '../support/sample-evidence.ts';

const password = 'a long way to a small award';
const title = 'Constructing and Growing Equity';
let place: BrowserSite;

beforeAll(async () => {
  place = await startBrowserSite();
  await publishProgrammes(place.site);
  return () => place.close();
}, 120_000);

const ways = [
  { way: 'with JavaScript', javaScriptEnabled: true },
  { way: 'without JavaScript', javaScriptEnabled: false },
];

describe.each(ways)('the whole way to an award, $way', ({ javaScriptEnabled: scripted }) => {
  const suffix = scripted ? 'scripted' : 'plain';
  const earner = { name: 'Maya Okafor', email: `maya.${suffix}@example.org` };
  const assessor = { name: 'Ruth Lindqvist', email: `ruth.${suffix}@example.org` };

  it('leads from the library to a verified award', { timeout: 180_000 }, async () => {
    await makeAssessor(assessor);
    const earnerTab = await openPage(place.browser, place.baseUrl, { javaScriptEnabled: scripted });
    const assessorTab = await openPage(place.browser, place.baseUrl, { javaScriptEnabled: scripted });
    const strangerTab = await openPage(place.browser, place.baseUrl, { javaScriptEnabled: scripted });
    const { page } = earnerTab;

    await findAndEnrol(page, earner);
    await writeOverview(page, scripted);
    await fillPortfolio(page, scripted);
    await handInPlan(page, scripted);
    await writeReflection(page);
    await handIn(page, 1, 20);

    await signIn(assessorTab.page, assessor.email);
    await judgeFirstAttempt(assessorTab.page, scripted);
    await reviseWhatCameBack(page);
    await judgeSecondAttempt(assessorTab.page);

    await place.site.runJobs();
    const subjects = (await place.site.mailsTo(earner.email)).map((mail) => mail.subject);
    expect(subjects.filter((subject) => subject.includes(title)).toSorted()).toEqual([
      `Feedback on ${title}`,
      `You have earned “${title}”`,
    ]);
    await verifyAsStranger(page, strangerTab.page, earner.name);

    for (const tab of [earnerTab, assessorTab, strangerTab]) {
      expect(tab.errors).toEqual([]);
      await tab.close();
    }
  });
});

async function makeAssessor({ name, email }: { name: string; email: string }): Promise<void> {
  const { site } = place;
  const { user } = await site.deps.auth.api.signUpEmail({ body: { name, email, password } });
  const issuer = await site.db
    .selectFrom('issuers')
    .select(['id', 'slug', 'name'])
    .where('slug', '=', 'ed-leaders-network')
    .executeTakeFirstOrThrow();
  await insertMembership(site, issuer, { id: user.id, name, email }, 'assessor');
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

/** From the home page by way of a search, without an account to one with an enrolment. */
async function findAndEnrol(page: Page, { name, email }: { name: string; email: string }): Promise<void> {
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Library' }).click();
  await page.getByRole('searchbox', { name: 'Search' }).fill('growing equty'); // As people type.
  await page.getByRole('searchbox', { name: 'Search' }).press('Enter');
  await page.getByRole('link', { name: title }).first().click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.getByRole('link', { name: 'Sign up to enrol' }).click();
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: /sign up|account/i }).click();
  await page.getByRole('button', { name: 'Enrol' }).click();
  await page.getByText('0 of 4 pieces of evidence ready').waitFor();
}

/** A narrative that is too short says by how much; the scripted page says so, and keeps the text, while it is written. */
async function writeOverview(page: Page, scripted: boolean): Promise<void> {
  await openRequirement(page, 'Overview narrative');
  const text = page.getByLabel(/^Your narrative/);
  await text.fill(sampleText(400));
  const findings = page.getByRole('region', { name: 'What is left to do here' });
  const tooShort = findings.getByText('Write 600 more words: 400 of at least 1,000 words');
  if (scripted) {
    await tooShort.waitFor();
    await untilSaved(page);
    await page.reload(); // Nothing was pressed, and nothing is lost.
    await expect.poll(() => text.inputValue()).toBe(sampleText(400));
  } else {
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.', { exact: true }).waitFor();
  }
  await tooShort.waitFor();
  await backToChecklist(page);
  await row(page, 'Overview narrative').getByText('Write 600 more words').waitFor();

  await openRequirement(page, 'Overview narrative');
  await text.fill(sampleText(1000));
  await saveAndGoBack(page);
  await row(page, 'Overview narrative').getByText('Complete').waitFor();
}

/** One PDF handed in at the first detail, then every detail with a page of it and an explanation. */
async function fillPortfolio(page: Page, scripted: boolean): Promise<void> {
  const details = listDetails(await theDefinition());
  expect(details).toHaveLength(13);
  await openRequirement(page, 'Artifact portfolio and self-analysis');
  const first = entry(page, details[0]?.text ?? '');
  await first.getByLabel('Upload a file for this detail').setInputFiles(await pdfFile('portfolio.pdf'));
  if (scripted) await first.getByText('“portfolio.pdf” is handed in.').waitFor();
  else await page.getByRole('button', { name: 'Save', exact: true }).click();

  for (const detail of details) {
    const fields = entry(page, detail.text);
    await open(fields);
    await fields
      .getByLabel(/^File or link/)
      .first()
      .selectOption({ label: 'portfolio.pdf' });
    await fields
      .getByLabel(/^Where in it/)
      .first()
      .selectOption({ label: 'Page' });
    await fields
      .getByLabel(/^Place/)
      .first()
      .fill('2');
    await fields.getByLabel(/^How does it show this/).fill(sampleText(40));
  }
  await saveAndGoBack(page);
  await row(page, 'Artifact portfolio and self-analysis').getByText('Complete').waitFor();
}

async function handInPlan(page: Page, scripted: boolean): Promise<void> {
  await openRequirement(page, 'Plan for constructing and growing equity');
  await page.getByLabel('Upload files').setInputFiles(await pdfFile('plan.pdf'));
  if (!scripted) await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByLabel('What is it?').fill('The plan of our district for the next two years');
  await saveAndGoBack(page);
  await row(page, 'Plan for constructing and growing equity').getByText('Complete').waitFor();
}

async function writeReflection(page: Page): Promise<void> {
  await openRequirement(page, 'Reflection and application');
  await page.getByLabel(/^Your narrative/).fill(sampleText(520));
  await saveAndGoBack(page);
  await page.getByText('4 of 4 pieces of evidence ready').waitFor();
}

async function handIn(page: Page, number: number, judged: number): Promise<void> {
  await page.getByRole('link', { name: 'Review and hand in' }).click();
  await page.getByText('The self-check finds nothing missing').waitFor();
  await page
    .getByText(new RegExp(`${judged} look-fors`))
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Hand in' }).click();
  await page.getByRole('heading', { level: 1, name: `Attempt ${number}` }).waitFor();
  const receipt = page.getByRole('region', { name: 'Receipt' });
  await expect.poll(() => receipt.locator('code').textContent()).toMatch(/^[0-9a-f]{64}$/);
}

const almost = 'Every answer rests on the leader’s own actions rather than on general statements about equity.';
const no = 'The leader says how the skill will be applied from here on, with at least one concrete next action.';

/** A glance before anybody judges: everything opens. */
async function checkAttempt(page: Page, number: number): Promise<void> {
  await page.goto('/desk');
  await page.getByRole('link', { name: new RegExp(`^Check.*${title}, attempt ${number}`) }).click();
  await page.getByRole('heading', { level: 1, name: 'Is it complete?' }).waitFor();
  for (const line of await page.getByRole('group', { name: 'Looked at' }).getByRole('checkbox').all())
    await line.check();
  await page.getByRole('button', { name: 'It is complete' }).click();
  await page
    .getByRole('button', { name: /^Claim/ })
    .first()
    .waitFor();
  await page.goto('/desk');
}

/** Every look-for but two is a Yes; the decision can't be sent before the last is rated and the two are explained. */
async function judgeFirstAttempt(page: Page, scripted: boolean): Promise<void> {
  await page.getByRole('link', { name: 'Assessor’s desk' }).click();
  await checkAttempt(page, 1);
  await page.getByRole('button', { name: new RegExp(`^Claim.*${title}, attempt 1`) }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  const lookFors = listLookFors(await theDefinition()).map(({ text }) => text);
  expect(lookFors).toHaveLength(20);
  for (const text of lookFors.filter((one) => one !== almost && one !== no)) {
    await rating(page, text, 'Yes').check();
  }
  await rating(page, almost, 'Almost').check();
  await page.getByText('19 of 20 rated').or(page.getByText('0 of 20 rated')).waitFor();
  await page.getByRole('button', { name: 'Send decision' }).click();
  await page.getByRole('alert').getByText(`Rate “${no}”`).waitFor();
  await page.getByRole('alert').getByText(`Say what would make it a Yes: “${almost}”`).waitFor();

  await rating(page, no, 'No').check();
  await card(page, almost).getByRole('textbox').fill('Say what you did yourself in the second example.');
  await card(page, no).getByRole('textbox').fill('Name one next action, with its date.');
  await page.getByLabel('Overall comment').fill('Strong evidence; two things are left.');
  if (scripted) await page.getByText('All changes saved').waitFor();
  await page.getByRole('button', { name: 'Send decision' }).click();
  await page.getByText('is asked to revise 2 look-fors').waitFor();
  await page.getByRole('button', { name: 'Send the decision' }).click();
  await page.getByText('You sent this decision on attempt 1').waitFor();
}

/** The feedback stands beside what it speaks of; only what it speaks of can be changed. */
async function reviseWhatCameBack(page: Page): Promise<void> {
  await page.goto('/work');
  await page.getByText('Sent back to revise').waitFor();
  await page.getByRole('heading', { level: 3 }).getByRole('link', { name: title }).click();
  await page.getByText('18 of 20 look-fors demonstrated, 2 to revise.').waitFor();
  await page.getByRole('link', { name: 'Read the feedback' }).click();
  await page.getByText('Strong evidence; two things are left.').waitFor();
  await page.getByText('Name one next action, with its date.').first().waitFor();
  await page.getByRole('navigation', { name: 'Breadcrumbs' }).getByRole('link', { name: title }).click();

  await openRequirement(page, 'Artifact portfolio and self-analysis');
  await page.getByText('Demonstrated, stays as it is').waitFor();
  await expect.poll(() => page.getByRole('textbox').count()).toBe(0);
  await backToChecklist(page);

  await openRequirement(page, 'Overview narrative');
  await page.getByText('Say what you did yourself in the second example.').waitFor();
  await page.getByLabel(/^Your narrative/).fill(`${sampleText(1000)}\n\nI led the second example myself.`);
  await saveAndGoBack(page);
  await openRequirement(page, 'Reflection and application');
  await page.getByLabel(/^Your narrative/).fill(`${sampleText(520)}\n\nOn 1 March we begin with grade six.`);
  await saveAndGoBack(page);
  await handIn(page, 2, 2);
}

/** The assessor sees what was changed and rates only what is open. */
async function judgeSecondAttempt(page: Page): Promise<void> {
  await checkAttempt(page, 2);
  await page.getByRole('button', { name: new RegExp(`^Claim.*${title}, attempt 2`) }).click();
  const since = page.getByText(/Since attempt 1:/).locator('..');
  await expect.poll(() => since.textContent()).toContain('Overview narrative, Reflection and application changed.');
  await expect.poll(() => since.textContent()).toContain('18 look-fors demonstrated before are not rated again.');
  await page.getByText('0 of 2 rated').waitFor();
  expect(await page.getByRole('radio').count()).toBe(8); // Yes, Almost, No, Can’t be judged.
  await rating(page, almost, 'Yes').check();
  await rating(page, no, 'Yes').check();
  await page.getByRole('button', { name: 'Send decision' }).click();
  await page.getByText('earns the micro-credential').waitFor();
  await page.getByRole('button', { name: 'Send the decision' }).click();
  await page.getByText('You sent this decision on attempt 2').waitFor();
}

/** Someone who was sent the address, and has no account. */
async function verifyAsStranger(page: Page, stranger: Page, name: string): Promise<void> {
  await page.goto('/awards');
  const address = await page.getByRole('link', { name: title, exact: true }).getAttribute('href');
  await stranger.goto(address ?? '');
  await stranger.getByRole('heading', { level: 1, name }).waitFor();
  await stranger
    .getByText('20 PD hours')
    .or(stranger.getByText(/20 .*hours/))
    .first()
    .waitFor();
  const verification = await stranger.getByRole('region', { name: 'Verification' }).textContent();
  expect(verification).not.toMatch(/fail|not valid|wrong/i);

  await stranger.getByText('Files for other programs').click();
  const href = async (link: string) => (await stranger.getByRole('link', { name: link }).getAttribute('href')) ?? '';
  const json = await stranger.request.get(await href('Signed credential (JSON)'));
  const credential = (await json.json()) as { type: string[]; proof: unknown };
  expect(credential.type).toContain('AchievementCredential');
  expect(credential.proof).toBeTruthy();
  const pdf = await stranger.request.get(await href('Certificate, A4 (PDF)'));
  expect(pdf.headers()['content-type']).toContain('application/pdf');
  expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
}

let definition: Definition | undefined;

/** The definition as it is published, read once. */
async function theDefinition(): Promise<Definition> {
  if (definition) return definition;
  const { id, person_id } = await place.site.db
    .selectFrom('enrolments')
    .select(['id', 'person_id'])
    .executeTakeFirstOrThrow();
  definition = await definitionOf(place.site, { id: person_id, name: '', email: '' }, id);
  return definition;
}

async function pdfFile(name: string): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  return { name, mimeType: 'application/pdf', buffer: await makePdf(name) };
}

const row = (page: Page, requirement: string): Locator =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 3, name: requirement }) });
const entry = (page: Page, detail: string): Locator => page.getByRole('region', { name: detail, exact: true });
const card = (page: Page, lookFor: string): Locator => page.getByRole('group', { name: lookFor, exact: true });
const rating = (page: Page, lookFor: string, value: string): Locator =>
  card(page, lookFor).getByRole('radio', { name: value, exact: true });

/** Opens what is closed. */
async function open(fields: Locator): Promise<void> {
  if ((await fields.locator('details[open]').count()) === 0) await fields.locator('summary').click();
}

async function openRequirement(page: Page, name: string): Promise<void> {
  await row(page, name).getByRole('heading').getByRole('link').click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

async function backToChecklist(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Breadcrumbs' }).getByRole('link', { name: title }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

async function saveAndGoBack(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save and go to the checklist' }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

async function untilSaved(page: Page): Promise<void> {
  await page.getByRole('status').getByText('All changes saved').waitFor();
}
