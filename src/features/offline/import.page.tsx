import type { ReactNode } from 'react';
import { countOf } from '#domain/evidence/finding.ts';
import { formatBytes } from '#domain/evidence/file-types.ts';
import { ErrorSummary, type FormErrors } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { OfflineCrumbs } from './export.page.tsx';
import type { PlannedChange, SheetConflict } from './import-ratings.ts';
import type { CellError } from './read-sheet.ts';
import { type SheetRating, ratingWord } from './sheet-columns.ts';

/** Largest sheet that is taken, in bytes: twenty attempts fill a hundredth of it. */
export const largestSheet = 5_000_000;

type ImportPageProps = {
  context: PageContext;
  /** How many ratings were saved just now. */
  saved?: number;
  /** What is wrong with the file as a whole. */
  errors?: FormErrors;
  /** What is wrong in it, by cell. */
  cells?: readonly CellError[];
  conflicts?: readonly SheetConflict[];
};

/** Handing in a sheet, and what was wrong with the one before. */
export function ImportPage({ context, saved, errors = [], cells = [], conflicts = [] }: ImportPageProps) {
  return (
    <Layout context={context} width="wide" title="Hand in a sheet" hasErrors={errors.length + cells.length > 0}>
      <OfflineCrumbs here="Hand in a sheet" />
      <ErrorSummary errors={errors} />
      {saved !== undefined && (
        <p className="alert alert-success mb-6" role="status">
          {saved === 0
            ? 'The sheet says what stands here already: nothing had to be saved.'
            : `${countOf(saved, 'rating')} saved as ${saved === 1 ? 'a draft' : 'drafts'}. Nothing is sent until you send it from the scoring page.`}{' '}
          <a href="/desk">Back to the desk</a>
        </p>
      )}
      {cells.length > 0 && <Cells cells={cells} />}
      {conflicts.length > 0 && <Conflicts conflicts={conflicts} />}
      <header className="page-head">
        <h1>Hand in a sheet</h1>
        <p className="lead">
          It is looked through first and shown to you. Either all of it is saved, or nothing; and nothing is sent to
          anybody.
        </p>
      </header>
      <form method="post" action="/desk/import" encType="multipart/form-data" className="stack">
        <div className={errors.length > 0 ? 'field field--error' : 'field'}>
          <label htmlFor="sheet">Your scoring.xlsx</label>
          <p id="sheet-hint" className="hint">
            As it came with your download, with ratings and comments filled in; up to {formatBytes(largestSheet)}.
          </p>
          {errors[0] && (
            <p id="sheet-error" className="field-error">
              <span className="sr-only">Error: </span>
              {errors[0].message}
            </p>
          )}
          <input
            id="sheet"
            name="sheet"
            type="file"
            accept=".xlsx"
            className="file-input"
            required
            aria-describedby="sheet-hint"
            aria-invalid={errors.length > 0 ? true : undefined}
          />
        </div>
        <button type="submit" className="btn btn-primary">
          Look it through
        </button>
      </form>
    </Layout>
  );
}

function Cells({ cells }: { cells: readonly CellError[] }) {
  return (
    <div className="error-summary" role="alert" tabIndex={-1} data-autofocus>
      <h2>Nothing was saved: {countOf(cells.length, 'cell')} to put right</h2>
      <ul>
        {cells.map(({ cell, message }) => (
          <li key={cell + message}>
            <strong className="offline-cell">{cell}</strong>: {message}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Conflicts({ conflicts }: { conflicts: readonly SheetConflict[] }) {
  return (
    <section className="alert alert-warning offline-conflicts" role="alert" aria-labelledby="conflicts-title">
      <h2 id="conflicts-title">Nothing was saved: {countOf(conflicts.length, 'rating')} changed here meanwhile</h2>
      <p>
        Both versions stand below. Put right on the scoring page what should count, export again, and go on from there.
      </p>
      {conflicts.map(({ cell, attempt, lookFor, here, sheet }) => (
        <div key={cell} className="offline-conflict">
          <h3>
            <span className="offline-cell">{cell}</span>: {lookFor}
          </h3>
          <p className="meta">{attempt}</p>
          <dl className="facts">
            <Version title="Here now" rating={here} />
            <Version title="In the sheet" rating={sheet} />
          </dl>
        </div>
      ))}
    </section>
  );
}

function Version({ title, rating }: { title: string; rating: SheetRating }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <Said rating={rating} />
      </dd>
    </div>
  );
}

function Said({ rating }: { rating: SheetRating }): ReactNode {
  return (
    <>
      <strong>{ratingWord(rating) || 'Not rated'}</strong>
      {rating.comment !== '' && <span className="offline-comment">{rating.comment}</span>}
    </>
  );
}

type PreviewPageProps = {
  context: PageContext;
  changes: readonly PlannedChange[];
  unchanged: number;
  /** The rows, as they are sent again to be saved. */
  rows: string;
};

/** What a sheet would change, before it does. */
export function PreviewPage({ context, changes, unchanged, rows }: PreviewPageProps) {
  const byAttempt = Map.groupBy(changes, ({ attempt }) => attempt);
  const lacking = changes.filter(({ needsComment }) => needsComment).length;
  return (
    <Layout context={context} width="wide" title="What the sheet changes">
      <OfflineCrumbs here="Hand in a sheet" />
      <header className="page-head">
        <h1>What the sheet changes</h1>
        <p className="lead">
          {countOf(changes.length, 'rating')} would change, {unchanged} stay as they are. Nothing is saved yet.
        </p>
        {lacking > 0 && (
          <p>
            {countOf(lacking, 'rating')} of these still {lacking === 1 ? 'needs' : 'need'} a comment before the
            assessment can be sent.
          </p>
        )}
      </header>
      {[...byAttempt].map(([attempt, ofAttempt]) => (
        <section key={attempt} className="section">
          <h2>{attempt}</h2>
          <ul className="rows offline-rows">
            {ofAttempt.map(({ row, lookFor, before, after, needsComment }) => (
              <li key={row.key.lookFor}>
                <h3>{lookFor}</h3>
                <p>
                  <span className="muted">{ratingWord(before) || 'Not rated'}</span> →{' '}
                  <strong>{ratingWord(after) || 'Not rated'}</strong>
                  {needsComment && <span className="meta"> (needs a comment)</span>}
                </p>
                {after.comment !== '' && after.comment !== before.comment && (
                  <p className="offline-comment">{after.comment}</p>
                )}
                {after.comment === '' && before.comment !== '' && <p className="meta">The comment is taken away.</p>}
              </li>
            ))}
          </ul>
        </section>
      ))}
      <form method="post" action="/desk/import/confirm" className="actions">
        <input type="hidden" name="rows" value={rows} />
        <button type="submit" className="btn btn-primary">
          Save {countOf(changes.length, 'rating')} as drafts
        </button>
        <a href="/desk/import" className="btn">
          Not now
        </a>
      </form>
    </Layout>
  );
}
