import { ArrowRight } from 'lucide-react';
import { formatMinutes } from '#domain/effort/estimate.ts';
import type { SizedStep } from '#domain/effort/next-steps.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { findingHref, workPaths } from './work-paths.ts';
import type { Workspace } from './workspace.queries.ts';

type StepProps = { workspace: Workspace; step: SizedStep };

/** What to do next, as one sentence, the time that it takes, and one link. */
export function NextStepLink({ workspace, step }: StepProps) {
  const { text, href, label } = describe(workspace, step);
  return (
    <div className="next-step">
      <p className="next-step__what">
        {text} <span className="next-step__size">{sizeOf(step)}</span>
      </p>
      <a href={href} className="btn btn-primary">
        {label} <ArrowRight aria-hidden="true" size={16} />
      </a>
    </div>
  );
}

/** The same as one link, for lists. */
export function StepLink({ workspace, step }: StepProps) {
  const { text, href } = describe(workspace, step);
  return (
    <>
      <a href={href}>{text.replace(/\.$/u, '')}</a> <span className="meta">{sizeOf(step)}</span>
    </>
  );
}

/** "About 25 minutes, going by 23 others." */
function sizeOf({ size }: SizedStep): string | undefined {
  if (!size || size.minutes === 0) return undefined;
  const time = formatMinutes(size.minutes);
  const basis =
    size.of && (size.of.from === 'others' ? `, going by ${countOf(size.of.n, 'other')}` : ', the issuer expects');
  return `${time.charAt(0).toUpperCase()}${time.slice(1)}${basis ?? ''}.`;
}

function describe(workspace: Workspace, step: SizedStep): { text: string; href: string; label: string } {
  const { enrolment, issuer, talks } = workspace;
  const paths = workPaths(enrolment.id);
  switch (step.kind) {
    case 'mend':
      return {
        text: `${step.finding.message}.`,
        href: findingHref(paths, step.requirement.id, step.finding),
        label: step.requirement.title,
      };
    case 'revise':
      if (workspace.returnedFor)
        return {
          text: `Something is missing in “${step.requirement.title}”. Read what it is and mend it.`,
          href: paths.requirement(step.requirement.id),
          label: 'Read and mend',
        };
      return {
        text: `Read what the assessor says of “${step.requirement.title}” and revise it.`,
        href: paths.requirement(step.requirement.id),
        label: 'Read and revise',
      };
    case 'talk': {
      if (!step.isAsked) {
        const text = `Ask ${issuer.name} for a talk with a coach: it comes before your next attempt.`;
        return { text, href: paths.talk, label: 'Ask for a talk' };
      }
      if (talks.some(({ state, offers }) => state === 'asked' && offers.length > 0))
        return { text: 'Choose one of the times that a coach offers you.', href: paths.talk, label: 'Choose a time' };
      const text = 'A coach will answer when you can talk. Then you can hand in.';
      return { text, href: paths.talk, label: 'See what you asked' };
    }
    case 'appeal': {
      const text = 'Your appeal is being looked at. You can hand in again once it is answered, or withdraw it.';
      return { text, href: paths.appeal(enrolment.attemptsCount), label: 'See your appeal' };
    }
    case 'submit':
      return {
        text: 'Everything that is asked for is there. Read it through as the assessor will see it, then hand it in.',
        href: paths.review,
        label: 'Review and hand in',
      };
  }
}
