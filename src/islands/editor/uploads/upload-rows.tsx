import { Pause, Play, X } from 'lucide-react';
import { formatBytes } from '#domain/evidence/file-types.ts';
import type { UploadItem } from './upload-queue.ts';
import type { Uploads } from './page-uploads.ts';
import { describeTimeLeft } from './pace.ts';

/** Every file that is on its way, with how far it is and what can be done about it. */
export function UploadRows({ uploads }: { uploads: Uploads }) {
  const onTheirWay = uploads.items.filter(({ state }) => state !== 'done' && state !== 'refused');
  if (onTheirWay.length === 0) return null;
  return (
    <ul className="upload-rows">
      {onTheirWay.map((item) => (
        <UploadRow key={item.id} item={item} uploads={uploads} />
      ))}
    </ul>
  );
}

function UploadRow({ item, uploads }: { item: UploadItem; uploads: Uploads }) {
  const { id, name, size, sent, state } = item;
  const isHeld = state === 'paused' || state === 'waiting' || state === 'signed-out';
  return (
    <li className="upload-row" data-upload-state={state}>
      <p className="upload-row__name">{name}</p>
      <progress
        className="progress"
        value={state === 'checking' ? undefined : sent}
        max={size}
        aria-label={`Sending ${name}`}
      />
      <p className="upload-row__state">{describe(item)}</p>
      <div className="upload-row__actions">
        {state === 'asking' ? (
          <>
            <Action label="Throw away" what={name} onPress={() => uploads.cancel(id)} />
            <Action label="Go on" what={name} onPress={() => uploads.resume(id)} />
          </>
        ) : (
          <>
            {(state === 'sending' || state === 'queued') && (
              <Action icon={Pause} label="Pause" what={name} onPress={() => uploads.pause(id)} />
            )}
            {isHeld && (
              <Action
                icon={Play}
                label={state === 'paused' ? 'Go on' : 'Try now'}
                what={name}
                onPress={() => uploads.resume(id)}
              />
            )}
            <Action icon={X} label="Cancel" what={name} onPress={() => uploads.cancel(id)} />
          </>
        )}
      </div>
    </li>
  );
}

type ActionProps = { icon?: typeof Pause; label: string; what: string; onPress: () => void };

function Action({ icon: Icon, label, what, onPress }: ActionProps) {
  return (
    <button type="button" className="btn btn-sm" onClick={onPress}>
      {Icon && <Icon aria-hidden="true" size={14} />} {label}
      <span className="sr-only">: {what}</span>
    </button>
  );
}

function describe({ state, sent, size, secondsLeft, message }: UploadItem): string {
  const part = `${formatBytes(sent)} of ${formatBytes(size)}`;
  switch (state) {
    case 'queued':
      return sent > 0 ? `${part}, next in line` : `${formatBytes(size)}, next in line`;
    case 'sending':
      return secondsLeft === undefined ? part : `${part}, ${describeTimeLeft(secondsLeft)}`;
    case 'checking':
      return 'All of it is there; it is being looked into …';
    case 'paused':
      return `Paused at ${part}`;
    case 'asking':
      return `${part} are sent already. Throw them away?`;
    case 'waiting':
      return `${message ?? (isOffline() ? 'Waiting for the network' : 'The connection broke off')}; goes on by itself. ${part} are there.`;
    case 'signed-out':
      return 'You have been signed out. Sign in again in a new tab; then it goes on by itself.';
    case 'refused':
    case 'done':
      return message ?? '';
  }
}

function isOffline(): boolean {
  return typeof navigator !== 'undefined' && !navigator.onLine;
}
