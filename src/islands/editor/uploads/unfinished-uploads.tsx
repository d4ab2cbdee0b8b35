import { useState } from 'react';
import { formatBytes } from '#domain/evidence/file-types.ts';
import { findSame } from './unfinished.ts';
import type { Uploads } from './page-uploads.ts';

/** Files whose sending broke off when the browser was closed: a page can’t open them again, so they are chosen anew. */
export function UnfinishedUploads({ id, uploads }: { id: string; uploads: Uploads }) {
  const [isOther, setIsOther] = useState(false);
  if (uploads.unfinished.length === 0) return null;
  const choose = (files: readonly File[]) => {
    const known = files.filter((file) => findSame(file, uploads.unfinished));
    setIsOther(known.length < files.length);
    if (known.length > 0) uploads.take(known);
  };
  return (
    <section className="unfinished" aria-labelledby={`${id}-unfinished`}>
      <h2 id={`${id}-unfinished`}>Begun, and not there yet</h2>
      <ul>
        {uploads.unfinished.map((upload) => (
          <li key={upload.id}>
            <span>
              {upload.name}: {formatBytes(upload.offset)} of {formatBytes(upload.size)} are there.
            </span>{' '}
            <button
              type="button"
              className="link-button"
              onClick={() => {
                uploads.throwAway(upload);
              }}
            >
              Throw away<span className="sr-only"> what is there of {upload.name}</span>
            </button>
          </li>
        ))}
      </ul>
      <label htmlFor={`${id}-again`}>Choose the file again to go on</label>
      <input
        id={`${id}-again`}
        type="file"
        multiple
        className="file-input"
        aria-describedby={isOther ? `${id}-other` : undefined}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          choose(files);
        }}
      />
      {isOther && (
        <p id={`${id}-other`} role="alert" className="field-error">
          That is another file, or it was changed since. Choose the very same one, or hand this one in below.
        </p>
      )}
    </section>
  );
}
