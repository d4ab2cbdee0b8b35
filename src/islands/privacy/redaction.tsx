import { type PointerEvent, useEffect, useId, useRef, useState } from 'react';
import {
  type RegionSide,
  type TypedRegion,
  emptyRegion,
  isEmptyRegion,
  mostRegions,
  regionField,
  regionSides,
} from '#domain/privacy/regions.ts';
import { type Region, clamp, moved, smallest, tidy } from '../viewer/region-steps.ts';

export type RedactionProps = {
  action: string;
  back: string;
  imageUrl: string;
  name: string;
  /** After a post that was refused: what was typed. */
  rows: TypedRegion[];
  errors: { field: string; message: string }[];
};

const sideLabels: Record<RegionSide, string> = {
  x: 'From left',
  y: 'From top',
  width: 'Width',
  height: 'Height',
};

/** Rows that are there before anything is drawn: without JavaScript they are all there is. */
const fewest = 3;

/**
 * A picture with boxes over what is to be blacked out: drawn with the pointer, moved and sized with the arrow keys, or typed
 * in per cent. The numbers are the form, which posts by itself.
 */
export function Redaction({ action, back, imageUrl, name, rows: typed, errors }: RedactionProps) {
  const [rows, setRows] = useState(() => [
    ...typed,
    ...Array.from({ length: Math.max(0, fewest - typed.length) }, () => emptyRegion),
  ]);
  const [said, setSaid] = useState('');
  const [drag, setDrag] = useState<{ index: number; x: number; y: number }>();
  const [isAlive, setIsAlive] = useState(false);
  const stage = useRef<HTMLDivElement>(null);
  const hint = useId();
  useEffect(() => {
    setIsAlive(true);
  }, []);

  const set = (index: number, row: TypedRegion) => {
    setRows((now) => (index < now.length ? now.with(index, row) : [...now, row]));
  };
  /** The row that a new box goes to. */
  const free = () => {
    const index = rows.findIndex(isEmptyRegion);
    return index < 0 ? rows.length : index;
  };
  const pointAt = ({ clientX, clientY }: PointerEvent) => {
    const { left, top, width, height } = stage.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    return { x: clamp(((clientX - left) / width) * 100), y: clamp(((clientY - top) / height) * 100) };
  };
  const draw = (event: PointerEvent) => {
    if (!drag) return;
    const end = pointAt(event);
    const [width, height] = [Math.abs(end.x - drag.x), Math.abs(end.y - drag.y)];
    if (width < smallest || height < smallest) return;
    set(drag.index, toTyped(tidy({ x: Math.min(drag.x, end.x), y: Math.min(drag.y, end.y), width, height })));
  };
  const addBox = () => {
    const index = free();
    set(index, toTyped({ x: 40, y: 40, width: 20, height: 20 }));
    setSaid(`Box ${index + 1} covers the middle. Move it with the arrow keys; with Shift they change its size.`);
    requestAnimationFrame(() => stage.current?.querySelector<HTMLElement>(`[data-box="${index}"]`)?.focus());
  };
  const remove = (index: number) => {
    set(index, emptyRegion);
    setSaid(`Box ${index + 1} is removed.`);
    document.getElementById(regionField(index, 'x'))?.focus();
  };
  return (
    <form method="post" action={action} className="redaction">
      {isAlive && (
        <p className="redaction__tools">
          <button type="button" className="btn btn-sm" disabled={free() >= mostRegions} onClick={addBox}>
            Add a box
          </button>
          <span id={hint} className="hint">
            Draw boxes on the picture, or add one and use the arrow keys.
          </span>
        </p>
      )}
      <div
        ref={stage}
        className={isAlive ? 'redaction__stage redaction__stage--draw' : 'redaction__stage'}
        onPointerDown={(event) => {
          if (event.button !== 0 || free() >= mostRegions) return;
          if (event.target instanceof HTMLElement && event.target.dataset.box !== undefined) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ index: free(), ...pointAt(event) });
        }}
        onPointerMove={draw}
        onPointerUp={() => {
          setDrag(undefined);
        }}
        onPointerCancel={() => {
          setDrag(undefined);
        }}
      >
        <img src={imageUrl} alt={`The image “${name}”`} draggable={false} />
        {rows.map((row, index) => {
          const region = toRegion(row);
          return (
            region && (
              <Box
                key={index}
                index={index}
                region={region}
                onChange={(next) => {
                  set(index, toTyped(next));
                }}
                onRemove={() => {
                  remove(index);
                }}
              />
            )
          );
        })}
      </div>
      <p role="status" className="sr-only">
        {said}
      </p>
      <div className="redaction__rows">
        {rows.map((row, index) => (
          <fieldset key={index}>
            <legend>Box {index + 1}, in per cent</legend>
            {regionSides.map((side) => {
              const field = regionField(index, side);
              const error = errors.find((one) => one.field === field);
              return (
                <label key={side} htmlFor={field}>
                  {sideLabels[side]}
                  <input
                    id={field}
                    name={field}
                    className="input input-sm"
                    inputMode="decimal"
                    autoComplete="off"
                    maxLength={20}
                    value={row[side]}
                    aria-invalid={error ? true : undefined}
                    aria-describedby={error ? `${field}-error` : undefined}
                    onChange={(event) => {
                      set(index, { ...row, [side]: event.target.value });
                    }}
                  />
                  {error && (
                    <span id={`${field}-error`} className="field-error">
                      {error.message}
                    </span>
                  )}
                </label>
              );
            })}
            {isAlive && !isEmptyRegion(row) && (
              <button
                type="button"
                className="btn btn-sm"
                onClick={() => {
                  remove(index);
                }}
              >
                Remove<span className="sr-only"> box {index + 1}</span>
              </button>
            )}
          </fieldset>
        ))}
      </div>
      <p className="actions">
        <button type="submit" className="btn btn-primary">
          Black it out
        </button>
        <a href={back} className="btn">
          Not now
        </a>
      </p>
    </form>
  );
}

type BoxProps = { index: number; region: Region; onChange: (next: Region) => void; onRemove: () => void };

function Box({ index, region, onChange, onRemove }: BoxProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { style } = box.current ?? {};
    style?.setProperty('--x', `${region.x}%`);
    style?.setProperty('--y', `${region.y}%`);
    style?.setProperty('--width', `${region.width}%`);
    style?.setProperty('--height', `${region.height}%`);
  });
  return (
    <div
      ref={box}
      data-box={index}
      className="redaction__box"
      role="img"
      tabIndex={0}
      aria-label={`Box ${index + 1}: ${region.width} % wide and ${region.height} % high, ${region.x} % from the left, ${region.y} % from the top. The arrow keys move it; with Shift they change its size; Delete removes it.`}
      onKeyDown={(event) => {
        if (event.key === 'Delete' || event.key === 'Backspace') {
          event.preventDefault();
          onRemove();
          return;
        }
        const next = moved(region, event);
        if (!next) return;
        event.preventDefault();
        onChange(next);
      }}
    />
  );
}

function toTyped({ x, y, width, height }: Region): TypedRegion {
  return { x: String(x), y: String(y), width: String(width), height: String(height) };
}

/** What can be shown of a row while it is typed. */
function toRegion(row: TypedRegion): Region | undefined {
  const [x, y, width, height] = regionSides.map((side) =>
    row[side].trim() === '' ? NaN : Number(row[side].replace(',', '.').replace('%', '')),
  );
  if (![x, y, width, height].every((value) => value !== undefined && value >= 0 && value <= 100)) return undefined;
  return {
    x: x ?? 0,
    y: y ?? 0,
    width: Math.min(width ?? 0, 100 - (x ?? 0)),
    height: Math.min(height ?? 0, 100 - (y ?? 0)),
  };
}
