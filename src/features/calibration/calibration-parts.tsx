import { Children, type ReactNode, cloneElement, isValidElement } from 'react';
import type { CertificationState } from '#domain/assessment/certification.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { Day } from '#ui/moment.tsx';
import { Status } from '#ui/status.tsx';
import { shareOf } from './rating-words.ts';

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

export const useWords = { qualify: 'To qualify with', seed: 'Seeded into the queue' } as const;

export function AnchorState({ state }: { state: 'draft' | 'active' | 'retired' }) {
  if (state === 'active') return <Status name="complete" word="In use" />;
  return state === 'draft' ? <Status name="started" word="Being made" /> : <Status name="removed" word="Retired" />;
}

/** Whether a certification holds, and what to know of it. */
export function Standing({ standing }: { standing: CertificationState }) {
  const { exact, lookFors } = standing.seeded;
  return (
    <>
      {standing.state === 'active' ? (
        <Status name="complete" word="Certified" />
      ) : (
        <Status
          name="overdue"
          word={standing.reason === 'not-scored' ? 'Lapsed: not scored lately' : 'Lapsed: below the bar'}
        />
      )}
      {standing.state === 'active' && (
        <span className="meta block">
          Score before <Day at={standing.scoreBy} />
        </span>
      )}
      {lookFors > 0 && (
        <span className="meta block numeral">
          {shareOf(exact, lookFors)} exact on the latest {countOf(lookFors, 'anchor look-for')}
        </span>
      )}
    </>
  );
}

/** What was just done. */
export function Done({ children }: { children: ReactNode }) {
  return (
    <p className="alert alert-success mb-6" role="status">
      {children}
    </p>
  );
}

export function Refused({ children }: { children: ReactNode }) {
  return (
    <div className="alert alert-error mb-6" role="alert">
      {children}
    </div>
  );
}
