import { mediaOf, mediaPlace } from '#domain/checks/media.ts';
import { holds, releaseState } from '#domain/consent/release.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import { evidenceArtifactIds } from '#domain/evidence/registry.ts';
import { Status } from '#ui/status.tsx';
import { workPaths } from '../work/work-paths.ts';
import type { DraftArtifact, Workspace } from '../work/workspace.queries.ts';
import { listCovers, releaseKindWords, releaseStateWords } from './consent-words.ts';
import type { OwnRelease } from './consent.queries.ts';

type MediaSectionProps = {
  workspace: Workspace;
  requirement: Requirement;
  /** All of the earner’s. */
  releases: readonly OwnRelease[];
  now: Date;
};

/** The pictures, films and recordings of a requirement’s evidence. */
export function listMedia({ artifacts, evidence }: Workspace, requirement: Requirement): DraftArtifact[] {
  const used = new Set(evidenceArtifactIds(requirement, evidence.get(requirement.id)?.data));
  return [...artifacts.values()].filter(
    (artifact) =>
      (used.has(artifact.id) || artifact.requirement === requirement.id) &&
      mediaOf(artifact, requirement.releases === 'required') !== undefined,
  );
}

/** Whether each of them shows people, and the releases that it rests on. */
export function MediaSection(props: MediaSectionProps) {
  const { workspace, requirement } = props;
  if (requirement.releases === 'none') return null;
  const media = listMedia(workspace, requirement);
  return (
    <section className="section people" id="media" aria-labelledby="media-title" hidden={media.length === 0}>
      <h2 id="media-title">Who is seen and heard</h2>
      <p className="muted measure">
        Pictures, films and recordings of people rest on their releases.{' '}
        {requirement.releases === 'required'
          ? 'Here they are needed before you can hand in.'
          : 'Say so of each; your issuer may ask.'}{' '}
        <a href="/consent">Your consent register</a>
      </p>
      <ul className="rows" data-media-list>
        {media.map((artifact) => (
          <Media key={artifact.id} {...props} artifact={artifact} />
        ))}
      </ul>
    </section>
  );
}

function Media({ workspace, requirement, releases, now, artifact }: MediaSectionProps & { artifact: DraftArtifact }) {
  const paths = workPaths(workspace.enrolment.id);
  const named = workspace.people.releases[artifact.id] ?? [];
  const isNamed = new Set(named.map(({ id }) => id));
  const choosable = releases.filter((release) => isNamed.has(release.id) || holds(release, now.toISOString()));
  const media = mediaOf(artifact, requirement.releases === 'required');
  const place = mediaPlace(artifact.id);
  const back = `${paths.requirement(requirement.id)}#${place}`;
  const isRecording = artifact.kind === 'file' && media !== 'image';
  return (
    <li id={place} tabIndex={-1}>
      <form method="post" action={`${paths.artifacts}/${artifact.id}/people`} className="media-form">
        <input type="hidden" name="requirement" value={requirement.id} />
        <fieldset>
          <legend>
            {media === 'audio' ? 'Can people be heard in' : 'Does it show people?'}{' '}
            <span className="media-form__name">“{artifact.name}”</span>
            {media === 'audio' && '?'}
          </legend>
          <div className="choices">
            <label className="choice">
              <input type="radio" name="shows" value="yes" defaultChecked={artifact.showsPeople === true} /> Yes
            </label>
            <label className="choice">
              <input type="radio" name="shows" value="no" defaultChecked={artifact.showsPeople === false} /> No
            </label>
          </div>
        </fieldset>
        {choosable.length > 0 && (
          <details open={artifact.showsPeople === true} className="media-form__releases">
            <summary>Releases that it rests on</summary>
            <ul>
              {choosable.map((release) => {
                const state = releaseState(release, now.toISOString());
                return (
                  <li key={release.id}>
                    <label className="choice">
                      <input
                        type="checkbox"
                        name="release"
                        value={release.id}
                        defaultChecked={isNamed.has(release.id)}
                      />
                      <span>
                        {release.subject}{' '}
                        <span className="meta">
                          {releaseKindWords[release.kind].toLowerCase()}; {listCovers(release.covers).toLowerCase()}
                        </span>
                      </span>
                    </label>
                    {state !== 'valid' && <Status {...releaseStateWords[state]} />}
                  </li>
                );
              })}
            </ul>
          </details>
        )}
        <p className="people__acts">
          <button type="submit" className="btn btn-sm">
            Keep this<span className="sr-only"> for {artifact.name}</span>
          </button>
          <a href={`/consent/releases/new?${new URLSearchParams({ next: back }).toString()}`}>
            Add a release<span className="sr-only"> for {artifact.name}</span>
          </a>
          {isRecording && artifact.captions.length === 0 && (
            <a href={`${paths.artifacts}/${artifact.id}#captions-title`}>
              Add captions<span className="sr-only"> to {artifact.name}</span>
            </a>
          )}
        </p>
      </form>
    </li>
  );
}
