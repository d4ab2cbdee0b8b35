import { ArrowRight } from 'lucide-react';
import { formatMinutes } from '#domain/effort/estimate.ts';
import type { SizedStep } from '#domain/effort/next-steps.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { findingHref, workPaths } from './work-paths.ts';

/** What to do next, as one sentence, the time that it takes, and one link. */
export function NextStepLink({ enrolmentId, step }: { enrolmentId: string; step: SizedStep }) {
  const { text, href, label } = describe(enrolmentId, step);
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
export function StepLink({ enrolmentId, step }: { enrolmentId: string; step: SizedStep }) {
  const { text, href } = describe(enrolmentId, step);
  return (
    <>
      <a href={href}>{text.replace(/\.$/u, '')}</a> <span className="meta">{sizeOf(step)}</span>
    </>
  );
}

/** "About 25 minutes, going by 23 others." */
function sizeOf({ size }: SizedStep): string | undefined {
  if (!size) return undefined;
  const time = formatMinutes(size.minutes);
  const basis =
    size.of && (size.of.from === 'others' ? `, going by ${countOf(size.of.n, 'other')}` : ', the issuer expects');
  return `${time.charAt(0).toUpperCase()}${time.slice(1)}${basis ?? ''}.`;
}

function describe(enrolmentId: string, step: SizedStep): { text: string; href: string; label: string } {
  const paths = workPaths(enrolmentId);
  switch (step.kind) {
    case 'mend':
      return {
        text: `${step.finding.message}.`,
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
