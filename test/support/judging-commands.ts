/** Does what people can do to one piece of work between handing in and the award. */
import { NotFoundError } from '#platform/errors.ts';
import { raiseAppeal } from '../../src/features/appeals/raise-appeal.ts';
import { takeAppeal } from '../../src/features/appeals/take-appeal.ts';
import { withdrawAppeal } from '../../src/features/appeals/withdraw-appeal.ts';
import { issueAward } from '../../src/features/awards/issue-award.ts';
import { showNames } from '../../src/features/blind/show-names.ts';
import { claimAttempt } from '../../src/features/desk/claim-attempt.ts';
import { letGoAssessment } from '../../src/features/desk/let-go-assessment.ts';
import { checkCompleteness } from '../../src/features/judging/check-completeness.ts';
import { endAdjudication } from '../../src/features/judging/end-adjudication.ts';
import { readDecision } from '../../src/features/judging/read-decision.ts';
import { recallCheck } from '../../src/features/judging/recall-check.ts';
import { recallDecision } from '../../src/features/judging/recall-decision.ts';
import { releaseHeld } from '../../src/features/judging/release-decision.ts';
import { sendToAdjudication } from '../../src/features/judging/send-to-adjudication.ts';
import { waiveSecondSeat } from '../../src/features/judging/waive-second-seat.ts';
import { withdrawAttempt } from '../../src/features/judging/withdraw-attempt.ts';
import { declareFor } from '../../src/features/queue/declare-for.ts';
import { submitAttempt } from '../../src/features/work/submit-attempt.ts';
import type { Person } from './factories.ts';
import {
  type Result,
  asLead,
  complete,
  contestable,
  hire,
  latestAttempt,
  ownSeat,
  personOf,
  rate,
  toggleConcern,
  toggleRole,
  within,
} from './judging-deeds.ts';
import type { Command, World } from './judging-world.ts';

/** Whether the program did it; what it refuses is part of the game, what it fails at is not. */
export async function apply(world: World, command: Command): Promise<boolean> {
  try {
    const result = await act(world, command);
    return result?.ok !== false;
  } catch (error) {
    if (error instanceof NotFoundError) return false;
    throw error;
  }
}

async function act(world: World, command: Command): Promise<Result> {
  const { site, earner, enrolmentId, now } = world;
  const { baseUrl } = site.deps;
  const latest = await latestAttempt(world);
  const number = latest?.number ?? 0;
  const attemptId = latest?.id ?? enrolmentId;
  const leader = world.people[3] as Person;
  const lead = await asLead(world, leader);
  switch (command.kind) {
    case 'submit':
      return within(site, (trx) =>
        submitAttempt(trx, { person: earner, enrolmentId, number: number + 1, now, draw: command.draw }),
      );
    case 'hand-in': {
      const submitted = await act(world, { kind: 'submit', draw: command.draw });
      for (const by of [0, 1, 2, 3]) if (submitted?.ok) await apply(world, { kind: 'check', by, finds: false });
      return submitted;
    }
    case 'score': {
      const done = [];
      for (const [index, says] of command.says.entries())
        done.push(await apply(world, { kind: 'judge', by: (command.first + index) % world.people.length, says }));
      return { ok: done.includes(true) };
    }
    case 'check': {
      const reasons = command.finds ? [{ requirement: 'story', code: 'illegible' as const, note: '' }] : [];
      const assessor = await personOf(world, command.by);
      return within(site, (trx) => checkCompleteness(trx, { assessor, attemptId, reasons, now, baseUrl }));
    }
    case 'claim': {
      const assessor = await personOf(world, command.by);
      return within(site, (trx) => claimAttempt(trx, { assessor, attemptId, now }));
    }
    case 'rate':
      return rate(world, command.by, command.says);
    case 'complete':
      return complete(world, command.by);
    case 'judge': {
      const claimed = await act(world, { kind: 'claim', by: command.by });
      if (!claimed?.ok) return claimed;
      await rate(world, command.by, command.says);
      return complete(world, command.by);
    }
    case 'let-go': {
      const assessor = await personOf(world, command.by);
      const assessmentId = await ownSeat(world, assessor.id);
      return within(site, (trx) => letGoAssessment(trx, { assessor, assessmentId, now }));
    }
    case 'role':
      return toggleRole(world, world.people[command.by] as Person, command.by === 3 ? 'lead_assessor' : 'assessor');
    case 'release':
      return within(site, (trx) => releaseHeld(trx, { lead, attemptId, reason: 'Nobody else.', now, baseUrl }));
    case 'waive':
      return within(site, (trx) => waiveSecondSeat(trx, { lead, attemptId, reason: 'Nobody else.', now, baseUrl }));
    case 'end-adjudication':
      return within(site, (trx) => endAdjudication(trx, { lead, attemptId, reason: 'Nobody else.', now }));
    case 'recall-check':
      return within(site, (trx) =>
        recallCheck(trx, { lead, attemptId, to: command.to, reason: 'It is there.', now, baseUrl }),
      );
    case 'names':
      return within(site, (trx) => showNames(trx, { lead, attemptId, now }));
    case 'conflict': {
      const assessorId = (world.people[command.by] as Person).id;
      const conflict = { assessorId, issuerId: world.issuer.id, with: { attemptId }, reason: 'Family.' };
      await within(site, (trx) => declareFor(trx, { lead, ...conflict, now }));
      return undefined;
    }
    case 'desert': {
      for (const by of world.people.keys()) await apply(world, { kind: 'conflict', by });
      const waived = await apply(world, { kind: 'waive' });
      const ended = await apply(world, { kind: 'end-adjudication' });
      if (waived || ended) world.did(waived ? 'waive' : 'end-adjudication');
      return undefined;
    }
    case 'hire':
      return hire(world, command.by);
    case 'recall':
      return within(site, (trx) => recallDecision(trx, { lead, attemptId, reason: 'Again.', now, baseUrl }));
    case 'adjudicate':
      return within(site, (trx) =>
        sendToAdjudication(trx, { lead, attemptId, lookFors: command.lookFors, reason: 'Is it?' }),
      );
    case 'read':
      await readDecision(site.db, { personId: earner.id, enrolmentId, now });
      return undefined;
    case 'withdraw':
      return within(site, (trx) => withdrawAttempt(trx, { personId: earner.id, enrolmentId, number, now }));
    case 'appeal': {
      // Its page marks the decision as read.
      await readDecision(site.db, { personId: earner.id, enrolmentId, now });
      const appeal = { lookFors: await contestable(site, attemptId, command.lookFors), reason: 'It is there.' };
      return within(site, (trx) => raiseAppeal(trx, { personId: earner.id, enrolmentId, number, ...appeal, now }));
    }
    case 'withdraw-appeal':
      return within(site, (trx) => withdrawAppeal(trx, { personId: earner.id, enrolmentId, number, now }));
    case 'answer': {
      const taken = await within(site, (trx) =>
        takeAppeal(trx, { assessor: { ...lead, leadIssuerIds: lead.issuerIds }, attemptId, now }),
      );
      if (!taken?.ok) return { ok: false };
      await rate(world, 3, command.says);
      await site.db
        .updateTable('assessments')
        .set({ overall_comment: 'Looked at afresh.' })
        .where('id', '=', taken.assessmentId)
        .execute();
      return complete(world, 3);
    }
    case 'award':
      return issueAward(site.deps, { attemptId });
    case 'next-day':
      world.now = new Date(now.getTime() + 24 * 3600_000);
      return undefined;
    case 'concern':
      return toggleConcern(world, attemptId);
  }
}
