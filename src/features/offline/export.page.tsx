import { countOf } from '#domain/evidence/finding.ts';
import { ErrorSummary, type FormErrors } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import type { OnDesk } from './on-desk.queries.ts';
import { mostAtOnce } from './on-desk.queries.ts';

type ExportPageProps = { context: PageContext; onDesk: readonly OnDesk[]; errors?: FormErrors };

/** Which attempts to take along. */
export function ExportPage({ context, onDesk, errors = [] }: ExportPageProps) {
  return (
    <Layout context={context} width="wide" title="Work offline" hasErrors={errors.length > 0}>
      <OfflineCrumbs here="Work offline" />
      <ErrorSummary errors={errors} />
      <header className="page-head">
        <h1>Work offline</h1>
        <p className="lead">
          Take attempts along as files, with a sheet to rate them in. When you are back, hand the sheet in.
        </p>
        <p className="actions">
          <a href="/desk/import" className="btn">
            Hand in a sheet
          </a>
        </p>
      </header>
      {onDesk.length === 0 ? (
        <div className="empty-state">
          <h2>Nothing on your desk</h2>
          <p>
            Claim an attempt first; then you can take it along. <a href="/desk">Go to the queue</a>
          </p>
        </div>
      ) : (
        <form method="post" action="/desk/export" className="stack">
          <fieldset className={errors.length > 0 ? 'field field--error' : 'field'}>
            <legend>Attempts on your desk</legend>
            <p className="hint">
              Up to {mostAtOnce} at a time. Your claim runs out as it would without: save here now and then, or come
              back in time.
            </p>
            <ul className="rows offline-rows">
              {onDesk.map(({ assessmentId, title, number, name, due, rated, lookFors }, index) => (
                <li key={assessmentId}>
                  <label className="choice">
                    <input
                      type="checkbox"
                      name="assessment"
                      value={assessmentId}
                      id={index === 0 ? 'assessment' : undefined}
                      defaultChecked={onDesk.length <= mostAtOnce}
                    />
                    <span>
                      {title}, attempt {number}, {name}{' '}
                      <span className="meta">
                        {rated} of {countOf(lookFors, 'look-for')} rated
                        {due && (
                          <>
                            , due <Day at={due} />
                          </>
                        )}
                      </span>
                    </span>
                  </label>
                </li>
              ))}
            </ul>
          </fieldset>
          <p className="hint">
            You get one ZIP: a pack for each attempt, and scoring.xlsx with a row for each look-for. It holds what
            earners entrusted to you: keep it where only you can open it, and delete it when you are done.
          </p>
          <button type="submit" className="btn btn-primary">
            Download
          </button>
        </form>
      )}
    </Layout>
  );
}

export function OfflineCrumbs({ here }: { here: string }) {
  return (
    <nav aria-label="Breadcrumb" className="crumbs">
      <a href="/desk">Assessor’s desk</a>
      {here !== 'Work offline' && <a href="/desk/export">Work offline</a>}
      <span aria-current="page">{here}</span>
    </nav>
  );
}
