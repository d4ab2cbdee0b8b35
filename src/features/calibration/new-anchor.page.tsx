import { ErrorSummary, Field, type FormErrors } from '#ui/form.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { WideTable } from '#ui/wide-table.tsx';
import { LeadFrame } from '../lead/lead-frame.tsx';
import type { AskableAttempt, OfferedMicroCredential } from './anchors.queries.ts';
import { Done, useWords } from './calibration-parts.tsx';

export type NewAnchorPageProps = {
  context: PageContext;
  offered: readonly OfferedMicroCredential[];
  askable: readonly AskableAttempt[];
  only: string | undefined;
  notice?: string | undefined;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

/** Two ways to an anchor: an earner’s attempt with their leave, or one that is written. */
export function NewAnchorPage({
  context,
  offered,
  askable,
  only,
  notice,
  typed = {},
  errors = [],
}: NewAnchorPageProps) {
  return (
    <LeadFrame context={context} current="calibration" title="Make an anchor" hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/lead/calibration">Calibration</a>
        <span aria-current="page">Make an anchor</span>
      </nav>
      <ErrorSummary errors={errors} />
      {notice && <Done>{notice}</Done>}
      <header className="page-head">
        <h1>Make an anchor</h1>
        <p className="lead">Use an earner’s attempt with their leave, or write one yourself.</p>
      </header>
      <section aria-labelledby="ask-title">
        <div className="toolbar">
          <h2 id="ask-title">With an earner’s leave</h2>
          <form method="get" action="/lead/calibration/anchors/new" className="desk-filter" data-submit-on-change>
            <label htmlFor="micro-credential">Micro-credential</label>
            <select id="micro-credential" name="micro-credential" defaultValue={only ?? ''} className="select">
              <option value="">All of them</option>
              {offered.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </select>
            <button type="submit" className="btn">
              Show
            </button>
          </form>
        </div>
        <p className="measure mt-2">
          The earner gets a mail and decides freely. After a yes you make a copy in which their name is replaced; they
          can take the yes back at any time.
        </p>
        {askable.length === 0 ? (
          <p className="empty-state mt-4">
            There is no decided attempt whose earner has not been asked. Once more are decided they stand here;
            meanwhile, write an anchor yourself, below.
          </p>
        ) : (
          <WideTable label="Decided attempts" head={['Attempt', 'Decided', 'Outcome', <>Ask</>]}>
            {askable.map((one) => (
              <tr key={one.attemptId}>
                <th scope="row">
                  {one.microCredential}
                  <span className="meta block font-normal">
                    Attempt {one.number} of {one.earnerName}
                  </span>
                </th>
                <td>
                  <Day at={one.releasedAt} />
                </td>
                <td>
                  <Status name={one.outcome} />
                </td>
                <td>
                  <form method="post" action={`/lead/calibration/consents/${one.attemptId}/ask`}>
                    <button type="submit" className="btn btn-sm">
                      Ask<span className="sr-only"> {one.earnerName}</span>
                    </button>
                  </form>
                </td>
              </tr>
            ))}
          </WideTable>
        )}
      </section>
      <section className="section" aria-labelledby="write-title">
        <h2 id="write-title">Written</h2>
        <p className="measure">
          You write the evidence as an earner would, for a look-for that is hard to tell or an attempt that nobody has
          handed in.
        </p>
        <form method="post" action="/lead/calibration/anchors" noValidate className="fields mt-4">
          <AnchorFields typed={typed} errors={errors} />
          <Field name="microCredentialId" label="Micro-credential" errors={errors}>
            {(control) => (
              <select {...control} className="select" defaultValue={typed.microCredentialId ?? only ?? ''}>
                <option value="">Choose</option>
                {offered.map(({ id, title }) => (
                  <option key={id} value={id}>
                    {title}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <button type="submit" className="btn btn-primary">
            Write an anchor
          </button>
        </form>
      </section>
    </LeadFrame>
  );
}

/** What every anchor has: its name among the leads, and its use. */
export function AnchorFields({ typed, errors }: { typed: Readonly<Record<string, string>>; errors: FormErrors }) {
  return (
    <>
      <Field name="title" label="Name" hint="For lead assessors alone: what it is good for." errors={errors}>
        {(control) => <input {...control} className="input" maxLength={200} defaultValue={typed.title} />}
      </Field>
      <Field
        name="use"
        label="Use"
        hint="An anchor is either: whoever has qualified with one would know it again."
        errors={errors}
      >
        {(control) => (
          <select {...control} className="select" defaultValue={typed.use ?? 'qualify'}>
            <option value="qualify">{useWords.qualify}</option>
            <option value="seed">{useWords.seed}</option>
          </select>
        )}
      </Field>
    </>
  );
}
