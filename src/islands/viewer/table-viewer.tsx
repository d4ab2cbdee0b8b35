import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import { type CellRange, columnName, formatRange, readRange } from '#domain/evidence/cell-range.ts';
import type { StageProps } from './stage-props.ts';
import { useLoaded } from './use-loaded.ts';

const TablePart = z.object({
  sheet: z.string(),
  sheets: z.array(z.object({ name: z.string(), rows: z.number(), columns: z.number() })),
  from: z.number(),
  rows: z.array(z.array(z.string().nullable())),
});

/** Rows that the server sends at once. */
const atOnce = 200;
type Cell = { row: number; column: number };

/** A spreadsheet, sheet by sheet and so many rows at a time; cells are marked with the mouse or with Shift and arrow keys. */
export default function TableViewer({ artifact, fileUrl, locator, follow, say, pick }: StageProps) {
  const marked = locator.type === 'sheet' ? readRange(locator.range) : undefined;
  const [sheet, setSheet] = useState(locator.type === 'sheet' ? locator.sheet : '');
  const [from, setFrom] = useState(marked ? startOf(marked.top) : 1);
  const loaded = useLoaded(
    `${fileUrl}/table?${new URLSearchParams({ sheet, from: String(from) }).toString()}`,
    readPart,
  );
  const [anchor, setAnchor] = useState<Cell>();
  const [focus, setFocus] = useState<Cell>({ row: from, column: 1 });
  const table = useRef<HTMLTableElement>(null);
  const part = loaded.state === 'here' ? loaded.content : undefined;
  const size = part?.sheets.find(({ name }) => name === part.sheet) ?? { rows: 0, columns: 0 };
  const columns = Math.max(1, ...(part?.rows.map((row) => row.length) ?? []), Math.min(size.columns, 500));
  const canPick = pick?.allowed.includes('sheet') === true;
  // The cell that the Tab key leads to is always one of those on show.
  const stop: Cell | undefined = part && {
    row: Math.min(Math.max(focus.row, part.from), part.from + Math.max(1, part.rows.length) - 1),
    column: Math.min(focus.column, columns),
  };
  const isMarkedSheet =
    locator.type === 'sheet' && (locator.sheet === part?.sheet || artifact.mediaType === 'text/csv');

  useEffect(() => {
    if (locator.type !== 'sheet' || !marked) return;
    setSheet(locator.sheet);
    setFrom(startOf(marked.top));
  }, [follow]);
  useEffect(() => {
    if (part) table.current?.querySelector('[data-marked]')?.scrollIntoView({ block: 'center', inline: 'center' });
  }, [follow, part]);

  const select = (cell: Cell, start: Cell) => {
    const range: CellRange = {
      top: Math.min(cell.row, start.row),
      bottom: Math.max(cell.row, start.row),
      left: Math.min(cell.column, start.column),
      right: Math.max(cell.column, start.column),
    };
    if (part) pick?.choose({ type: 'sheet', sheet: part.sheet, range: formatRange(range) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!step || !part || !stop) return;
    event.preventDefault();
    const row = Math.min(part.from + part.rows.length - 1, Math.max(part.from, stop.row + (step[0] ?? 0)));
    const column = Math.min(columns, Math.max(1, stop.column + (step[1] ?? 0)));
    const start = event.shiftKey ? (anchor ?? stop) : { row, column };
    setAnchor(start);
    setFocus({ row, column });
    select({ row, column }, start);
    table.current?.querySelector<HTMLElement>(`[data-cell="${columnName(column)}${row}"]`)?.focus();
  };

  if (loaded.state === 'failed') {
    return (
      <p role="alert" className="viewer-note">
        This table can’t be shown here. Download the file to see it.
      </p>
    );
  }
  return (
    <>
      {part && part.sheets.length > 1 && (
        <div className="viewer-tools" role="group" aria-label="Sheets">
          {part.sheets.map(({ name }) => (
            <button
              key={name}
              type="button"
              className="btn btn-sm"
              aria-pressed={name === part.sheet}
              onClick={() => {
                setSheet(name);
                setFrom(1);
                setFocus({ row: 1, column: 1 });
                setAnchor(undefined);
              }}
            >
              {name}
            </button>
          ))}
        </div>
      )}
      {canPick && (
        <p className="hint">Drag over the cells that you mean, or mark them with Shift and the arrow keys.</p>
      )}
      <div
        className="viewer-stage"
        tabIndex={canPick ? undefined : 0}
        role="region"
        aria-label={`Table ${artifact.name}`}
      >
        {!part && (
          <p role="status" className="viewer-note">
            Opening…
          </p>
        )}
        {part?.rows.length === 0 && <p className="viewer-note">There is nothing in this sheet.</p>}
        {part && part.rows.length > 0 && (
          <table
            ref={table}
            className="viewer-table"
            role={canPick ? 'grid' : undefined}
            aria-multiselectable={canPick || undefined}
          >
            <caption className="sr-only">
              {part.sheet}
              {isMarkedSheet && marked && `, marked: ${formatRange(marked)}`}
            </caption>
            <thead>
              <tr>
                <td />
                {Array.from({ length: columns }, (_, index) => (
                  <th key={index} scope="col">
                    {columnName(index + 1)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody
              {...(canPick && {
                onKeyDown,
                onPointerDown(event: { target: EventTarget }) {
                  const cell = cellAt(event.target);
                  if (!cell) return;
                  setAnchor(cell);
                  setFocus(cell);
                  select(cell, cell);
                },
                onPointerOver(event: { target: EventTarget; buttons: number }) {
                  const cell = cellAt(event.target);
                  if (event.buttons !== 1 || !anchor || !cell) return;
                  setFocus(cell);
                  select(cell, anchor);
                },
              })}
            >
              {part.rows.map((row, rowIndex) => {
                const number = part.from + rowIndex;
                return (
                  <tr key={number}>
                    <th scope="row">{number}</th>
                    {Array.from({ length: columns }, (_, index) => {
                      const cell = { row: number, column: index + 1 };
                      const isMarked = isMarkedSheet && marked !== undefined && isWithin(cell, marked);
                      const isStop = stop?.row === number && stop.column === index + 1;
                      return (
                        <td
                          key={index}
                          data-cell={`${columnName(index + 1)}${number}`}
                          data-marked={isMarked || undefined}
                          {...(canPick && {
                            role: 'gridcell',
                            tabIndex: isStop ? 0 : -1,
                            'aria-selected': isMarked,
                          })}
                        >
                          {row[index]}
                        </td>
                      );
                    })}
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
      </div>
      {size.rows > atOnce && part && (
        <div className="viewer-tools" role="group" aria-label="Rows">
          <button
            type="button"
            className="btn btn-sm"
            disabled={from <= 1}
            onClick={() => {
              turn(from - atOnce);
            }}
          >
            Rows before
          </button>
          <span className="viewer-tools__figure">
            {part.from} to {part.from + part.rows.length - 1} of {size.rows}
          </span>
          <button
            type="button"
            className="btn btn-sm"
            disabled={from + atOnce > size.rows}
            onClick={() => {
              turn(from + atOnce);
            }}
          >
            Rows after
          </button>
        </div>
      )}
    </>
  );

  function turn(to: number) {
    const start = Math.max(1, to);
    setFrom(start);
    setFocus({ row: start, column: focus.column });
    say(`Rows from ${start}`);
  }
}

function startOf(row: number): number {
  return Math.floor((row - 1) / atOnce) * atOnce + 1;
}

function isWithin({ row, column }: Cell, { top, left, bottom, right }: CellRange): boolean {
  return row >= top && row <= bottom && column >= left && column <= right;
}

/** The cell that an event is about. */
function cellAt(target: EventTarget): Cell | undefined {
  const name = target instanceof Element ? target.closest<HTMLElement>('[data-cell]')?.dataset.cell : undefined;
  const range = readRange(name ?? '');
  return range && { row: range.top, column: range.left };
}

async function readPart(response: Response) {
  return TablePart.parse(await response.json());
}
