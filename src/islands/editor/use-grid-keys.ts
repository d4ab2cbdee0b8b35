import { type KeyboardEvent, type RefObject, useEffect } from 'react';

const stops = 'tbody a, tbody button';

/**
 * Makes a table with many links and buttons one stop of the Tab key; within it the arrow keys lead from each to the next,
 * Home and End to the ends of a row, with Control to the first and the last of all.
 */
export function useGridKeys(root: RefObject<HTMLElement | null>): (event: KeyboardEvent) => void {
  useEffect(() => {
    const all = root.current?.querySelectorAll<HTMLElement>(stops) ?? [];
    const current = [...all].find((stop) => stop.dataset.stop !== undefined && stop.checkVisibility()) ?? all[0];
    for (const stop of all) setStop(stop, stop === current);
  });

  return (event) => {
    const from = event.target instanceof Element ? event.target.closest<HTMLElement>(stops) : null;
    const to = from && next(from, event);
    if (!to) return;
    event.preventDefault();
    for (const stop of root.current?.querySelectorAll<HTMLElement>('[data-stop]') ?? []) setStop(stop, false);
    setStop(to, true);
    to.focus();
  };
}

function setStop(stop: HTMLElement, isStop: boolean): void {
  const tabIndex = isStop ? 0 : -1;
  if (stop.getAttribute('tabindex') !== String(tabIndex)) stop.tabIndex = tabIndex;
  if (isStop) stop.dataset.stop = '';
  else delete stop.dataset.stop;
}

function next(from: HTMLElement, { key, ctrlKey }: KeyboardEvent): HTMLElement | undefined {
  const row = from.closest('tr');
  const table = from.closest('table');
  if (!row || !table) return undefined;
  const inRow = stopsOf(row);
  const at = inRow.indexOf(from);
  switch (key) {
    case 'ArrowRight':
      return inRow[at + 1];
    case 'ArrowLeft':
      return inRow[at - 1];
    case 'Home':
      return ctrlKey ? stopsOf(table)[0] : inRow[0];
    case 'End':
      return ctrlKey ? stopsOf(table).at(-1) : inRow.at(-1);
    case 'ArrowDown':
    case 'ArrowUp': {
      const rows = [...table.rows].filter((one) => stopsOf(one).length > 0);
      const other = rows[rows.indexOf(row) + (key === 'ArrowDown' ? 1 : -1)];
      const column = from.closest<HTMLTableCellElement>('td, th')?.cellIndex ?? 0;
      return other && nearest(other, column);
    }
    default:
      return undefined;
  }
}

/** In the same column, or where that cell holds nothing, in the last before it that does. */
function nearest(row: HTMLTableRowElement, column: number): HTMLElement | undefined {
  for (let index = column; index >= 0; index -= 1) {
    const cell = row.cells[index];
    const [first] = cell ? stopsOf(cell) : [];
    if (first) return first;
  }
  return undefined;
}

function stopsOf(part: HTMLElement): HTMLElement[] {
  return [...part.querySelectorAll<HTMLElement>('a, button')].filter(
    (stop) => stop.closest('tbody') && stop.checkVisibility(),
  );
}
