import { progressOf } from '#domain/attempt/progress.ts';
import { findRequirement, listDetails } from '#domain/definition/outline.ts';
import { artifactFacts, isRecording } from '#domain/evidence/artifact/artifact-facts.ts';
import { acceptAttribute } from '#domain/evidence/file-endings.ts';
import { describeFileTypes, formatBytes } from '#domain/evidence/file-types.ts';
import type { Finding } from '#domain/evidence/finding.ts';
import { formatLocator } from '#domain/evidence/locator.ts';
import { isStrippable } from '#domain/evidence/strippable.ts';
import { isRedactable } from '#domain/privacy/regions.ts';
import { evidencePieces } from '#domain/evidence/registry.ts';
import { type FormErrors, ErrorSummary } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Moment } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { ArtifactNotes } from '#islands/editor/artifact-notes.tsx';
import { workPaths } from '../work/work-paths.ts';
import type { DraftArtifact, Workspace } from '../work/workspace.queries.ts';
import { cleanRefusals } from './clean-artifact.ts';
import type { ArtifactVersion } from './versions.queries.ts';

type FilePageProps = {
  context: PageContext;
  workspace: Workspace;
  requirementKey: string;
  /** All of them, newest first, this one among them. */
  versions: readonly ArtifactVersion[];
  version: ArtifactVersion;
  /** Whether the work that it belongs to may be changed. */
  isOpen: boolean;
  /** Set just after it took the place of the version before. */
  isReplaced?: boolean;
  errors?: FormErrors;
};

/** One file of the earner’s: what is known of it, where it is used, its versions, and what can be done with it. */
export function FilePage(props: FilePageProps) {
  const { context, workspace, requirementKey, versions, version, isOpen, isReplaced = false, errors = [] } = props;
  const paths = workPaths(workspace.enrolment.id);
  const artifact = workspace.artifacts.get(version.id);
  const requirement = findRequirement(workspace.definition, requirementKey);
  const editor = paths.requirement(requirementKey);
  const before = versions[versions.indexOf(version) + 1];
  const current = versions.find((one) => one.isCurrent);
  return (
    <Layout context={context} title={`${version.name}, ${workspace.definition.title}`} hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/work">My work</a>
        <a href={paths.home}>{workspace.definition.title}</a>
        <a href={editor}>{requirement?.title}</a>
      </nav>
      <header className="page-head">
        <h1 className="file-title">{version.name}</h1>
        <p className="lead">{artifactFacts(artifact ?? { ...version, pages: null }).join(', ')}</p>
      </header>
      <ErrorSummary errors={errors} />
      {isReplaced && before && (
        <form method="post" action={`${paths.artifacts}/${version.id}/replace`} className="alert alert-success">
          <input type="hidden" name="undo" value="1" />
          <p>
            It took the place of “{before.name}”, wherever your evidence pointed into that.{' '}
            {before.isPrivate && 'That one is kept from everyone but you now. '}
            <button type="submit" className="link-button">
              Undo
            </button>
          </p>
        </form>
      )}
      {!version.isCurrent && (
        <p className="alert alert-info">
          {current ? (
            <>
              This is an older version. <a href={`${paths.artifacts}/${current.id}`}>Go to the one in use</a>.
            </>
          ) : (
            'This was removed from your evidence.'
          )}
        </p>
      )}
      <p className="actions">
        <a
          className="btn btn-primary"
          href={version.kind === 'link' ? (version.url ?? '') : `/artifacts/${version.id}`}
        >
          Open it
        </a>
        <a className="btn" href={editor}>
          Back to {requirement?.title}
        </a>
        {artifact && isOpen && isRedactable(artifact.mediaType) && (
          <a className="btn" href={`${paths.artifacts}/${version.id}/redact`}>
            Black out a part
          </a>
        )}
      </p>
      {artifact && <ArtifactNotes artifact={artifact} />}
      {artifact && <Uses workspace={workspace} artifactId={artifact.id} now={context.now} />}
      {artifact && isOpen && requirement && 'accept' in requirement.rules && (
        <section className="section" aria-labelledby="replace-title">
          <h2 id="replace-title">Replace it by a new version</h2>
          <form method="post" action={`${paths.artifacts}/${version.id}/replace`} encType="multipart/form-data">
            <div className={errors.length > 0 ? 'field field--error' : 'field'}>
              <label htmlFor="file">New version</label>
              <p id="file-hint" className="hint">
                {capital(describeFileTypes(requirement.rules.accept.filter((type) => type !== 'link')))}, up to{' '}
                {formatBytes(requirement.rules.maxMegabytes * 1e6)}. Your notes and the places that you pointed at stay;
                attempts that used the old version keep it.
              </p>
              <input
                id="file"
                name="file"
                type="file"
                className="file-input"
                required
                accept={acceptAttribute(requirement.rules.accept)}
                aria-describedby="file-hint"
                aria-invalid={errors.length > 0 ? true : undefined}
              />
            </div>
            <button type="submit" className="btn btn-primary mt-4">
              Replace it
            </button>
          </form>
        </section>
      )}
      {artifact?.kind === 'file' && isOpen && (
        <TeamWork artifact={artifact} path={`${paths.artifacts}/${version.id}/team`} />
      )}
      {artifact && isOpen && <Metadata artifact={artifact} path={`${paths.artifacts}/${version.id}/clean`} />}
      {artifact && isRecording(artifact) && (
        <Captions artifact={artifact} path={`${paths.artifacts}/${version.id}/captions`} isOpen={isOpen} />
      )}
      {artifact && isOpen && (
        <form method="post" action={`${paths.artifacts}/${version.id}/remove`} className="section">
          <button type="submit" className="btn">
            Remove it from my evidence
          </button>
        </form>
      )}
      {versions.length > 1 && <Versions versions={versions} version={version} artifactsPath={paths.artifacts} />}
    </Layout>
  );
}

/** Every place of the evidence that points into it, and what the checks say of that place. */
function Uses({ workspace, artifactId, now }: { workspace: Workspace; artifactId: string; now: Date }) {
  const paths = workPaths(workspace.enrolment.id);
  const context = { details: listDetails(workspace.definition), artifacts: workspace.artifacts };
  const uses = progressOf(workspace, now).flatMap(({ requirement, findings }) =>
    evidencePieces(requirement, workspace.evidence.get(requirement.id)?.data, context).flatMap((piece) => {
      const places = piece.pointers.filter((pointer) => pointer.artifact === artifactId);
      return places.length === 0 ? [] : [{ requirement, piece, places, findings: findingsOf(findings, piece.place) }];
    }),
  );
  return (
    <section className="section" aria-labelledby="uses-title">
      <h2 id="uses-title">Where it is used</h2>
      {uses.length === 0 && <p>Nowhere yet.</p>}
      <ul className="rows file-uses">
        {uses.map(({ requirement, piece, places, findings }) => (
          <li key={requirement.id + piece.place}>
            <a href={`${paths.requirement(requirement.id)}#${piece.place}`}>
              {requirement.title}: {piece.label}
            </a>
            , {places.map(({ locator }) => formatLocator(locator)).join('; ')}
            {findings.map((finding) => (
              <p key={finding.code + finding.message}>
                <Status name={finding.level} /> {finding.message}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A finding may speak of a field within the place. */
function findingsOf(findings: readonly Finding[], place: string): Finding[] {
  return findings.filter((finding) => finding.place === place || finding.place.startsWith(`${place}-`));
}

function Metadata({ artifact, path }: { artifact: DraftArtifact; path: string }) {
  if (artifact.metadata.length === 0) return null;
  return (
    <section className="section" aria-labelledby="metadata-title">
      <h2 id="metadata-title">What the file says of where and by whom it was made</h2>
      <dl className="facts">
        {artifact.metadata.map(({ label, value }) => (
          <div key={label + value}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {isStrippable(artifact.mediaType) ? (
        <form method="post" action={path}>
          <button type="submit" className="btn mt-4">
            Remove where and by whom it was made
          </button>
        </form>
      ) : (
        <p className="hint">{cleanRefusals['not-here']}</p>
      )}
    </section>
  );
}

/** Whether it was made together with colleagues: then the same file in their work is as it should be. */
function TeamWork({ artifact, path }: { artifact: DraftArtifact; path: string }) {
  return (
    <form method="post" action={path} className="section" id="team" aria-labelledby="team-title">
      <h2 id="team-title">Made by more than one</h2>
      <label className="choice">
        <input type="checkbox" name="team" value="yes" defaultChecked={artifact.teamWork} /> Made together with
        colleagues
      </label>
      <p className="hint">
        Say so if colleagues hand in the same file. Assessors see it, and nobody wonders why two files are the same.
      </p>
      <button type="submit" className="btn mt-4">
        Keep this
      </button>
    </form>
  );
}

function Captions({ artifact, path, isOpen }: { artifact: DraftArtifact; path: string; isOpen: boolean }) {
  return (
    <section className="section" aria-labelledby="captions-title">
      <h2 id="captions-title">Captions</h2>
      {artifact.captions.length === 0 ? (
        <p>None yet. With captions, people who can’t hear it can follow, and everyone finds a place faster.</p>
      ) : (
        <ul>
          {artifact.captions.map(({ id, label, language }) => (
            <li key={id}>
              {label} ({language})
            </li>
          ))}
        </ul>
      )}
      {isOpen && (
        <form method="post" action={path} encType="multipart/form-data" className="mt-4 file-captions">
          <div className="field">
            <label htmlFor="captions-file">Captions file</label>
            <p id="captions-hint" className="hint">
              WebVTT (.vtt), as recording programs save it
            </p>
            <input
              id="captions-file"
              name="captions"
              type="file"
              accept=".vtt,text/vtt"
              className="file-input"
              required
              aria-describedby="captions-hint"
            />
          </div>
          <div className="field">
            <label htmlFor="captions-language">Language</label>
            <p id="captions-language-hint" className="hint">
              Its short form, such as en or es
            </p>
            <input
              id="captions-language"
              name="language"
              className="input"
              defaultValue="en"
              maxLength={20}
              required
              aria-describedby="captions-language-hint"
            />
          </div>
          <div className="field">
            <label htmlFor="captions-label">What to call them</label>
            <input id="captions-label" name="label" className="input" defaultValue="English" maxLength={100} required />
          </div>
          <button type="submit" className="btn">
            Add the captions
          </button>
        </form>
      )}
    </section>
  );
}

function Versions({
  versions,
  version,
  artifactsPath,
}: {
  versions: readonly ArtifactVersion[];
  version: ArtifactVersion;
  artifactsPath: string;
}) {
  return (
    <section className="section" aria-labelledby="versions-title">
      <h2 id="versions-title">Versions</h2>
      <ol className="rows file-versions" reversed>
        {versions.map((one) => (
          <li key={one.id}>
            <a href={`${artifactsPath}/${one.id}`} aria-current={one === version ? 'page' : undefined}>
              {one.name}
            </a>{' '}
            <span className="artifact-measure">
              <Moment at={one.createdAt} />
              {one.size !== null && `, ${formatBytes(one.size)}`}
              {one.isCurrent && ', in use'}
              {one.isPrivate && ', kept from everyone but you'}
              {one.attempts.length > 0 && `, in attempt ${one.attempts.join(' and ')}`}
            </span>{' '}
            {one.kind === 'file' && (
              <a href={`/artifacts/${one.id}`}>
                Open<span className="sr-only"> the version of {one.createdAt.toISOString()}</span>
              </a>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
