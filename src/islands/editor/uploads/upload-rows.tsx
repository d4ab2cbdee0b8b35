import { Pause, Play, X } from 'lucide-react';
import { formatBytes } from '#domain/evidence/file-types.ts';
import type { UploadItem } from './upload-item.ts';
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
  const isGoing = state === 'sending' || state === 'queued';
  const goOn = state === 'paused' || state === 'asking' ? 'Go on' : 'Try now';
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
        {/* Each button stays the same one through all states, so that it keeps the focus when it is pressed. */}
        {state !== 'checking' && (
          <Action
            icon={isGoing ? Pause : Play}
            label={isGoing ? 'Pause' : goOn}
            what={name}
            onPress={() => {
              if (isGoing) uploads.pause(id);
              else uploads.resume(id);
            }}
          />
        )}
        <Action
          icon={X}
          label={state === 'asking' ? 'Throw away' : 'Cancel'}
          what={name}
          onPress={() => {
            uploads.cancel(id);
          }}
        />
      </div>
    </li>
  );
}

type ActionProps = { icon: typeof Pause; label: string; what: string; onPress: () => void };

function Action({ icon: Icon, label, what, onPress }: ActionProps) {
  return (
    <button type="button" className="btn btn-sm" aria-label={`${label}: ${what}`} onClick={onPress}>
      <Icon aria-hidden="true" size={14} /> {label}
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
