import { Day } from '#ui/moment.tsx';
import { ErrorSummary, type FormErrors } from '#ui/form.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { LeadFrame } from '../lead/lead-frame.tsx';
import { DeclareForm } from './conflicts.page.tsx';
import { type LedConflict, type LedConflictsView, whomWords } from './led-conflicts.queries.ts';
import type { School } from './schools.queries.ts';

export type LedConflictsPageProps = {
  context: PageContext;
  view: LedConflictsView;
  found: readonly School[];
  notice?: string | undefined;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

/** Whom somebody must not judge, as they and the lead assessors said. */
export function LedConflictsPage({ context, view, found, notice, typed = {}, errors = [] }: LedConflictsPageProps) {
  const { assessor, issuers, conflicts, hasMore } = view;
  const home = `/lead/workload/${assessor.id}/conflicts`;
  return (
    <LeadFrame
      context={context}
      current="workload"
      title={`Conflicts of interest of ${assessor.name}`}
      hasErrors={errors.length > 0}
    >
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href={`/lead/workload?assessor=${assessor.id}#attempts`}>Workload of {assessor.name}</a>
        <span aria-current="page">Conflicts of interest</span>
      </nav>
      <ErrorSummary errors={errors} />
      {notice && (
        <p className="alert alert-success" role="status">
          {notice}
        </p>
      )}
      <header className="page-head">
        <h1>Conflicts of interest of {assessor.name}</h1>
        <p className="lead">
          What you declare holds at once, and takes from them what they hold of it. They learn that there is a conflict,
          not with whom.
        </p>
      </header>
      <section aria-labelledby="declared-title" className="desk-section">
        <h2 id="declared-title">Declared</h2>
        {conflicts.length === 0 ? (
          <p className="empty-state">Nobody has declared a conflict of interest of {assessor.name}.</p>
        ) : (
          <ul className="rows conflict-list">
            {conflicts.map((conflict) => (
              <Declared key={conflict.id} conflict={conflict} home={home} />
            ))}
          </ul>
        )}
        {hasMore && (
          <p className="meta">
            Only {conflicts.length} are shown: those that hold first, the latest first. The others hold all the same.
          </p>
        )}
      </section>
      <DeclareForm
        {...{ issuers, found, typed, errors }}
        action={home}
        before={<HeldChoice held={view.held} typed={typed} errors={errors} />}
      />
    </LeadFrame>
  );
}

function Declared({ conflict, home }: { conflict: LedConflict; home: string }) {
  const { id, issuerName, reason, declaredBy, declaredAt, endedAt } = conflict;
  const whom = whomWords(conflict);
  return (
    <li className="conflict">
      <div>
        <strong>{whom}</strong> <Status name={endedAt ? 'withdrawn' : 'hidden'} word={endedAt ? 'Ended' : 'Holds'} />
        <p>{reason}</p>
        <p className="meta">
          {issuerName}, declared {declaredBy === null ? 'by themselves' : `by ${declaredBy}`} <Day at={declaredAt} />
          {endedAt && (
            <>
              , ended <Day at={endedAt} />; it still holds for what was handed in before
            </>
          )}
        </p>
      </div>
      {!endedAt && declaredBy !== null && (
        <form method="post" action={`${home}/${id}/end`}>
          <button type="submit" className="link-button">
            End it<span className="sr-only">: {whom}</span>
          </button>
        </form>
      )}
    </li>
  );
}

type HeldChoiceProps = Pick<LedConflictsView, 'held'> & Required<Pick<LedConflictsPageProps, 'typed' | 'errors'>>;

/** Whoever handed in something that they hold. */
function HeldChoice({ held, typed, errors }: HeldChoiceProps) {
  if (held.length === 0) return null;
  const error = errors.find(({ field }) => field === 'attempt');
  return (
    <>
      <label className="choice">
        <input
          type="radio"
          name="who"
          value="attempt"
          className="radio"
          defaultChecked={typed.who === undefined || typed.who === 'attempt'}
        />
        <span>Whoever handed in an attempt that they hold</span>
      </label>
      <select
        name="attempt"
        id="attempt"
        className="select"
        aria-label="Which attempt"
        defaultValue={typed.attempt ?? ''}
        {...(error && { 'aria-invalid': true })}
      >
        <option value="">Choose one</option>
        {held.map(({ attemptId, title, number, earnerName }) => (
          <option key={attemptId} value={attemptId}>
            {title}, attempt {number} by {earnerName}
          </option>
        ))}
      </select>
    </>
  );
}
