import { ArrowRight } from 'lucide-react';
import { type RequirementProgress, nextStep } from '#domain/attempt/progress.ts';
import type { Workspace } from './workspace.queries.ts';
import { findingHref, workPaths } from './work-paths.ts';

type NextStepProps = { workspace: Workspace; progress: readonly RequirementProgress[] };

/** What to do next, as one sentence and one link; nothing when it is not the earner's turn. */
export function NextStepLink({ workspace, progress }: NextStepProps) {
  const step = stepOf(workspace, progress);
  if (!step) return null;
  return (
    <p className="next-step">
      <span className="next-step__what">{step.text}</span>
      <a href={step.href} className="btn btn-primary">
        {step.label} <ArrowRight aria-hidden="true" size={16} />
      </a>
    </p>
  );
}

function stepOf({ enrolment }: Workspace, progress: readonly RequirementProgress[]) {
  if (enrolment.state !== 'working') return undefined;
  const paths = workPaths(enrolment.id);
  const step = nextStep(progress);
  switch (step.kind) {
    case 'mend':
      return {
        text: step.finding.message,
        href: findingHref(paths, step.requirement.id, step.finding),
        label: step.requirement.title,
      };
    case 'revise':
      return {
        text: `Read what the assessor says of “${step.requirement.title}” and revise it.`,
        href: paths.requirement(step.requirement.id),
        label: 'Read and revise',
      };
    case 'submit':
      return {
        text: 'Everything that is asked for is there. Read it through as the assessor will see it, then hand it in.',
        href: paths.review,
        label: 'Review and hand in',
      };
  }
}
