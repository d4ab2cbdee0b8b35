import { afterAll, beforeAll, expect, it } from 'vitest';
import { EvaluationForm } from '#domain/credit/evaluation-form.ts';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { insertEnrolment, insertPublished, signIn } from '../../../test/support/factories.ts';
import { issueAward } from '../awards/issue-award.ts';
import { publishEvaluations } from './publish-evaluations.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const form = (slug: string, issuer: string, questions: unknown[]): EvaluationForm =>
  EvaluationForm.parse({ format: 'tessera-evaluation/1', slug, for: { issuer }, title: 'How it was', questions });

const scale = (id: string, text: string) => ({ id, kind: 'scale', text });
const comments = { id: 'comments', kind: 'text', text: 'What else?' };

it('an evaluation is read and kept under the questions that were on the page, also when others were published since', async () => {
  const published = await insertPublished(site);
  const { slug: issuer, id: issuerId } = published.issuer;
  const publish = (...forms: EvaluationForm[]) => publishEvaluations(site.db, forms);
  await publish(form('own', issuer, [scale('useful', 'It was useful'), comments]));
  const awarded = async () => {
    const enrolment = await insertEnrolment(site, { published });
    const { attemptId } = await insertDecided(site, { enrolment });
    const issued = await issueAward(site.deps, { attemptId });
    if (!issued.ok) throw new Error(issued.reason);
    const headers = await signIn(site, enrolment.person);
    const url = `/awards/${issued.publicId}/evaluation`;
    const version = pageOf(await get(site, url, headers))
      .querySelector('input[name=version]')
      ?.getAttribute('value');
    return { url, headers, version: version ?? '' };
  };
  const kept = () =>
    site.db
      .selectFrom('evaluation_answers')
      .select(['form_sha256 as version', 'answers'])
      .where('issuer_id', '=', issuerId)
      .execute();
  const [first, second] = [await awarded(), await awarded()];
  // The same id means the opposite now.
  await publish(form('own', issuer, [scale('useful', 'It was a waste of time'), comments]));
  const bad = await post(site, first.url, { version: first.version, 'q-useful': '9' }, first.headers);
  expect([bad.statusCode, textOf(pageOf(bad)).includes('It was useful')]).toEqual([422, true]);
  const answer = { version: first.version, 'q-useful': '5' };
  expect((await post(site, first.url, answer, first.headers)).statusCode).toBe(303);
  expect(await kept()).toEqual([{ version: first.version, answers: { useful: 5 } }]);

  // Of no version of what is asked: the questions are shown anew, with what was typed.
  const other = (await awarded()).version;
  await publish(
    { ...form('own', issuer, [comments]), offered: false },
    form('other', issuer, [scale('pace', 'The pace was right'), comments]),
  );
  for (const version of [second.version, other, 'x', '']) {
    const shown = await post(site, second.url, { version, 'q-useful': '5', 'q-comments': 'Kept.' }, second.headers);
    expect(shown.statusCode).toBe(409);
    const page = pageOf(shown);
    expect(textOf(page)).toContain('the questions have changed since you opened them');
    expect(textOf(page)).toContain('The pace was right');
    expect(page.querySelector('textarea[name=q-comments]')?.textContent?.trim()).toBe('Kept.');
    const current = page.querySelector('input[name=version]')?.getAttribute('value');
    expect(['', first.version, other]).not.toContain(current ?? '');
  }
  expect(await kept()).toHaveLength(1);
});
