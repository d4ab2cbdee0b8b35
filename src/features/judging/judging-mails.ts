import { type CompletenessReason, completenessCodes } from '#domain/assessment/completeness.ts';
import { findRequirement } from '#domain/definition/outline.ts';
import type { Definition } from '#domain/definition/schema.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { composeMail } from '#platform/compose-mail.ts';
import type { Message } from '#platform/mail.ts';
import type { Judging } from './judging.queries.ts';

type Told = {
  judging: Pick<Judging, 'enrolmentId' | 'number' | 'earner'>;
  definition: Definition;
  baseUrl: string;
};

/**
 * Tells the earner that something came back and where to read it; what is earned is told with its award. Comments stay
 * on the page, which only they can open. `open`: look-fors that are Almost or No; `unjudged`: those under a condition.
 */
export function feedbackMail(
  { judging, definition, baseUrl }: Told,
  counts: { open: number; unjudged: number },
): Message {
  const { open, unjudged } = counts;
  const are = (count: number) => (count === 1 ? 'is' : 'are');
  return composeMail({
    to: judging.earner.email,
    subject: `Feedback on ${definition.title}`,
    paragraphs: [
      `Hello ${judging.earner.name},`,
      [
        `Your attempt ${judging.number} of “${definition.title}” has been assessed.`,
        ...(open > 0 ? [`${countOf(open, 'look-for')} ${are(open)} not there yet.`] : []),
        ...(unjudged > 0
          ? [`${countOf(unjudged, 'look-for')} could not be judged, for a reason that is said there.`]
          : []),
        'What is demonstrated stays demonstrated.',
      ].join(' '),
      'Each one comes with a comment that says what to do. Revise only those and hand in again when you are ready.',
    ],
    action: { label: 'Read the feedback', url: attemptUrl(judging, baseUrl) },
  });
}

/** Tells the earner why an attempt came back before anybody judged it; what was noted beside it stands on the page. */
export function incompleteMail(
  { judging, definition, baseUrl }: Told,
  reasons: readonly CompletenessReason[],
): Message {
  return composeMail({
    to: judging.earner.email,
    subject: `${definition.title}: one thing before it can be judged`,
    paragraphs: [
      `Hello ${judging.earner.name},`,
      `Your attempt ${judging.number} of “${definition.title}” can’t be judged as it is. Nobody has judged the work itself, and this attempt does not count.`,
      ...reasons.map(({ requirement, code }) => {
        const title = findRequirement(definition, requirement)?.title ?? requirement;
        const { label, fix } = completenessCodes[code];
        return `${title}: ${label.toLowerCase()}. ${fix}`;
      }),
      'Everything else is as you left it. Mend this and hand in again.',
    ],
    action: { label: 'Open your work', url: `${baseUrl}/work/${judging.enrolmentId}` },
  });
}

/** Tells the earner, who may have had a mail already, that what it spoke of is being looked at once more. */
export function recallMail({ judging, definition, baseUrl }: Told, what: 'decided' | 'returned' = 'decided'): Message {
  const attempt = `attempt ${judging.number} of “${definition.title}”`;
  return composeMail({
    to: judging.earner.email,
    subject: `${definition.title}: your feedback follows a little later`,
    paragraphs: [
      `Hello ${judging.earner.name},`,
      what === 'decided'
        ? `The feedback on your ${attempt} was taken back before you read it, to be looked at once more. You need not do anything: you get a mail when it is there.`
        : `Your ${attempt} was sent back by mistake. It is with the assessors again as you handed it in. You need not do anything: you get a mail when it is judged.`,
    ],
    action: { label: 'Open the attempt', url: attemptUrl(judging, baseUrl) },
  });
}

function attemptUrl({ enrolmentId, number }: Told['judging'], baseUrl: string): string {
  return `${baseUrl}/work/${enrolmentId}/attempts/${number}`;
}
