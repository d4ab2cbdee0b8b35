import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { Definition } from '#domain/definition/schema.ts';
import { type TestSite, get, pageOf, post } from './app.ts';
import { baseDefinition, insertPublished } from './factories.ts';
import { type Desk, putDraft, startWork } from './work.ts';

export const day = 24 * 3600_000;

/** What an earner asks of peers and what these answer, on a site that is asked for with each act. */
export function attestingActs(on: () => TestSite) {
  let made = 0;

  /** The base micro-credential, whose overview a host must confirm. */
  async function startAsked(min = 1): Promise<Desk> {
    made += 1;
    const definition = structuredClone(baseDefinition({ slug: `confirmed-${made}` }));
    const overview = definition.parts[0]?.requirements[0];
    if (!overview) throw new Error('The base definition has no requirement');
    overview.attestations = [
      {
        id: 'host',
        kind: 'visit',
        statement: 'I was visited on the days named.',
        by: 'the teacher visited',
        min,
        level: 'blocking',
      },
    ];
    return startWork(on(), await insertPublished(on(), { definition: Definition.parse(definition) }));
  }

  const overview = (desk: Desk) => `${desk.home}/requirements/overview`;
  const write = (desk: Desk, revision: number, text: string) =>
    putDraft(on(), desk, 'overview', revision, { texts: { text } });

  async function ask(desk: Desk, fields: Record<string, string> = {}) {
    made += 1;
    const email = `peer-${made}@example.org`;
    const request = { asked: 'host', name: 'Ada Byron', role: 'Grade 4', channel: 'mail', email, ...fields };
    const response = await post(on(), `${overview(desk)}/attestations`, request, desk.headers);
    return { response, email: request.email };
  }

  async function linkTo(email: string): Promise<string> {
    await on().runJobs();
    const url = /http\S+(\/attest\/\S+)/.exec((await on().mailsTo(email)).at(-1)?.text ?? '')?.[1];
    if (!url) throw new Error(`No link was sent to ${email}`);
    return url;
  }

  async function seenOn(url: string): Promise<string> {
    const page = pageOf(await get(on(), url));
    return page.querySelector('input[name="seen"]')?.getAttribute('value') ?? '';
  }

  async function confirm(url: string, name = 'Ada Byron', seen?: string) {
    return post(on(), url, { answer: 'confirm', name, seen: seen ?? (await seenOn(url)) });
  }

  async function sealedOf(desk: Desk): Promise<SealedAttempt> {
    const { sealed } = await on()
      .db.selectFrom('attempts')
      .select('sealed')
      .where('enrolment_id', '=', desk.id)
      .orderBy('number', 'desc')
      .executeTakeFirstOrThrow();
    return sealed as SealedAttempt;
  }

  async function idOf(desk: Desk): Promise<string> {
    const { id } = await on()
      .db.selectFrom('attestations')
      .select('id')
      .where('enrolment_id', '=', desk.id)
      .where('replaced_by_id', 'is', null)
      .executeTakeFirstOrThrow();
    return id;
  }

  return { startAsked, overview, write, ask, linkTo, seenOn, confirm, sealedOf, idOf };
}
