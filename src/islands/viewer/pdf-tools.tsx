import { type RefObject, useEffect, useState } from 'react';
import { QuoteButton } from './quote-button.tsx';
import type { StagePick } from './stage-props.ts';

type PdfToolsProps = {
  current: number;
  count: number;
  unit: 'page' | 'slide';
  zoom: number;
  setZoom: (zoom: number) => void;
  goTo: (page: number) => void;
  say: (text: string) => void;
  scroller: RefObject<HTMLElement | null>;
  pick?: StagePick;
};

const zooms = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];

/** To turn the pages, to see them closer, and to point at them. */
export function PdfTools({ current, count, unit, zoom, setZoom, goTo, say, scroller, pick }: PdfToolsProps) {
  const [typed, setTyped] = useState<string>();
  const Unit = unit === 'slide' ? 'Slide' : 'Page';
  return (
    <>
      <div className="viewer-tools" role="group" aria-label={`${Unit}s`}>
        <button
          type="button"
          className="btn btn-sm"
          disabled={current <= 1}
          onClick={() => {
            goTo(current - 1);
          }}
        >
          Previous<span className="sr-only"> {unit}</span>
        </button>
        <label className="viewer-tools__figure">
          {Unit}{' '}
          <input
            className="input input-sm viewer-tools__number"
            inputMode="numeric"
            value={typed ?? current}
            onChange={(event) => {
              setTyped(event.target.value);
            }}
            onBlur={() => {
              setTyped(undefined);
            }}
            onKeyDown={(event) => {
              const page = Number(typed);
              if (event.key !== 'Enter' || typed === undefined) return;
              event.preventDefault();
              if (Number.isInteger(page) && page >= 1 && page <= count) goTo(page);
              else say(`Write a number from 1 to ${count}.`);
              setTyped(undefined);
            }}
          />{' '}
          of {count === 0 ? '…' : count}
        </label>
        <button
          type="button"
          className="btn btn-sm"
          disabled={current >= count}
          onClick={() => {
            goTo(current + 1);
          }}
        >
          Next<span className="sr-only"> {unit}</span>
        </button>
        <span className="viewer-tools__zoom">
          <button
            type="button"
            className="btn btn-sm"
            disabled={zoom === zooms[0]}
            onClick={() => {
              setZoom(zooms.findLast((one) => one < zoom) ?? zoom);
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
              setZoom(zooms.find((one) => one > zoom) ?? zoom);
            }}
          >
            Larger
          </button>
        </span>
      </div>
      {pick && count > 0 && <PagePick {...{ current, say, scroller, pick }} />}
    </>
  );
}

/** Points at the page in sight, at those from one to another, or at the words that are selected. */
function PagePick({
  current,
  say,
  scroller,
  pick,
}: Pick<PdfToolsProps, 'current' | 'say' | 'scroller'> & { pick: StagePick }) {
  const [start, setStart] = useState<number>();
  const { allowed, choose, use } = pick;
  // A PDF has pages unless only slides may be pointed at.
  const isPaged = allowed.includes('page') || allowed.includes('pages');
  const unit = isPaged ? 'page' : 'slide';
  const canPickOne = allowed.includes(unit);
  const canPickRange = allowed.includes(isPaged ? 'pages' : 'slides');
  useEffect(() => {
    setStart(undefined);
  }, [unit]);
  return (
    <div className="viewer-tools" role="group" aria-label="Mark the place">
      {canPickOne && (
        <button
          type="button"
          className="btn btn-sm"
          onClick={() => {
            use(isPaged ? { type: 'page', page: current } : { type: 'slide', slide: current });
          }}
        >
          Use this {unit} <span className="viewer-tools__figure">({current})</span>
        </button>
      )}
      {canPickRange && (
        <>
          <button
            type="button"
            className="btn btn-sm"
            onClick={() => {
              setStart(current);
              say(`From ${unit} ${current}. Go to the last ${unit} and choose “To here”.`);
            }}
          >
            From here
          </button>
          <button
            type="button"
            className="btn btn-sm"
            disabled={start === undefined}
            onClick={() => {
              const [from, to] = [start ?? current, current].sort((a, b) => a - b) as [number, number];
              choose({ type: isPaged ? 'pages' : 'slides', from, to });
            }}
          >
            To here
          </button>
          {start !== undefined && (
            <span className="viewer-tools__figure">
              from {unit} {start}
            </span>
          )}
        </>
      )}
      {allowed.includes('quote') && <QuoteButton root={scroller} pick={pick} say={say} />}
    </div>
  );
}
