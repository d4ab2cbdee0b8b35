import { findRequirement } from '#domain/definition/outline.ts';
import { attestationState } from '#domain/attestation/attestation.ts';
import { Day } from '#ui/moment.tsx';
import { workPaths } from '../work/work-paths.ts';
import type { Workspace } from '../work/workspace.queries.ts';
import type { OwnCoaching } from './coaching.queries.ts';

type WhoSeesProps = { workspace: Workspace; coaching: OwnCoaching; now: Date };

/** Everyone who can see something of this work, what of it, and since when. */
export function WhoSees({ workspace, coaching, now }: WhoSeesProps) {
  const { enrolment, issuer, attempts } = workspace;
  const { coach } = workPaths(enrolment.id);
  const active = coaching.coaches.filter(({ state }) => state === 'active');
  const invited = coaching.coaches.filter(({ state }) => state === 'invited');
  const [first] = attempts;
  return (
    <section aria-labelledby="who-sees-title">
      <h2 id="who-sees-title" className="aside-title">
        Who can see this work
      </h2>
      <ul className="sees">
        <li>
          <strong>You</strong>
        </li>
        {active.map(({ id, name, account, acceptedAt }) => (
          <li key={id}>
            <strong>{account?.name ?? name}</strong>, coach
            <p className="meta">
              Reads your drafts and files and comments on them
              {acceptedAt && (
                <>
                  , since <Day at={acceptedAt} />
                </>
              )}
              .{' '}
              <a href={`${coach}#coach-${id}`}>
                End<span className="sr-only"> the coaching of {account?.name ?? name}</span>
              </a>
            </p>
          </li>
        ))}
        {invited.map(({ id, name }) => (
          <li key={id}>
            <strong>{name}</strong>, invited as coach
            <p className="meta">Sees nothing before they accept.</p>
          </li>
        ))}
        <Peers workspace={workspace} now={now} />
        <li>
          <strong>Assessors and administrators of {issuer.name}</strong>
          <p className="meta">
            {first ? (
              <>
                See what you handed in, since <Day at={first.submittedAt} />; not your drafts.
              </>
            ) : (
              'See what you hand in, once you do; not your drafts.'
            )}
          </p>
        </li>
      </ul>
      <p>
        Nobody else.{' '}
        {enrolment.state !== 'earned' || active.length > 0 ? (
          <a href={coach}>{coaching.coaches.length > 0 ? 'Your coaches' : 'Name a coach'}</a>
        ) : null}
      </p>
    </section>
  );
}

/** A link shows its requirement for as long as an answer is awaited. */
function Peers({ workspace, now }: Pick<WhoSeesProps, 'workspace' | 'now'>) {
  const asked = [...workspace.people.attestations.values()]
    .flat()
    .filter((one) => attestationState(one, now.toISOString()) === 'waiting');
  return asked.map(({ id, peerName, requirement }) => (
    <li key={id}>
      <strong>{peerName}</strong>, asked to confirm
      <p className="meta">
        Sees “{findRequirement(workspace.definition, requirement)?.title}” and its files until they answer.
      </p>
    </li>
  ));
}
