import { Plus } from 'lucide-react';
import { memo } from 'react';
import { countOf } from '#domain/evidence/finding.ts';
import type { ArtifactContext } from '#domain/evidence/kind.ts';
import type { Matrix, MatrixRow } from '#domain/evidence/portfolio/matrix.ts';
import type { WordLimits } from '#domain/evidence/word-limits.ts';
import { PlaceLink } from './place-link.tsx';
import { Status } from './status.tsx';

export type MatrixArtifact = ArtifactContext & { url?: string | null; hidden?: string };

type PortfolioMatrixProps = {
  matrix: Matrix<MatrixArtifact>;
  /** Of the explanations. */
  limits: WordLimits;
  /** What stands before the place of an entry in the ids of this page. */
  idPrefix: string;
  /** Set where evidence can be added: a press in an empty cell means this file for this detail. */
  onAdd?: ((detail: string, artifact: string) => void) | undefined;
};

/** With more files than this a table is wider than anyone reads: the files are then listed in each row. */
const mostColumns = 12;

/** Which file shows which detail, and what is missing: a table of details and the files that are used. */
export function PortfolioMatrix({ matrix, limits, idPrefix, onAdd }: PortfolioMatrixProps) {
  const { columns, outcomes, covered, asked } = matrix;
  const isWide = columns.length <= mostColumns;
  const shown = isWide ? columns : undefined;
  const names = new Map(columns.map((artifact) => [artifact.id, artifact]));
  return (
    <div className={shown ? 'matrix' : 'matrix matrix--list'}>
      {covered < asked && (
        <label className="matrix__filter">
          <input type="checkbox" className="checkbox checkbox-sm" /> Only what is missing ({asked - covered})
        </label>
      )}
      <div className="matrix__scroll" role="region" aria-label="Which file shows which detail" tabIndex={0}>
        <table role={onAdd && isWide ? 'grid' : undefined}>
          <caption className="sr-only">
            {covered} of {countOf(asked, 'detail')} covered
          </caption>
          <thead>
            <tr>
              <th scope="col" className="matrix__detail">
                Outcome detail
              </th>
              <th scope="col">State</th>
              <th scope="col">Words</th>
              {shown?.map((artifact) => (
                <th key={artifact.id} scope="col" className="matrix__file">
                  <span>{artifact.name}</span>
                </th>
              ))}
              {!shown && <th scope="col">Evidence</th>}
            </tr>
          </thead>
          {outcomes.map(({ id, title, rows }) => (
            <tbody key={id} data-complete={rows.every(({ state }) => state === 'complete') ? '' : undefined}>
              <tr>
                <th scope="rowgroup" colSpan={3 + (shown?.length ?? 1)} className="matrix__outcome">
                  <span>{title}</span>
                </th>
              </tr>
              {rows.map((row) => (
                <Row
                  key={row.detail.id}
                  row={row}
                  columns={shown}
                  artifacts={names}
                  limits={limits}
                  idPrefix={idPrefix}
                  onAdd={onAdd}
                />
              ))}
            </tbody>
          ))}
        </table>
      </div>
      {columns.length === 0 && (
        <p className="hint">Files show up here as columns once they are chosen below a detail.</p>
      )}
    </div>
  );
}

type RowProps = {
  row: MatrixRow;
  /** Unset where the files are listed in one cell. */
  columns: readonly MatrixArtifact[] | undefined;
  artifacts: ReadonlyMap<string, MatrixArtifact>;
} & Pick<PortfolioMatrixProps, 'limits' | 'idPrefix' | 'onAdd'>;

const Row = memo(MatrixRowView, isSameRow);

function MatrixRowView({ row, columns, artifacts, limits, idPrefix, onAdd }: RowProps) {
  const { detail, entry, state, place } = row;
  return (
    <tr data-state={state}>
      <th scope="row" className="matrix__detail">
        <a href={`#${idPrefix}${place}`}>{detail.text}</a>
      </th>
      <td>
        <Status name={state} />
      </td>
      <td className="matrix__words">{wordsOf(entry.words, limits)}</td>
      {columns?.map(({ id, name }) => (
        <td key={id}>
          {entry.pointers.has(id) ? (
            <Places row={row} artifact={id} artifacts={artifacts} />
          ) : (
            onAdd && (
              <button
                type="button"
                className="matrix__add"
                aria-label={`Use “${name}” for “${detail.text}”`}
                onClick={() => {
                  onAdd(detail.id, id);
                }}
              >
                <Plus aria-hidden="true" size={16} />
              </button>
            )
          )}
        </td>
      ))}
      {!columns && (
        <td>
          <ul className="matrix__files">
            {[...entry.pointers.keys()].map((id) => (
              <li key={id}>
                <span>{artifacts.get(id)?.name}</span>
                <Places row={row} artifact={id} artifacts={artifacts} />
              </li>
            ))}
          </ul>
        </td>
      )}
    </tr>
  );
}

function Places({ row, artifact: id, artifacts }: Pick<RowProps, 'row' | 'artifacts'> & { artifact: string }) {
  const artifact = artifacts.get(id);
  return (
    artifact && (
      <ul className="matrix__places">
        {row.entry.pointers.get(id)?.map(({ locator, outside }, index) => (
          <li key={index}>
            <PlaceLink artifact={artifact} locator={locator} />
            {outside && <Status name="blocking" word="To correct" />}
          </li>
        ))}
      </ul>
    )
  );
}

/** "24 of 30", "412, at most 400", "24". */
function wordsOf(words: number, { min, max }: WordLimits): string {
  const count = words.toLocaleString('en-US');
  if (min !== undefined && words < min) return `${count} of ${min.toLocaleString('en-US')}`;
  return max !== undefined && words > max ? `${count}, at most ${max.toLocaleString('en-US')}` : count;
}

/** A row costs nothing while one works on another: its entry and its columns are the same objects as before. */
function isSameRow(one: RowProps, other: RowProps): boolean {
  return (
    one.row.entry === other.row.entry &&
    one.row.state === other.row.state &&
    one.row.detail === other.row.detail &&
    one.onAdd === other.onAdd &&
    one.columns?.length === other.columns?.length &&
    (one.columns ?? []).every((artifact, index) => artifact === other.columns?.[index])
  );
}
