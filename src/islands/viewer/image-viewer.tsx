import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { type Region, clamp, moved, smallest, tidy } from './region-steps.ts';
import type { StageProps } from './stage-props.ts';

const zooms = [1, 1.5, 2, 3, 4];

/** An image, closer where wished, with a part of it outlined: dragged, or moved and sized with the arrow keys. */
export default function ImageViewer({ artifact, fileUrl, locator, follow, say, pick }: StageProps) {
  const [state, setState] = useState<'loading' | 'here' | 'failed'>('loading');
  const [zoom, setZoom] = useState(1);
  const [start, setStart] = useState<{ x: number; y: number }>();
  const image = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const region: Region | undefined = locator.type === 'region' ? locator : undefined;
  const canPick = pick?.allowed.includes('region') === true;

  useEffect(() => {
    if (state === 'here') box.current?.scrollIntoView({ block: 'center', inline: 'center' });
  }, [follow, state]);
  useEffect(() => {
    const { style } = box.current ?? {};
    if (!style || !region) return;
    style.setProperty('--x', `${region.x}%`);
    style.setProperty('--y', `${region.y}%`);
    style.setProperty('--width', `${region.width}%`);
    style.setProperty('--height', `${region.height}%`);
  });
  useEffect(() => {
    image.current?.style.setProperty('--zoom', String(zoom));
  }, [zoom]);

  const choose = (next: Region) => {
    pick?.choose({ type: 'region', ...next });
  };
  const pointAt = ({ clientX, clientY }: PointerEvent) => {
    const { left, top, width, height } = image.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    return { x: clamp(((clientX - left) / width) * 100), y: clamp(((clientY - top) / height) * 100) };
  };
  const drag = (event: PointerEvent) => {
    if (!start) return;
    const end = pointAt(event);
    const [width, height] = [Math.abs(end.x - start.x), Math.abs(end.y - start.y)];
    if (width < smallest || height < smallest) return;
    choose(tidy({ x: Math.min(start.x, end.x), y: Math.min(start.y, end.y), width, height }));
  };
  return (
    <>
      <div className="viewer-tools" role="group" aria-label="Image">
        <button
          type="button"
          className="btn btn-sm"
          disabled={zoom === zooms[0]}
          onClick={() => {
            setZoom((now) => zooms.findLast((one) => one < now) ?? now);
          }}
        >
          Smaller
        </button>
        <span className="viewer-tools__figure">{Math.round(zoom * 100)} %</span>
        <button
          type="button"
          className="btn btn-sm"
          disabled={zoom === zooms.at(-1)}
          onClick={() => {
            setZoom((now) => zooms.find((one) => one > now) ?? now);
          }}
        >
          Larger
        </button>
        {canPick && !region && (
          <button
            type="button"
            className="btn btn-sm"
            onClick={() => {
              choose({ x: 25, y: 25, width: 50, height: 50 });
              say(
                'The middle of the image is marked. Move the mark with the arrow keys; with Shift they change its size.',
              );
              requestAnimationFrame(() => box.current?.focus());
            }}
          >
            Mark a part
          </button>
        )}
      </div>
      {canPick && (
        // The same words all the time: a line more or less would move the image under the mouse.
        <p className="hint">
          Drag over the part that you mean, or press “Mark a part”: the arrow keys move the mark, with Shift they change
          its size.
        </p>
      )}
      {state === 'loading' && <p className="viewer-note">Opening…</p>}
      {state === 'failed' && (
        <p role="alert" className="viewer-note">
          Your browser can’t show this image. Open or download the file itself.
        </p>
      )}
      <div
        className="viewer-stage"
        tabIndex={0}
        role="region"
        aria-label={`Image ${artifact.name}`}
        hidden={state === 'failed'}
      >
        <div
          ref={image}
          className={canPick ? 'viewer-image viewer-image--pick' : 'viewer-image'}
          onPointerDown={(event) => {
            if (!canPick || event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            setStart(pointAt(event));
          }}
          onPointerMove={drag}
          onPointerUp={() => {
            setStart(undefined);
          }}
          onPointerCancel={() => {
            setStart(undefined);
          }}
        >
          <img
            src={fileUrl}
            alt={`The image “${artifact.name}”`}
            draggable={false}
            onLoad={() => {
              setState('here');
            }}
            onError={() => {
              setState('failed');
            }}
          />
          {region && (
            <div
              ref={box}
              className="viewer-region"
              role="img"
              aria-label={`Marked: ${region.width} % wide and ${region.height} % high, ${region.x} % from the left, ${region.y} % from the top${canPick ? '. The arrow keys move it; with Shift they change its size.' : ''}`}
              tabIndex={canPick ? 0 : undefined}
              onKeyDown={(event) => {
                const next = canPick && moved(region, event);
                if (!next) return;
                event.preventDefault();
                choose(next);
              }}
            />
          )}
        </div>
      </div>
    </>
  );
}
