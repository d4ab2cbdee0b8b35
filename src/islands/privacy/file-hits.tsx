import { countOf } from '#domain/evidence/finding.ts';

export type FileHit = { id: string; name: string; found: string[] };

type FileHitsProps = {
  fileNames: readonly { id: string; name: string }[];
  hits: readonly FileHit[];
  progress: { done: number; of: number; unread: string[] } | undefined;
  artifactsUrl: string;
};

/** Names in the names of files, and in what can be read of them: to change where the file was made. */
export function FileHits({ fileNames, hits, progress, artifactsUrl }: FileHitsProps) {
  return (
    <section className="name-hits" aria-label="Names in files">
      <p className="name-hits__head">
        <strong>Files</strong>
        {progress && (
          <span className="meta" role="status">
            {progress.done < progress.of
              ? `Looking into ${progress.done + 1} of ${progress.of}…`
              : `${countOf(progress.of, 'document')} looked into`}
          </span>
        )}
      </p>
      {fileNames.length + hits.length === 0 ? (
        <p>No name stands in the name of a file, or in what can be read of one.</p>
      ) : (
        <ul>
          {fileNames.map(({ id, name }) => (
            <li key={`name-${id}`}>
              <a href={`${artifactsUrl}/${id}`}>{name}</a>: in the name of the file. Give it another name and replace
              it.
            </li>
          ))}
          {hits.map(({ id, name, found }) => (
            <li key={id}>
              <a href={`${artifactsUrl}/${id}`}>{name}</a>: {countOf(found.length, 'name')} (
              {[...new Set(found)].slice(0, 5).join(', ')}
              {new Set(found).size > 5 && ' …'}). Change it where it was made, then replace it.
            </li>
          ))}
        </ul>
      )}
      {progress && progress.unread.length > 0 && (
        <p className="meta">Not readable here, so look yourself: {progress.unread.join(', ')}.</p>
      )}
      <p className="hint">Names in pictures, recordings and scanned pages can’t be found this way.</p>
    </section>
  );
}
