import { useEffect, useRef, useState } from 'react';
import { formatClock, formatLocator } from '#domain/evidence/locator.ts';
import type { StageProps } from './stage-props.ts';

const speeds = [0.5, 0.75, 1, 1.25, 1.5, 2];

/** A video or a recording at its time; what is marked of it stops where it ends. */
export default function MediaViewer({ artifact, fileUrl, locator, follow, say, pick }: StageProps) {
  const { name, mediaType, captions } = artifact;
  const player = useRef<HTMLVideoElement & HTMLAudioElement>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const [at, setAt] = useState(0);
  const [from, setFrom] = useState<number>();
  /** Where to stop, while the marked part plays. */
  const stopAt = useRef<number>(undefined);
  const [start, end] =
    locator.type === 'times' ? [locator.from, locator.to] : locator.type === 'time' ? [locator.at, undefined] : [0];
  const canMark = pick?.allowed.includes('times') === true;

  const seek = () => {
    if (!player.current) return;
    player.current.currentTime = start;
    stopAt.current = end;
  };
  useEffect(seek, [follow]);

  const Player = mediaType?.startsWith('video/') ? 'video' : 'audio';
  const now = () => Math.floor(player.current?.currentTime ?? 0);
  return (
    <>
      {hasFailed && (
        <p role="alert" className="viewer-note">
          Your browser can’t play this. Open or download the file itself.
        </p>
      )}
      <Player
        ref={player}
        src={fileUrl}
        controls
        preload="metadata"
        className="viewer-player"
        aria-label={`The ${Player === 'video' ? 'video' : 'recording'} “${name}”`}
        onLoadedMetadata={seek}
        onError={() => {
          setHasFailed(true);
        }}
        onTimeUpdate={() => {
          const time = player.current?.currentTime ?? 0;
          setAt(Math.floor(time));
          if (stopAt.current === undefined || time < stopAt.current || player.current?.paused !== false) return;
          player.current.pause();
          stopAt.current = undefined;
          say(`Stopped at ${formatClock(time)}, where the marked part ends.`);
        }}
      >
        {captions.map(({ language, label }, index) => (
          <track
            key={language}
            kind="captions"
            src={`${fileUrl}/captions/${language}.vtt`}
            srcLang={language}
            label={label}
            default={index === 0}
          />
        ))}
      </Player>
      <div className="viewer-tools" role="group" aria-label="Player">
        <span className="viewer-tools__figure">
          At <span data-at>{formatClock(at)}</span>
        </span>
        {(locator.type === 'time' || locator.type === 'times') && (
          <button
            type="button"
            className="btn btn-sm"
            onClick={() => {
              seek();
              void player.current?.play();
            }}
          >
            Play {formatLocator(locator)}
          </button>
        )}
        <label className="viewer-tools__speed">
          Speed{' '}
          <select
            className="select select-sm"
            defaultValue="1"
            onChange={(event) => {
              if (player.current) player.current.playbackRate = Number(event.target.value);
            }}
          >
            {speeds.map((speed) => (
              <option key={speed} value={speed}>
                {speed} ×
              </option>
            ))}
          </select>
        </label>
      </div>
      {pick && (
        <div className="viewer-tools" role="group" aria-label="Mark the place">
          {pick.allowed.includes('time') && (
            <button
              type="button"
              className="btn btn-sm"
              onClick={() => {
                pick.use({ type: 'time', at: now() });
              }}
            >
              Use this moment
            </button>
          )}
          {canMark && (
            <>
              <button
                type="button"
                className="btn btn-sm"
                onClick={() => {
                  setFrom(now());
                  say(`It starts at ${formatClock(now())}. Go to where it ends and choose “Mark the end”.`);
                }}
              >
                Mark the start
              </button>
              <button
                type="button"
                className="btn btn-sm"
                disabled={from === undefined}
                onClick={() => {
                  const [first, last] = [from ?? 0, now()].sort((a, b) => a - b) as [number, number];
                  pick.choose({ type: 'times', from: first, to: last });
                }}
              >
                Mark the end
              </button>
              {from !== undefined && <span className="viewer-tools__figure">from {formatClock(from)}</span>}
            </>
          )}
        </div>
      )}
    </>
  );
}
