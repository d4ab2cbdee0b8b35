import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { claim, passCheck } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, get, post } from '../../../test/support/app.ts';
import { deskActs, lookFors } from '../../../test/support/desk.ts';
import { insertMember, signIn } from '../../../test/support/factories.ts';
import { pageText } from '../../../test/support/pdf-text.ts';
import { makeEverything, startWork, submit } from '../../../test/support/work.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const { confirmation, filledForm, sendDecision } = deskActs(() => site);

async function wordsOfPdf(file: Buffer): Promise<string> {
  const pdf = await PDFDocument.load(file);
  return pdf
    .getPages()
    .map((_, index) => pageText(pdf, index))
    .join('');
}

/** All that is packed, as text; PDFs in it are the earner’s own. */
async function wordsOfZip(file: Buffer): Promise<string> {
  const archive = await yauzl.fromBufferPromise(file, { validateEntrySizes: true });
  const parts: string[] = [];
  for await (const entry of archive.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    parts.push(entry.fileName, Buffer.concat(chunks).toString('utf8'));
  }
  return parts.join('\n');
}

const secret = 'Zimtschnecke';

it('never leave the desk: neither page nor pack, PDF, award, mail, nor the trail', async () => {
  const desk = await startWork(site);
  await makeEverything(site, desk);
  expect((await submit(site, desk)).statusCode).toBe(303);
  const { issuer } = desk.published;
  const { person: assessor } = await insertMember(site, 'assessor', { issuer });
  const { person: lead } = await insertMember(site, 'lead_assessor', { issuer });
  const [attempt] = await site.db.selectFrom('attempts').select('id').where('enrolment_id', '=', desk.id).execute();
  const attemptId = attempt!.id;
  await passCheck(site, lead, attemptId);
  const assessmentId = await claim(site, assessor, attemptId);
  const own = await signIn(site, assessor);
  const fields = await filledForm(assessmentId, own.cookie, {
    ...Object.fromEntries(
      lookFors.flatMap((lookFor) => [
        [`value-${lookFor}`, 'almost'],
        [`comment-${lookFor}`, 'Say more.'],
        [`note-${lookFor}`, `${secret} ${lookFor}`],
      ]),
    ),
    overall: 'Nearly there.',
    'overall-note': `${secret} overall`,
    intent: 'send',
  });
  expect((await post(site, `/desk/assessments/${assessmentId}`, fields, own)).statusCode).toBe(303);
  const page = await get(site, `/desk/assessments/${assessmentId}`, own);
  expect(page.body).toContain(secret);
  const confirming = await get(site, `/desk/assessments/${assessmentId}/decide`, own);
  expect(confirming.body).not.toContain(secret);
  const sent = await sendDecision(assessmentId, own.cookie, await confirmation(assessmentId, own.cookie));
  expect(sent.statusCode).toBe(303);
  await site.runJobs();

  const home = `/work/${desk.id}`;
  const pages = [home, `${home}/attempts/1`, `${home}/review`, '/work', '/awards'];
  for (const url of pages) {
    const response = await get(site, url, desk.headers);
    expect([url, response.statusCode, response.body.includes(secret)]).toEqual([url, 200, false]);
  }
  expect((await get(site, `${home}/attempts/1`, desk.headers)).body).toContain('Say more.');
  for (const url of [`/attempts/${attemptId}/attempt.pdf`, `/attempts/${attemptId}/pack.zip`]) {
    for (const headers of [desk.headers, own]) {
      const response = await get(site, url, headers);
      expect(response.statusCode).toBe(200);
      const words = url.endsWith('.pdf')
        ? await wordsOfPdf(response.rawPayload)
        : await wordsOfZip(response.rawPayload);
      expect(words).toContain(desk.published.definition.title.split(' ')[0]);
      expect(words).not.toContain(secret);
    }
  }
  const mails = await site.db.selectFrom('outbox_messages').select(['subject', 'body_text', 'body_html']).execute();
  expect(mails.length).toBeGreaterThan(0);
  expect(JSON.stringify(mails)).not.toContain(secret);
  const trail = await site.db.selectFrom('audit_events').select('details').execute();
  expect(JSON.stringify(trail)).not.toContain(secret);
  const released = await site.db.selectFrom('decision_ratings').selectAll().execute();
  expect(JSON.stringify(released)).not.toContain(secret);
});
