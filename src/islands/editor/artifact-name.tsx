import { formatBytes } from '#domain/evidence/file-types.ts';
import { countOf } from '#domain/evidence/finding.ts';
import type { EditorArtifact } from './editor-props.ts';

/** A file or link by name, opening in a new tab, with its size and pages. */
export function ArtifactName({ artifact, files }: { artifact: EditorArtifact; files: string }) {
  const measure = [
    artifact.size === null ? undefined : formatBytes(artifact.size),
    artifact.pages === null ? undefined : countOf(artifact.pages, 'page'),
    artifact.kind === 'link' ? 'link' : undefined,
  ];
  return (
    <span className="artifact-name">
      <a href={artifact.url ?? `${files}/${artifact.id}`} target="_blank" rel="noopener noreferrer nofollow">
        {artifact.name}
        <span className="sr-only"> (opens in a new tab)</span>
      </a>{' '}
      <span className="artifact-measure">{measure.filter(Boolean).join(', ')}</span>
    </span>
  );
}
