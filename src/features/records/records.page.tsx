import { countOf } from '#domain/evidence/finding.ts';
import { ErrorSummary, Field, type FormErrors } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import type { RecordIssuer } from './records.queries.ts';

export type ShownShare = { id: string; note: string; createdAt: Date; endedAt: Date | null; address: string };

export type RecordsPageProps = {
  context: PageContext;
  issuers: readonly RecordIssuer[];
  shares: readonly ShownShare[];
  notice?: string | undefined;
  typed?: string | undefined;
  errors?: FormErrors;
};

/** A person's learner records, one of each issuer, and the links by which they show them. */
export function RecordsPage({ context, issuers, shares, notice, typed, errors = [] }: RecordsPageProps) {
  const open = shares.filter(({ endedAt }) => endedAt === null);
  const ended = shares.filter(({ endedAt }) => endedAt !== null);
  return (
    <Layout context={context} title="Your learner record" hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/awards">My awards</a>
        <span aria-current="page">Your learner record</span>
      </nav>
      <ErrorSummary errors={errors} />
      {notice && (
        <p className="alert alert-success" role="status">
          {notice}
        </p>
      )}
      <header className="page-head">
        <h1>Your learner record</h1>
        <p className="lead">
          All your awards of an issuer in one signed file, with how they belong together, for programs that read
          Comprehensive Learner Records (CLR 2.0). Each award in it can be verified by itself.
        </p>
      </header>
      {issuers.length === 0 ? (
        <div className="empty-state">
          <h2>Nothing to record yet</h2>
          <p>Your first award opens your record.</p>
          <p className="actions">
            <a href="/library" className="btn btn-primary">
              Find a micro-credential
            </a>
          </p>
        </div>
      ) : (
        <>
          <RecordFiles issuers={issuers} address="/awards/transcript.clr" />
          <section className="section" aria-labelledby="share-title">
            <h2 id="share-title">Show it to somebody</h2>
            <p>
              Nobody else sees your record unless you give them a link. It shows your name and your awards in force as
              they are when it is opened, until you end it.
            </p>
            <form method="post" action="/awards/record/shares" className="form wallet-form" noValidate>
              <Field name="note" label="For whom" hint="For yourself alone, to tell your links apart." errors={errors}>
                {(control) => (
                  <input
                    {...control}
                    className="input"
                    maxLength={100}
                    defaultValue={typed}
                    required
                    autoComplete="off"
                  />
                )}
              </Field>
              <button type="submit" className="btn btn-primary">
                Make a link
              </button>
            </form>
            {open.length > 0 && (
              <ul className="rows">
                {open.map((share) => (
                  <ShareRow key={share.id} share={share} />
                ))}
              </ul>
            )}
            {ended.length > 0 && (
              <details>
                <summary>Ended links ({ended.length})</summary>
                <ul className="rows">
                  {ended.map((share) => (
                    <li key={share.id}>
                      <strong>{share.note}</strong>{' '}
                      <span className="meta">
                        made on <Day at={share.createdAt} />
                        {share.endedAt && (
                          <>
                            , ended on <Day at={share.endedAt} />
                          </>
                        )}
                      </span>
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </section>
        </>
      )}
    </Layout>
  );
}

/** One row an issuer, since each signs for itself. */
export function RecordFiles({ issuers, address }: { issuers: readonly RecordIssuer[]; address: string }) {
  return (
    <section className="section" aria-labelledby="files-title">
      <h2 id="files-title">{issuers.length === 1 ? 'The file' : 'One file of each issuer'}</h2>
      <ul className="rows">
        {issuers.map((issuer) => (
          <li key={issuer.id} className="record-file">
            <div>
              <strong>{issuer.name}</strong>
              <p className="meta">{countOf(issuer.awards, 'award')} in force</p>
            </div>
            <p className="record-file__links">
              <a href={`${address}.json?issuer=${issuer.slug}`}>
                Signed JSON<span className="sr-only"> of {issuer.name}</span>
              </a>
              <a href={`${address}.jwt?issuer=${issuer.slug}`}>
                JWT<span className="sr-only"> of {issuer.name}</span>
              </a>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ShareRow({ share }: { share: ShownShare }) {
  const field = `link-${share.id}`;
  return (
    <li className="record-share">
      <div className="share-copy">
        <label htmlFor={field}>
          {share.note}{' '}
          <span className="meta">
            since <Day at={share.createdAt} />
          </span>
        </label>
        <input id={field} className="input" readOnly value={share.address} />
        <button type="button" className="btn btn-sm" data-copy={field} hidden>
          Copy link
        </button>
      </div>
      <form method="post" action={`/awards/record/shares/${share.id}/end`}>
        <button type="submit" className="link-button">
          End this link<span className="sr-only">: {share.note}</span>
        </button>
      </form>
    </li>
  );
}
