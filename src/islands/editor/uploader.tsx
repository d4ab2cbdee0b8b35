import { Upload } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type FileType, describeFileTypes, formatBytes } from '#domain/evidence/file-types.ts';
import type { EditorArtifact } from './editor-props.ts';
import { sendFiles } from './send-files.ts';

type UploaderProps = {
  id: string;
  /** Of the file field, for a form that posts without JavaScript. */
  name: string;
  label: ReactNode;
  url: string;
  accept: readonly FileType[];
  maxMegabytes: number;
  /** Set where the page says once, for many such fields, what they take. */
  isBrief?: boolean;
  onAdded: (artifacts: EditorArtifact[]) => void;
};

type Sending = { id: number; name: string; part: number };

let sent = 0;

/** A file field that sends at once what is chosen or dropped, each file with its own bar. */
export function Uploader({ id, name, label, url, accept, maxMegabytes, isBrief, onAdded }: UploaderProps) {
  const [sending, setSending] = useState<Sending[]>([]);
  const [taken, setTaken] = useState<string[]>([]);
  const [refused, setRefused] = useState<string[]>([]);
  const [isOver, setIsOver] = useState(false);

  const send = async (files: File[]) => {
    setTaken([]);
    setRefused([]);
    for (const file of files) {
      sent += 1;
      const entry = { id: sent, name: file.name, part: 0 };
      setSending((all) => [...all, entry]);
      const form = new FormData();
      form.set('files', file);
      const answer = await sendFiles(url, form, (part) => {
        setSending((all) => all.map((one) => (one.id === entry.id ? { ...one, part } : one)));
      });
      setSending((all) => all.filter((one) => one.id !== entry.id));
      if (answer.added.length > 0) onAdded(answer.added);
      setTaken((all) => [...all, ...answer.added.map((added) => added.name)]);
      setRefused((all) => [...all, ...answer.refused.map(({ message }) => message)]);
    }
  };

  return (
    <div
      className={isOver ? 'uploader uploader--over' : 'uploader'}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => {
        setIsOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        void send([...event.dataTransfer.files]);
      }}
    >
      <label htmlFor={id}>
        <Upload aria-hidden="true" size={18} strokeWidth={1.75} /> {label}
      </label>
      <p id={`${id}-hint`} className="hint">
        {isBrief ? 'Up' : `${describeTypes(accept)}, up`} to {formatBytes(maxMegabytes * 1e6)} each
      </p>
      <input
        id={id}
        name={name}
        type="file"
        multiple
        className="file-input"
        aria-describedby={refused.length > 0 ? `${id}-hint ${id}-refused` : `${id}-hint`}
        aria-invalid={refused.length > 0 ? true : undefined}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          void send(files);
        }}
      />
      {sending.map((one) => (
        <p key={one.id} className="upload-progress">
          <span>
            {one.name}: {Math.round(one.part * 100)} %
          </span>
          <progress className="progress" value={one.part} max={1} aria-label={`Sending ${one.name}`} />
        </p>
      ))}
      <div role="status" className="upload-said">
        {taken.map((file, index) => (
          <p key={index} className="status status--good">
            “{file}” is handed in.
          </p>
        ))}
      </div>
      {refused.length > 0 && (
        <div role="alert" id={`${id}-refused`} className="upload-said">
          {refused.map((message, index) => (
            <p key={index} className="field-error">
              {message}
            </p>
          ))}
        </div>
      )}
    </div>
  );
}

function describeTypes(accept: readonly FileType[]): string {
  const text = describeFileTypes(accept.filter((type) => type !== 'link'));
  return text.charAt(0).toUpperCase() + text.slice(1);
}
