import type { ReactNode } from 'react';
import { formatDate } from '#domain/text/format-date.ts';
import { ErrorSummary, Field, type FormErrors } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import type { ConflictPage, DeclaredConflict } from './conflicts.queries.ts';
import type { NamedIssuer } from '#domain/access/issuers.ts';
import { type School, schoolWords } from './schools.queries.ts';

export type ConflictsPageProps = ConflictPage & {
  context: PageContext;
  issuers: readonly NamedIssuer[];
  /** Schools with the words that were looked for. */
  found: readonly School[];
  notice?: string | undefined;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

/** Whom an assessor must not judge: what they said so far, and saying more. */
export function ConflictsPage(props: ConflictsPageProps) {
  const { context, conflicts, notice, errors = [] } = props;
  return (
    <Layout context={context} width="wide" title="Conflicts of interest" hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/desk">Assessor’s desk</a>
        <span aria-current="page">Conflicts of interest</span>
      </nav>
      <ErrorSummary errors={errors} />
      {notice && (
        <p className="alert alert-success" role="status">
          {notice}
        </p>
      )}
      <header className="page-head">
        <h1>Conflicts of interest</h1>
        <p className="lead">
          Say whose work you must not judge: family, friends, people whom you supervise. You are not shown or given it.
        </p>
        <p className="muted conflict-lead">
          You need not say what the program finds by itself: your own work, work that you coach or coached, work that
          you were asked to confirm something of, and work of people at a school where you work or worked (see{' '}
          <a href="/profile">your profile</a>).
        </p>
      </header>
      <section aria-labelledby="declared-title" className="desk-section">
        <h2 id="declared-title">What you have declared</h2>
        {conflicts.length === 0 ? (
          <p className="empty-state">You have not declared a conflict of interest.</p>
        ) : (
          <ul className="rows conflict-list">
            {conflicts.map((conflict) => (
              <Declared key={conflict.id} conflict={conflict} />
            ))}
          </ul>
        )}
        <Pages {...props} />
      </section>
      <DeclareForm {...props} action="/desk/conflicts" />
    </Layout>
  );
}

function Pages({ page, pages }: ConflictPage) {
  if (pages === 1) return null;
  return (
    <nav className="pager" aria-label="Pages of what you have declared">
      {page > 1 ? (
        <a href={`/desk/conflicts?page=${page - 1}`} rel="prev">
          Before
        </a>
      ) : (
        <span />
      )}
      <span className="meta">
        Page {page} of {pages}
      </span>
      {page < pages && (
        <a href={`/desk/conflicts?page=${page + 1}`} rel="next">
          More
        </a>
      )}
    </nav>
  );
}

function Declared({ conflict }: { conflict: DeclaredConflict }) {
  const { id, issuerName, reason, declaredAt, endedAt, byLead } = conflict;
  const whom = wordsOf(conflict);
  return (
    <li className="declared-conflict">
      <div>
        <strong>{whom}</strong> <Status name={endedAt ? 'withdrawn' : 'hidden'} word={endedAt ? 'Ended' : 'Holds'} />
        {reason !== '' && <p>{reason}</p>}
        <p className="meta">
          {issuerName}, declared <Day at={declaredAt} />
          {endedAt && (
            <>
              , ended <Day at={endedAt} />; it still holds for what was handed in before
            </>
          )}
        </p>
      </div>
      {!endedAt && !byLead && (
        <form method="post" action={`/desk/conflicts/${id}/end`}>
          <button type="submit" className="link-button">
            End it<span className="sr-only">: {whom}</span>
          </button>
        </form>
      )}
    </li>
  );
}

function wordsOf({ email, school, title, submittedAt, byLead }: DeclaredConflict): string {
  if (byLead) return 'Somebody whom a lead assessor named';
  if (email !== null) return email;
  if (school !== null) return `Everyone of ${school}`;
  return `The earner of an attempt at ${title ?? 'a micro-credential'}${submittedAt ? `, handed in ${formatDate(submittedAt)}` : ''}`;
}

export type DeclareFormProps = Pick<ConflictsPageProps, 'issuers' | 'found' | 'typed' | 'errors'> & {
  action: string;
  /** What else it may be with, before a person and a school. */
  before?: ReactNode;
};

/** The form in which a conflict is declared. */
export function DeclareForm({ action, issuers, found, typed = {}, errors = [], before }: DeclareFormProps) {
  const isSchool = typed.who === 'school';
  const isPerson = typed.who === 'person' || (!isSchool && typed.who !== 'attempt' && !before);
  return (
    <section aria-labelledby="declare-title" className="desk-section">
      <h2 id="declare-title">Declare a conflict</h2>
      <form method="post" action={action} className="conflict-form">
        {issuers.length === 1 ? (
          <input type="hidden" name="issuer" value={issuers[0]?.id} />
        ) : (
          <Field name="issuer" label="Issuer" errors={errors}>
            {(control) => (
              <select {...control} className="select" defaultValue={typed.issuer ?? ''} required>
                <option value="">Choose one</option>
                {issuers.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <fieldset>
          <legend>With whom?</legend>
          {before}
          <label className="choice">
            <input type="radio" name="who" value="person" className="radio" defaultChecked={isPerson} />
            <span>A person</span>
          </label>
          <Field
            name="email"
            label="Their e-mail address"
            hint="It is kept whether or not somebody has an account with it; you are not told which."
            errors={errors}
          >
            {(control) => (
              <input {...control} type="email" className="input" defaultValue={typed.email ?? ''} autoComplete="off" />
            )}
          </Field>
          <label className="choice">
            <input type="radio" name="who" value="school" className="radio" defaultChecked={isSchool} />
            <span>Everyone who works, or worked, at a school</span>
          </label>
          <Field name="q" label="A part of the school’s name" errors={errors}>
            {(control) => <input {...control} className="input" defaultValue={typed.q ?? ''} maxLength={200} />}
          </Field>
          {found.length > 0 && (
            <fieldset className="conflict-schools" role="status">
              <legend>Which one?</legend>
              {found.map((school) => (
                <label key={school.id} className="choice">
                  <input
                    type="radio"
                    name="school"
                    value={school.id}
                    className="radio"
                    defaultChecked={found.length === 1 || typed.school === school.id}
                  />
                  <span>{schoolWords(school)}</span>
                </label>
              ))}
            </fieldset>
          )}
        </fieldset>
        <Field name="reason" label="Why" hint="For the lead assessors, in a few words." errors={errors}>
          {(control) => (
            <textarea
              {...control}
              className="textarea"
              rows={2}
              maxLength={1000}
              defaultValue={typed.reason ?? ''}
              required
            />
          )}
        </Field>
        <button type="submit" className="btn btn-primary">
          Declare it
        </button>
      </form>
    </section>
  );
}
