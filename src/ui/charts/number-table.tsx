import type { Column, NumberTable as Numbers } from '#domain/statistics/number-table.ts';
import { textOfCell } from '#domain/statistics/number-table.ts';

/** Numbers in rows, as a drawing, a CSV and an XLSX have them too. On a phone a row is a card, but for a matrix. */
export function NumberTable({ table }: { table: Numbers }) {
  const { title, columns, rows, note, isMatrix } = table;
  return (
    <div className="numbers">
      {/* The caption is as wide as the table, which scrolls: what is read of it stands still. */}
      <p className="numbers__title" aria-hidden="true">
        {title}
      </p>
      <div className="numbers__scroll" role="group" aria-label={title} tabIndex={0}>
        <table className={`table numbers__table ${isMatrix ? 'numbers__table--matrix' : 'card-table'}`}>
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr>
              {columns.map((column, index) => (
                <th key={column.label} scope="col" className={index === 0 || isText(column) ? undefined : 'numeral'}>
                  {column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key} className={row.isTotal ? 'numbers__total' : undefined}>
                {row.cells.map((cell, index) => {
                  const column = columns[index];
                  const text = textOfCell(cell);
                  return index === 0 ? (
                    <th key={column?.label} scope="row">
                      {row.href ? <a href={row.href}>{text}</a> : text}
                    </th>
                  ) : (
                    <td
                      key={column?.label}
                      data-label={column?.label}
                      className={column && isText(column) ? undefined : 'numeral'}
                    >
                      {cell.kind === 'hidden' && <span className="numbers__hidden">{text}</span>}
                      {cell.kind === 'none' && text !== '' && <span className="numbers__none">{text}</span>}
                      {cell.kind !== 'hidden' && cell.kind !== 'none' && text}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {note && <p className="meta">{note}</p>}
    </div>
  );
}

function isText({ kind }: Column): boolean {
  return kind === 'text';
}
