import { artifactFacts } from '#domain/evidence/artifact/artifact-facts.ts';
import type { EditorArtifact } from './editor-props.ts';

/** A file by name, opening in its viewer, or a link in a new tab; with what is known of it. */
export function ArtifactName({ artifact, files }: { artifact: EditorArtifact; files: string }) {
  return (
    <span className="artifact-name">
      {artifact.url === null ? (
        <a href={`${files}/${artifact.id}/view`} data-view={artifact.name}>
          {artifact.name}
        </a>
      ) : (
        <a href={artifact.url} target="_blank" rel="noopener noreferrer nofollow">
          {artifact.name}
          <span className="sr-only"> (opens in a new tab)</span>
        </a>
      )}{' '}
      <span className="artifact-measure">{artifactFacts(artifact).join(', ')}</span>
    </span>
  );
}
