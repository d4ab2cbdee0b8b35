import { openKeys } from '#domain/attempt/progress.ts';
import { findRequirement, listDetails } from '#domain/definition/outline.ts';
import { evidencePieces } from '#domain/evidence/registry.ts';
import { Moment } from '#ui/moment.tsx';
import { Status } from '#ui/status.tsx';
import { workPaths } from '../work/work-paths.ts';
import type { Workspace } from '../work/workspace.queries.ts';
import type { FlagOfWork } from './flags.queries.ts';

/** For the earner: what of their work is hidden, why, and what to do. */
export function OwnFlags({ workspace, flags }: { workspace: Workspace; flags: readonly FlagOfWork[] }) {
  if (flags.length === 0) return null;
  const { enrolment } = workspace;
  const paths = workPaths(enrolment.id);
  return (
    <section className="panel own-flags" aria-labelledby="own-flags-title">
      <h2 id="own-flags-title">Hidden for privacy</h2>
      <p>
        An assessor saw something here that could tell who a person is, and hid it. Nobody but you sees it now, and
        nothing of it is lost.
      </p>
      <ul className="rows">
        {flags.map((flag) => (
          <li key={flag.id}>
            <p>
              <Status name="hidden" /> <Where workspace={workspace} flag={flag} />, in attempt {flag.number}
            </p>
            <p>{flag.reason}</p>
            {enrolment.state === 'working' && isDone(workspace, flag) && (
              <p>This is demonstrated already, so nothing need be done: it stays hidden.</p>
            )}
            <p className="meta">
              <Moment at={flag.raisedAt} />
            </p>
          </li>
        ))}
      </ul>
      <h3>What you can do</h3>
      {enrolment.state === 'working' && flags.every((flag) => isDone(workspace, flag)) ? (
        <p>Nothing need be done.</p>
      ) : enrolment.state === 'working' ? (
        <ul className="own-flags__steps">
          <li>
            In a text, put initials in the place of names. <a href={`${paths.review}#privacy`}>The name check</a> does
            it for a whole list.
          </li>
          <li>In a picture, black out the part: open the file’s page and choose “Black out a part”.</li>
          <li>Any other file: change it where it was made, then replace it.</li>
        </ul>
      ) : (
        <p>
          If a file needs a release, enter it in <a href="/consent">your consent register</a> and name it at the file:
          then the clock, which stands still, goes on. If the work comes back to you, change these places before you
          hand in again. If it can stay as it is, the assessor or a lead assessor of {workspace.issuer.name} can show it
          again.
        </p>
      )}
    </section>
  );
}

/** Whether what was hidden stands in evidence that is demonstrated and stays as it is. */
function isDone(workspace: Workspace, flag: FlagOfWork): boolean {
  const key = flag.requirement ?? workspace.artifacts.get(flag.artifactId ?? '')?.requirement;
  return key !== undefined && !openKeys(workspace).has(key);
}

function Where({ workspace, flag }: { workspace: Workspace; flag: FlagOfWork }) {
  const { definition, evidence, artifacts, enrolment } = workspace;
  const paths = workPaths(enrolment.id);
  if (flag.artifactId !== null) {
    return <a href={`${paths.artifacts}/${flag.artifactId}`}>{flag.fileName}</a>;
  }
  const requirement = findRequirement(definition, flag.requirement ?? '');
  if (!requirement) return <>A text</>;
  const context = { details: listDetails(definition), artifacts };
  const pieces = evidencePieces(requirement, evidence.get(requirement.id)?.data, context);
  const label = pieces.find(({ place }) => place === flag.place)?.label;
  return (
    <a href={`${paths.requirement(requirement.id)}#${flag.place ?? ''}`}>
      {requirement.title}
      {label && `: ${label}`}
    </a>
  );
}
