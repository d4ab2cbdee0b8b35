/**
 * Rows of a table of comma-separated values (RFC 4180): fields in quotes may hold separators, line breaks and doubled
 * quotes. The separator is whichever of comma, semicolon and tab the first line has most of. Stops after `most` rows.
 */
export function parseCsv(text: string, most: number): (string | null)[][] {
  const separator = separatorOf(text);
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  let at = 0;
  const field = new RegExp(`"((?:[^"]|"")*)"?([^${separator}\\r\\n]*)|([^${separator}\\r\\n]*)`, 'y');
  while (at <= text.length && rows.length < most) {
    field.lastIndex = at;
    const match = field.exec(text);
    if (!match) break;
    const [whole, quoted, behind = '', plain = ''] = match;
    const value = quoted === undefined ? plain : quoted.replaceAll('""', '"') + behind;
    row.push(value === '' ? null : value);
    at += whole.length;
    if (text[at] === separator) {
      at += 1;
      continue;
    }
    if (at >= text.length) break;
    at += text.startsWith('\r\n', at) ? 2 : 1;
    rows.push(row);
    row = [];
    if (at >= text.length) return rows;
  }
  if (row.length > 0 && rows.length < most) rows.push(row);
  return rows;
}

function separatorOf(text: string): string {
  const line = (/^(?:"(?:[^"]|"")*"|[^\r\n"])*/.exec(text)?.[0] ?? '').replace(/"(?:[^"]|"")*"/g, '');
  const count = (separator: string) => line.split(separator).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}
