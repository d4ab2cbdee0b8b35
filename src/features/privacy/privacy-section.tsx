import { openKeys } from '#domain/attempt/progress.ts';
import { mediaPlace } from '#domain/checks/media.ts';
import { listDetails, listRequirements } from '#domain/definition/outline.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { evidenceArtifactIds } from '#domain/evidence/registry.ts';
import { type PrivacyFinding, privacyFindings } from '#domain/privacy/privacy-findings.ts';
import { NameGate } from '#islands/privacy/name-gate.tsx';
import { Island } from '#ui/island.tsx';
import { Status } from '#ui/status.tsx';
import { workPaths } from '../work/work-paths.ts';
import type { Workspace } from '../work/workspace.queries.ts';

/** Before handing in: what could tell who somebody is. It never keeps anybody from handing in. */
export function PrivacySection({ workspace }: { workspace: Workspace }) {
  const { definition, evidence, artifacts, enrolment } = workspace;
  const details = listDetails(definition);
  const made = listRequirements(definition).flatMap((requirement) => {
    const item = evidence.get(requirement.id);
    return item ? [{ requirement, data: item.data, revision: item.revision }] : [];
  });
  const findings = privacyFindings(made, { details, artifacts });
  const open = openKeys(workspace);
  const paths = workPaths(enrolment.id);
  const used = new Set(made.flatMap(({ requirement, data }) => evidenceArtifactIds(requirement, data)));
  return (
    <section className="section privacy" id="privacy" aria-labelledby="privacy-title">
      <h2 id="privacy-title">Privacy</h2>
      <p className="lead">
        Nobody should learn from your evidence who a student is, or a colleague who did not agree. Look it through
        before it leaves your hands.
      </p>
      {findings.length === 0 ? (
        <p>
          <Status name="complete" word="Nothing seen" /> No addresses, numbers or details of files stand out.
        </p>
      ) : (
        <>
          <h3>{countOf(findings.length, 'thing')} to look at</h3>
          <ul className="checklist-findings">
            {findings.map((finding, index) => (
              <li key={index}>
                <Status name="advice" /> <a href={hrefOf(finding, workspace)}>{finding.message}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>Names</h3>
      <noscript>
        <p className="alert alert-info">
          Looking for names needs JavaScript: the list of names never leaves your browser, so no server can look for
          you. Without it, use the checklist below and your browser’s search (Ctrl+F) for each name.
        </p>
      </noscript>
      <Island
        name="name-gate"
        component={NameGate}
        props={{
          keepAs: `tessera:names:${workspace.enrolment.personId}:${enrolment.id}`,
          details,
          artifacts: [...artifacts.values()]
            .filter(({ id }) => used.has(id))
            .map(({ id, kind, name, mediaType, size, pages }) => ({ id, kind, name, mediaType, size, pages })),
          filesUrl: '/artifacts',
          artifactsUrl: paths.artifacts,
          made: made.map(({ requirement, data, revision }) => ({
            requirement,
            data,
            revision,
            url: paths.requirement(requirement.id),
            isOpen: enrolment.state === 'working' && open.has(requirement.id),
          })),
        }}
      />
      <details className="privacy__checklist">
        <summary>A checklist for privacy</summary>
        <ul>
          <li>Students stand by initials or a made-up name, in every text and in the names of files.</li>
          <li>No photo shows a name tag, a screen, a register or a wall with names. Black out what does.</li>
          <li>Work of students shows no name, class list or number in a corner or header.</li>
          <li>
            Tables of results hold no rows of single students, and no group so small that one can be told from it.
          </li>
          <li>Recordings: names that are called can be heard. Cut them, or have a release that covers names.</li>
          <li>Colleagues and parents who can be recognised have agreed, and the register of releases says so.</li>
          <li>What a file says of its authors and its place is removed where nobody needs it.</li>
        </ul>
      </details>
    </section>
  );
}

function hrefOf({ at, code }: PrivacyFinding, { enrolment, artifacts }: Workspace): string {
  const paths = workPaths(enrolment.id);
  if ('requirement' in at) return `${paths.requirement(at.requirement)}#${at.place}`;
  if (code === 'media-unanswered') {
    return `${paths.requirement(artifacts.get(at.artifact)?.requirement ?? '')}#${mediaPlace(at.artifact)}`;
  }
  return `${paths.artifacts}/${at.artifact}`;
}
