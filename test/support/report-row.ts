import { textOf } from './app.ts';

/** What the table of that caption has in the cells of a row. */
export function row(document: Document, caption: string, name: string): string[] {
  const table = [...document.querySelectorAll('table')].find((one) => textOf(one.caption) === caption);
  const found = [...(table?.querySelectorAll('tbody tr') ?? [])].find((tr) => textOf(tr.querySelector('th')) === name);
  return [...(found?.querySelectorAll('td') ?? [])].map((cell) => textOf(cell));
}
