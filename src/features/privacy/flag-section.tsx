import type { Requirement } from '#domain/definition/schema.ts';
import { Moment } from '#ui/moment.tsx';
import { Status } from '#ui/status.tsx';
import type { Scoring } from '../desk/desk.queries.ts';
import { FlagForm, LiftForm } from './flag-form.tsx';
import { targetChoices } from './flaggable.queries.ts';

type FlagSectionProps = { scoring: Scoring; requirement: Requirement; viewerId: string | undefined };

/** Under the evidence of a requirement: what of it is hidden, and hiding more. */
export function FlagSection({ scoring, requirement, viewerId }: FlagSectionProps) {
  const choices = targetChoices(scoring, requirement);
  const flags = scoring.flags.filter((flag) => flag.requirement === requirement.id);
  return (
    <>
      {flags.length > 0 && (
        <ul className="rows privacy-flags">
          {flags.map((flag) => (
            <li key={flag.id}>
              <FlagLine flag={flag} what="A text" />
              {flag.raisedBy === viewerId && <LiftForm flag={flag} what={requirement.title} back={scoring.id} />}
            </li>
          ))}
        </ul>
      )}
      {choices.length > 0 && (
        <details className="privacy-flag">
          <summary>
            Hide something for privacy<span className="sr-only"> in {requirement.title}</span>
          </summary>
          <FlagForm attemptId={scoring.attemptId} groups={[{ choices }]} prefix={`hide-${requirement.id}`} />
        </details>
      )}
    </>
  );
}

/** The files that are hidden, above the evidence: one may serve several requirements. */
export function HiddenFiles({ scoring, viewerId }: Omit<FlagSectionProps, 'requirement'>) {
  const files = scoring.flags.filter(({ artifactId }) => artifactId !== null);
  if (files.length === 0) return null;
  return (
    <ul className="rows privacy-flags" aria-label="Files hidden for privacy">
      {files.map((flag) => (
        <li key={flag.id}>
          <FlagLine flag={flag} what="A file or link" />
          {flag.raisedBy === viewerId && <LiftForm flag={flag} what={flag.reason.slice(0, 60)} back={scoring.id} />}
        </li>
      ))}
    </ul>
  );
}

function FlagLine({ flag, what }: { flag: Scoring['flags'][number]; what: string }) {
  return (
    <p>
      <Status name="hidden" /> {what}: {flag.reason}{' '}
      <span className="meta">
        {flag.raisedByName}, <Moment at={flag.raisedAt} />
      </span>
    </p>
  );
}
