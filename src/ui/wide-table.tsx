import { Children, type ReactNode, cloneElement, isValidElement } from 'react';

/**
 * A table whose rows become cards where it would not fit, every cell under the title of its column. A title that is more than
 * a word (`<>Ask</>`) stands above the column alone.
 */
export function WideTable({
  label,
  head,
  children,
}: {
  label: string;
  head: readonly ReactNode[];
  children: ReactNode;
}) {
  return (
    <div className="table-wrap mt-3" role="region" aria-label={`Table: ${label}`} tabIndex={0}>
      <table className="table card-table">
        <thead>
          <tr>
            {head.map((title, index) => (
              <th key={index} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{Children.map(children, (row) => labelled(row, head))}</tbody>
      </table>
    </div>
  );
}

type Holder = { children?: ReactNode };

function labelled(row: ReactNode, head: readonly ReactNode[]): ReactNode {
  if (!isValidElement<Holder>(row)) return row;
  const cells = Children.toArray(row.props.children).map((cell, index) => {
    const title = head[index];
    if (!isValidElement<Holder & { 'data-label'?: string }>(cell) || cell.type !== 'td' || typeof title !== 'string')
      return cell;
    return cloneElement(cell, { 'data-label': title });
  });
  return cloneElement(row, {}, cells);
}
