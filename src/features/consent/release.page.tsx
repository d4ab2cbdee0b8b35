import { coverages, releaseKinds, releaseState } from '#domain/consent/release.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { ErrorSummary, Field, type FormErrors, TextField } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { workPaths } from '../work/work-paths.ts';
import { Validity, dayOf } from './consent.page.tsx';
import { coverWords, listCovers, releaseKindWords, releaseStateWords } from './consent-words.ts';
import type { OwnRelease, ReleaseUse } from './consent.queries.ts';

type ReleasePageProps = {
  context: PageContext;
  release: OwnRelease;
  uses: readonly ReleaseUse[];
  /** Just entered. */
  isNew: boolean;
  /** Where the earner came from. */
  next: string | undefined;
};

/** One release: what it covers, where it is used, and withdrawing it. */
export function ReleasePage({ context, release, uses, isNew, next }: ReleasePageProps) {
  const path = `/consent/releases/${release.id}`;
  const state = releaseState(release, context.now.toISOString());
  return (
    <Layout context={context} title={`Release of ${release.subject}`}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/work">My work</a>
        <a href="/consent">Consent register</a>
      </nav>
      {isNew && (
        <p className="alert alert-success" role="status">
          The release is in your register.{' '}
          {next ? <a href={next}>Go back and name it</a> : 'Name it wherever it is used.'}
        </p>
      )}
      <header className="page-head">
        <h1>Release of {release.subject}</h1>
        <p>
          <Status {...releaseStateWords[state]} />
        </p>
      </header>
      <div className="split">
        <section aria-labelledby="uses-title">
          <h2 id="uses-title">Used in</h2>
          {uses.length === 0 && (
            <p className="muted">
              Nothing rests on it yet. Name it beside a picture, film or recording of your evidence.
            </p>
          )}
          {(state === 'withdrawn' || state === 'expired') && uses.length > 0 && (
            <p className="alert alert-warning">
              Take these out of your evidence, replace them, or name another release. What is handed in already is
              hidden from assessors while the release is withdrawn.
            </p>
          )}
          <ul className="rows">
            {uses.map((use) => (
              <li key={use.artifactId}>
                <a href={`${workPaths(use.enrolmentId).requirement(use.requirement)}#media-${use.artifactId}`}>
                  {use.name}
                </a>
                <p className="meta">
                  {use.title}
                  {use.isSealed && ', handed in'}
                </p>
              </li>
            ))}
          </ul>
          {release.withdrawnAt === null && (
            <details className="panel release-withdraw">
              <summary>Withdraw this release</summary>
              <form method="post" action={`${path}/withdraw`}>
                <p>
                  Do this when the person, or who spoke for them, no longer agrees.{' '}
                  {uses.length > 0
                    ? `It marks ${countOf(uses.length, 'file')} and hides what was handed in from assessors.`
                    : 'Nothing rests on it now.'}{' '}
                  It can’t be undone; should they agree again, enter a new release.
                </p>
                <button type="submit" className="btn btn-error">
                  Withdraw it
                </button>
              </form>
            </details>
          )}
        </section>
        <aside aria-label="About this release">
          <dl className="facts">
            <Fact name="For">{releaseKindWords[release.kind]}</Fact>
            <Fact name="Covers">{listCovers(release.covers)}</Fact>
            <Fact name="Given by">{release.givenBy}</Fact>
            <Fact name="Given on">
              <Day at={dayOf(release.givenOn)} />
            </Fact>
            <Fact name="Holds">
              <Validity release={release} />
            </Fact>
            <Fact name="Signed form">
              {release.form ? <a href={`${path}/form`}>{release.form.name}</a> : 'not kept here'}
            </Fact>
          </dl>
          {release.note && <p className="evidence-note">{release.note}</p>}
        </aside>
      </div>
    </Layout>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

type NewReleasePageProps = {
  context: PageContext;
  next: string | undefined;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

export function NewReleasePage({ context, next, typed = {}, errors = [] }: NewReleasePageProps) {
  return (
    <Layout context={context} title="Add a release" hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/work">My work</a>
        <a href="/consent">Consent register</a>
      </nav>
      <ErrorSummary errors={errors} />
      <header className="page-head">
        <h1>Add a release</h1>
      </header>
      <form method="post" action="/consent/releases" encType="multipart/form-data" noValidate>
        {next && <input type="hidden" name="next" value={next} />}
        <Field name="kind" label="Whom or what is it for?" errors={errors}>
          {(control) => (
            <select {...control} className="select" defaultValue={typed.kind ?? 'student'}>
              {releaseKinds.map((kind) => (
                <option key={kind} value={kind}>
                  {releaseKindWords[kind]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field
          name="subject"
          label="Initials, or name"
          hint="Of a student the initials only, such as J. D. The full names of students aren’t kept here. Of staff the name, of a site what it is called."
          errors={errors}
        >
          {(control) => (
            <input {...control} className="input" autoComplete="off" maxLength={200} defaultValue={typed.subject} />
          )}
        </Field>
        <Covers typed={typed} errors={errors} />
        <Field
          name="givenBy"
          label="Given by"
          hint="Such as: a parent, the person, the principal. Leave out what would name a student."
          errors={errors}
        >
          {(control) => (
            <input {...control} className="input" autoComplete="off" maxLength={200} defaultValue={typed.givenBy} />
          )}
        </Field>
        <Field name="givenOn" label="Given on" errors={errors}>
          {(control) => <input {...control} type="date" className="input" defaultValue={typed.givenOn} />}
        </Field>
        <Field
          name="expiresOn"
          label="Holds until (optional)"
          hint="The last day. Empty: until it is withdrawn."
          errors={errors}
        >
          {(control) => <input {...control} type="date" className="input" defaultValue={typed.expiresOn} />}
        </Field>
        <Field
          name="form"
          label="Signed form (optional)"
          hint="A PDF or a picture of up to 20 MB. Only you can open it."
          errors={errors}
        >
          {(control) => (
            <input {...control} type="file" className="file-input" accept=".pdf,.png,.jpg,.jpeg,.webp,.heic" />
          )}
        </Field>
        <TextField
          name="note"
          label="Note (optional)"
          hint="Only you see it."
          errors={errors}
          rows={2}
          maxLength={2000}
          value={typed.note}
        />
        <p className="actions">
          <button type="submit" className="btn btn-primary">
            Add the release
          </button>
          <a href={next ?? '/consent'} className="btn">
            Not now
          </a>
        </p>
      </form>
    </Layout>
  );
}

function Covers({ typed, errors }: Required<Pick<NewReleasePageProps, 'typed' | 'errors'>>) {
  const error = errors.find(({ field }) => field === 'covers-image');
  return (
    <fieldset className={error ? 'field field--error' : 'field'} aria-describedby={error && 'covers-error'}>
      <legend>What does it cover?</legend>
      {error && (
        <p id="covers-error" className="field-error">
          <span className="sr-only">Error: </span>
          {error.message}
        </p>
      )}
      <div className="choices">
        {coverages.map((cover) => (
          <label key={cover} className="choice">
            <input
              type="checkbox"
              id={`covers-${cover}`}
              name={`covers-${cover}`}
              value="1"
              defaultChecked={typed[`covers-${cover}`] === '1'}
            />{' '}
            {coverWords[cover]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
