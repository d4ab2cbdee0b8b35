import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertAnchor } from '../../../test/support/anchors.ts';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertMember, insertPublished, signIn } from '../../../test/support/factories.ts';
import { agreedFields } from './calibration.form.ts';
import { makeMeeting } from './hold-meeting.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

type Page = ReturnType<typeof pageOf>;
const lookFors = ['overview-complete', 'tally-readable', 'noticed-shown', 'changed-shown'];
const typed = (why: string, value = 'yes') =>
  Object.fromEntries(
    lookFors.flatMap((lookFor) => [
      [agreedFields.value(lookFor), value],
      [agreedFields.rationale(lookFor), why],
    ]),
  );
const revisionOf = (page: Page, form: string) =>
  page.querySelector(`form[action$="/${form}"] [name="revision"]`)?.getAttribute('value') ?? '';
const textIn = (page: Page, name: string) => page.querySelector(`textarea[name="${name}"]`)?.textContent;
const summaryOf = (page: Page) => page.querySelector('.error-summary a');
const othersOf = (page: Page) => [...page.querySelectorAll('.other-version')].map(textOf);

async function twoLeads() {
  const { person: first, issuer } = await insertMember(site, 'lead_assessor', { name: 'Hannah Weiss' });
  const { person: second } = await insertMember(site, 'lead_assessor', { issuer, name: 'Otto Brandt' });
  const published = await insertPublished(site, { issuer });
  const anchor = await insertAnchor(site, { published, lead: first, state: 'draft' });
  const cookies = { first: await signIn(site, first), second: await signIn(site, second) };
  return { first, second, issuer, published, anchor, cookies };
}

async function anchorPage() {
  const made = await twoLeads();
  const path = `/lead/calibration/anchors/${made.anchor.id}`;
  const open = async (who: 'first' | 'second') => pageOf(await get(site, path, made.cookies[who]));
  const save = (who: 'first' | 'second', fields: Record<string, string>) =>
    post(site, `${path}/ratings`, fields, made.cookies[who]);
  return { ...made, path, open, save };
}

describe('two leads who rate one anchor', () => {
  it('don’t overwrite each other: the later sees both, and then saves knowingly', async () => {
    const { open, save } = await anchorPage();
    const revision = revisionOf(await open('first'), 'ratings');
    expect((await save('second', { ...typed('All there.'), revision })).statusCode).toBe(303);
    const mine = { ...typed('All there.'), [agreedFields.rationale('tally-readable')]: 'The key is missing.' };
    const refused = await save('first', { ...mine, [agreedFields.value('tally-readable')]: 'almost', revision });
    expect(refused.statusCode).toBe(422);
    const page = pageOf(refused);
    expect(summaryOf(page)?.getAttribute('href')).toBe('#rationale.tally-readable');
    expect(textOf(summaryOf(page))).toContain('Otto Brandt saved other ratings');
    expect(textIn(page, agreedFields.rationale('tally-readable'))).toBe('The key is missing.');
    expect(othersOf(page)).toEqual(['Saved meanwhile by Otto Brandt YesAll there.']);
    expect(textIn(await open('first'), agreedFields.rationale('tally-readable'))).toBe('All there.');
    expect((await save('first', { ...mine, revision: revisionOf(page, 'ratings') })).statusCode).toBe(303);
    expect(textIn(await open('second'), agreedFields.rationale('tally-readable'))).toBe('The key is missing.');
  });

  it('are still told of each other after a form with something missing', async () => {
    const { open, save } = await anchorPage();
    const revision = revisionOf(await open('first'), 'ratings');
    await save('second', { ...typed('All there.'), revision });
    const lacking = await save('first', {
      ...typed('Mine.'),
      [agreedFields.rationale('tally-readable')]: '',
      revision,
    });
    expect(lacking.statusCode).toBe(422);
    const again = revisionOf(pageOf(lacking), 'ratings');
    expect((await save('first', { ...typed('Mine.'), revision: again })).statusCode).toBe(422);
    expect((await save('first', typed('Mine.'))).statusCode).toBe(422);
  });

  it('agree to nothing but what they read', async () => {
    const { path, cookies, open, save } = await anchorPage();
    const revision = revisionOf(await open('first'), 'ratings');
    await save('first', { ...typed('All there.'), revision });
    const read = revisionOf(await open('second'), 'agree');
    await save('first', { ...typed('Not so.', 'no'), revision: revisionOf(await open('first'), 'ratings') });
    const agree = (seen: string) => post(site, `${path}/agree`, { revision: seen }, cookies.second);
    const refused = await agree(read);
    expect(refused.statusCode).toBe(422);
    expect(textOf(pageOf(refused))).toContain('Somebody saved other ratings meanwhile');
    expect((await agree(revisionOf(pageOf(refused), 'agree'))).statusCode).toBe(303);
  });

  it('keep on the page what came too late for an anchor in use', async () => {
    const { path, cookies, open, save } = await anchorPage();
    const revision = revisionOf(await open('first'), 'ratings');
    await save('first', { ...typed('All there.'), revision });
    const seen = revisionOf(await open('second'), 'agree');
    await post(site, `${path}/agree`, { revision: seen }, cookies.second);
    await post(site, `${path}/state`, { to: 'active' }, cookies.first);
    const late = await save('second', { ...typed('All there.'), [agreedFields.rationale('noticed-shown')]: 'Mine.' });
    expect(late.statusCode).toBe(409);
    expect(othersOf(pageOf(late))).toEqual(['What you typed, which is not saved YesMine.']);
  });
});

async function meetingPage() {
  const made = await twoLeads();
  const { first, issuer, published, anchor } = made;
  const items = [{ attemptId: anchor.attemptId, lookFor: 'tally-readable' }];
  const { microCredentialId } = published;
  const call = { microCredentialId, title: 'December', startsAt: noon, place: '', items, now: noon };
  const command = { ...call, lead: { id: first.id, issuerIds: [issuer.id] } };
  const id = await site.db.transaction().execute((trx) => makeMeeting(trx, command));
  const path = `/lead/norming/${id}`;
  const open = async (who: 'first' | 'second') => pageOf(await get(site, path, made.cookies[who]));
  const save = (who: 'first' | 'second', fields: Record<string, string>) =>
    post(site, `${path}/record`, { intent: 'save', ...fields }, made.cookies[who]);
  const theirs = { 'agreed.0': 'no', 'conclusion.0': 'A tally has a key.', record: 'All agreed.', person: first.id };
  return { ...made, open, save, theirs };
}

describe('two leads who write the record of one meeting', () => {
  it('don’t overwrite each other: the later sees both, and then saves knowingly', async () => {
    const { open, save, theirs } = await meetingPage();
    const revision = revisionOf(await open('first'), 'record');
    expect((await save('second', { ...theirs, revision })).statusCode).toBe(303);
    const mine = { 'agreed.0': 'almost', 'conclusion.0': 'Count twice.', record: 'Long debate.' };
    const refused = await save('first', { ...mine, intent: 'close', revision });
    expect(refused.statusCode).toBe(422);
    const page = pageOf(refused);
    expect(summaryOf(page)?.getAttribute('href')).toBe('#conclusion.0');
    expect([textIn(page, 'conclusion.0'), textIn(page, 'record')]).toEqual(['Count twice.', 'Long debate.']);
    expect(othersOf(page)).toEqual([
      'Saved meanwhile NoA tally has a key.',
      'Saved meanwhile as presentHannah Weiss',
      'Saved meanwhileAll agreed.',
    ]);
    expect(textIn(await open('first'), 'record')).toBe('All agreed.');
    expect((await save('first', { ...mine, revision: revisionOf(page, 'record') })).statusCode).toBe(303);
    expect(textIn(await open('second'), 'record')).toBe('Long debate.');
  });

  it('are still told of each other after a form with something too long', async () => {
    const { open, save, theirs } = await meetingPage();
    const revision = revisionOf(await open('first'), 'record');
    await save('second', { ...theirs, revision });
    const long = await save('first', { 'conclusion.0': 'x'.repeat(5001), revision });
    expect(long.statusCode).toBe(422);
    const again = revisionOf(pageOf(long), 'record');
    expect((await save('first', { 'conclusion.0': 'Mine.', revision: again })).statusCode).toBe(422);
  });

  it('keep on the page what came after the other closed it', async () => {
    const { open, save, theirs } = await meetingPage();
    const revision = revisionOf(await open('first'), 'record');
    await save('second', { ...theirs, intent: 'close', revision });
    const late = await save('first', { 'agreed.0': 'yes', 'conclusion.0': 'Mine.', record: 'Mine too.', revision });
    expect(late.statusCode).toBe(409);
    expect(othersOf(pageOf(late))).toEqual([
      'What you typed, which is not saved YesMine.',
      'What you typed, which is not savedMine too.',
    ]);
  });
});
