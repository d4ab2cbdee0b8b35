import { openLookFors, standings } from '#domain/assessment/standing.ts';
import type { Trx } from '#platform/database.ts';
import { askAgreement } from '../../src/features/agreements/ask-agreement.ts';
import { raiseAppeal } from '../../src/features/appeals/raise-appeal.ts';
import { readDecision } from '../../src/features/judging/read-decision.ts';
import { askTalk } from '../../src/features/talks/ask-talk.ts';
import { findWorkspace } from '../../src/features/work/workspace.queries.ts';
import type { TestSite } from './app.ts';
import type { Person } from './factories.ts';

/** What goes on between two attempts. */
export type BetweenPopulation = {
  /** Asked for by the earner after an attempt that came back; and one of the other earner’s. */
  talk: { id: string };
  othersTalk: { id: string };
  /** Other evidence that the earner asks for, at the issuer; and at the other issuer. */
  agreement: { id: string };
  othersAgreement: { id: string };
};

type Given = {
  earner: Person;
  /** Came back, and was read; the other is to be appealed against. */
  sentBack: { enrolmentId: string };
  appealed: { enrolmentId: string };
  /** Begun, at the issuer and at the other one. */
  begun: { enrolmentId: string };
  begunElsewhere: { enrolmentId: string };
  others: { enrolmentId: string; issuerId: string };
};

export async function makeBetweenPopulation(site: TestSite, given: Given): Promise<BetweenPopulation> {
  const { earner, sentBack, appealed, begun, begunElsewhere, others } = given;
  await appeal(site, earner, appealed.enrolmentId);
  return {
    talk: { id: await ask(site, earner, sentBack.enrolmentId) },
    othersTalk: await site.db
      .insertInto('coach_talks')
      .values({
        issuer_id: others.issuerId,
        enrolment_id: others.enrolmentId,
        before_attempt: 2,
        asked_at: site.deps.now(),
      })
      .returning('id')
      .executeTakeFirstOrThrow(),
    agreement: await askOther(site, earner, begun.enrolmentId),
    othersAgreement: await askOther(site, earner, begunElsewhere.enrolmentId),
  };
}

const act = <Result>(site: TestSite, what: (trx: Trx) => Promise<Result>) => site.db.transaction().execute(what);

/** Appeals against everything that came back of the first attempt. */
async function appeal(site: TestSite, { id: personId }: Person, enrolmentId: string): Promise<void> {
  const now = site.deps.now();
  await readDecision(site.db, { personId, enrolmentId, now });
  const workspace = await findWorkspace(site.db, personId, enrolmentId);
  const said = new Set(workspace?.judged[0]?.ratings.map(({ lookFor }) => lookFor));
  const open = workspace ? openLookFors(standings(workspace.definition, workspace.judged)) : [];
  const lookFors = open.filter((lookFor) => said.has(lookFor));
  const command = { personId, enrolmentId, number: 1, lookFors, reason: 'It stands on the second page.', now };
  const raised = await act(site, (trx) => raiseAppeal(trx, command));
  if (!raised.ok) throw new Error(`No appeal: ${raised.reasons.join(', ')}`);
}

async function ask(site: TestSite, { id: personId }: Person, enrolmentId: string): Promise<string> {
  const now = site.deps.now();
  const proposals = [new Date(now.getTime() + 2 * 86_400_000)];
  const asked = await act(site, (trx) =>
    askTalk(trx, { personId, enrolmentId, proposals, wish: 'How would I show more of it?', now }),
  );
  if (!asked.ok) throw new Error(`No talk: ${asked.reason}`);
  return asked.id;
}

/** Asks for other evidence for the first requirement. */
async function askOther(site: TestSite, { id: personId }: Person, enrolmentId: string): Promise<{ id: string }> {
  const workspace = await findWorkspace(site.db, personId, enrolmentId);
  const requirementKey = workspace?.definition.parts[0]?.requirements[0]?.id ?? '';
  const request = { reason: 'The class has moved on.', proposal: 'The minutes of the team.', now: site.deps.now() };
  const asked = await act(site, (trx) => askAgreement(trx, { personId, enrolmentId, requirementKey, ...request }));
  if (!asked.ok) throw new Error(`Not asked: ${asked.reason}`);
  return site.db
    .selectFrom('evidence_agreements')
    .select('id')
    .where('enrolment_id', '=', enrolmentId)
    .executeTakeFirstOrThrow();
}
