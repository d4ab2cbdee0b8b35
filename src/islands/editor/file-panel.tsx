import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { isRecording } from '#domain/evidence/artifact/artifact-facts.ts';
import { acceptAttribute } from '#domain/evidence/file-endings.ts';
import { isRedactable } from '#domain/privacy/regions.ts';
import { isStrippable } from '#domain/evidence/strippable.ts';
import { ArtifactName } from './artifact-name.tsx';
import { ArtifactNotes } from './artifact-notes.tsx';
import type { EditorArtifact } from './editor-props.ts';
import { cleanArtifact } from './send-files.ts';
import type { FileLimits } from './uploads/check-file.ts';
import { useUploads } from './uploads/page-uploads.ts';
import { UploadNews } from './uploads/upload-news.tsx';
import { UploadRefusals } from './uploads/upload-refusals.tsx';
import { UploadRows } from './uploads/upload-rows.tsx';

export type FilePanelProps = {
  artifact: EditorArtifact;
  urls: { artifacts: string; files: string; noReuse?: boolean };
  /** What the requirement that it was handed in for takes; without it the file can’t be replaced here. */
  limits: FileLimits | undefined;
  /** A new version is in its place on the server; the draft follows. */
  onReplaced: (old: EditorArtifact, next: EditorArtifact) => void;
  /** More buttons, such as one that removes it. */
  children?: ReactNode;
};

/**
 * One file or link of the earner’s: opening it, what is known of it, what in it tells too much, and a new version in its
 * place. What needs a form of its own is on the file’s page, and so is all of it without JavaScript.
 */
export function FilePanel({ artifact, urls, limits, onReplaced, children }: FilePanelProps) {
  const page = `${urls.artifacts}/${artifact.id}`;
  const isAlive = useAlive();
  const input = useRef<HTMLInputElement>(null);
  const id = `replace-${artifact.id}`;
  const uploads = useUploads({
    id,
    url: `${urls.artifacts}?requirement=${artifact.requirement}`,
    limits: limits ?? { accept: [], maxMegabytes: 0 },
    replaces: artifact.id,
    onAdded: ([next]) => {
      if (next) onReplaced(artifact, next);
    },
  });
  return (
    <div className="file-panel">
      <div className="handed-in__head">
        <ArtifactName artifact={artifact} files={urls.files} />
        <span className="file-panel__actions">
          {limits &&
            (isAlive ? (
              <button
                type="button"
                className="btn btn-sm"
                aria-label={`Replace: ${artifact.name}`}
                onClick={() => {
                  input.current?.click();
                }}
              >
                Replace
              </button>
            ) : (
              <a href={`${page}#replace-title`} className="btn btn-sm" aria-label={`Replace: ${artifact.name}`}>
                Replace
              </a>
            ))}
          {children}
        </span>
      </div>
      {limits && (
        <input
          ref={input}
          id={id}
          type="file"
          hidden
          accept={acceptAttribute(limits.accept)}
          aria-label={`New version of ${artifact.name}`}
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = '';
            uploads.take(files);
          }}
        />
      )}
      <ArtifactNotes artifact={artifact} />
      <Metadata artifact={artifact} page={page} isAlive={isAlive} onReplaced={onReplaced} />
      <p className="file-panel__more">
        <a href={page}>
          Details{artifact.replaces ? ' and older versions' : ''}
          <span className="sr-only"> of {artifact.name}</span>
        </a>
        {isRedactable(artifact.mediaType) && (
          <a href={`${page}/redact`}>
            Black out a part<span className="sr-only"> of {artifact.name}</span>
          </a>
        )}
        {isRecording(artifact) && (artifact.captions ?? []).length === 0 && (
          <a href={`${page}#captions-title`}>
            Add captions<span className="sr-only"> to {artifact.name}</span>
          </a>
        )}
      </p>
      <UploadRows uploads={uploads} />
      <UploadNews items={uploads.items} />
      <UploadRefusals id={`${id}-refused`} items={uploads.items} />
    </div>
  );
}

type MetadataProps = Pick<FilePanelProps, 'artifact' | 'onReplaced'> & { page: string; isAlive: boolean };

/** What in a file tells who or where, and a way to be rid of it. */
function Metadata({ artifact, page, isAlive, onReplaced }: MetadataProps) {
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const { metadata = [] } = artifact;
  if (metadata.length === 0) return null;
  const clean = async () => {
    setIsBusy(true);
    const answer = await cleanArtifact(`${page}/clean`);
    setIsBusy(false);
    const [next] = answer.added;
    setProblem(answer.refused[0]?.message);
    if (next) onReplaced(artifact, next);
  };
  return (
    <details className="file-metadata">
      <summary>It says where or by whom it was made</summary>
      <ul>
        {metadata.map(({ label, value }) => (
          <li key={label + value}>
            {label}: {value}
          </li>
        ))}
      </ul>
      {!isStrippable(artifact.mediaType) ? null : isAlive ? (
        <button type="button" className="btn btn-sm" disabled={isBusy} onClick={() => void clean()}>
          Remove where and by whom it was made
        </button>
      ) : (
        <a href={`${page}#metadata-title`}>Remove where and by whom it was made</a>
      )}
      {problem && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
    </details>
  );
}

/** Whether the page’s script has come. */
function useAlive(): boolean {
  const [isAlive, setIsAlive] = useState(false);
  useEffect(() => {
    setIsAlive(true);
  }, []);
  return isAlive;
}
