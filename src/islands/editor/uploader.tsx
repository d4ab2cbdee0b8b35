import { Upload } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { acceptAttribute } from '#domain/evidence/file-endings.ts';
import { type FileType, describeFileTypes, formatBytes } from '#domain/evidence/file-types.ts';
import type { EditorArtifact } from './editor-props.ts';
import { CameraButtons } from './uploads/camera-buttons.tsx';
import { useUploads } from './uploads/page-uploads.ts';
import { UnfinishedUploads } from './uploads/unfinished-uploads.tsx';
import { UploadNews } from './uploads/upload-news.tsx';
import { UploadRefusals } from './uploads/upload-refusals.tsx';
import { UploadRows } from './uploads/upload-rows.tsx';
import { useFileDrop } from './uploads/use-file-drop.ts';

type UploaderProps = {
  id: string;
  /** Of the file field, for a form that posts without JavaScript. */
  name: string;
  label: ReactNode;
  url: string;
  accept: readonly FileType[];
  maxMegabytes: number;
  /** Set where the page says once, for many such fields, what they take; each then takes only what is dropped on itself. */
  isBrief?: boolean;
  onAdded: (artifacts: EditorArtifact[]) => void;
};

/** A file field that sends at once what is chosen, dropped or recorded, and goes on where it broke off. */
export function Uploader({ id, name, label, url, accept, maxMegabytes, isBrief = false, onAdded }: UploaderProps) {
  const uploads = useUploads({ id, url, limits: { accept, maxMegabytes }, onAdded });
  const field = useRef<HTMLDivElement>(null);
  const isOver = useFileDrop(field, !isBrief, uploads.take);
  const files = accept.filter((type) => type !== 'link');
  const isRefused = uploads.items.some(({ state }) => state === 'refused');
  return (
    <div ref={field} className={isOver ? 'uploader uploader--over' : 'uploader'} data-takes-files>
      {!isBrief && <UnfinishedUploads id={id} uploads={uploads} />}
      <label htmlFor={id}>
        <Upload aria-hidden="true" size={18} strokeWidth={1.75} /> {label}
      </label>
      <p id={`${id}-hint`} className="hint">
        {isBrief ? 'Up' : `${capital(describeFileTypes(files))}, up`} to {formatBytes(maxMegabytes * 1e6)} each
      </p>
      <input
        id={id}
        name={name}
        type="file"
        multiple
        accept={acceptAttribute(accept)}
        className="file-input"
        aria-describedby={isRefused ? `${id}-hint ${id}-refused` : `${id}-hint`}
        aria-invalid={isRefused ? true : undefined}
        onChange={(event) => {
          const chosen = [...(event.target.files ?? [])];
          event.target.value = '';
          uploads.take(chosen);
        }}
      />
      <CameraButtons id={id} accept={accept} onFiles={uploads.take} />
      <UploadRows uploads={uploads} />
      <UploadNews items={uploads.items} />
      <div role="status" className="upload-said">
        {uploads.items.map((item) =>
          item.state === 'done' ? (
            <p key={item.id} className="status status--good">
              “{item.name}” is handed in.
            </p>
          ) : null,
        )}
      </div>
      <UploadRefusals id={`${id}-refused`} items={uploads.items} />
    </div>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
