import { listDetails, listLookFors, listRequirements } from '#domain/definition/outline.ts';
import { kindLabel } from '#domain/evidence/registry.ts';
import { ErrorSummary, type FormErrors } from '#ui/form.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { EvidenceView } from '../evidence/evidence-view.tsx';
import { LeadFrame } from '../lead/lead-frame.tsx';
import { AgreedForm, staleError } from './agreed-form.tsx';
import type { Anchor } from './anchors.queries.ts';
import { AnchorState, Done, Refused, useWords } from './calibration-parts.tsx';

export type AnchorPageProps = {
  context: PageContext;
  anchor: Anchor;
  /** Of a written one that is not sealed: the requirements with something in them. */
  written: ReadonlySet<string>;
  notice?: string | undefined;
  refusal?: string | undefined;
  typed?: Readonly<Record<string, string>> | undefined;
  /** Somebody saved other ratings after the form was made. */
  isStale?: boolean;
  errors?: FormErrors;
};

/** One anchor: its evidence beside the agreed ratings. */
export function AnchorPage(props: AnchorPageProps) {
  const { context, anchor, notice, refusal } = props;
  const errors = props.isStale ? [staleError(anchor, props.typed)] : (props.errors ?? []);
  return (
    <LeadFrame context={context} current="calibration" title={anchor.title} hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/lead/calibration">Calibration</a>
        <span aria-current="page">Anchor</span>
      </nav>
      <ErrorSummary errors={errors} />
      {refusal && <Refused>{refusal}</Refused>}
      {notice && <Done>{notice}</Done>}
      <header className="page-head">
        <p className="eyebrow">{anchor.microCredential}</p>
        <h1>{anchor.title}</h1>
        <p className="anchor-facts">
          <AnchorState state={anchor.state} />
          <span>{useWords[anchor.use]}</span>
          <span>
            {anchor.source === 'written' ? 'Written' : 'Made with the earner’s leave'} by {anchor.createdBy}
          </span>
          <span>Assessors see it as the work of {anchor.personName}</span>
        </p>
        {anchor.retiredBecause !== null && <p className="alert alert-warning mt-4">{anchor.retiredBecause}</p>}
      </header>
      {anchor.sealed === null ? <Writing {...props} /> : <Rating {...props} errors={errors} />}
    </LeadFrame>
  );
}

/** A written anchor before it is sealed. */
function Writing({ anchor, written }: AnchorPageProps) {
  const path = `/lead/calibration/anchors/${anchor.id}`;
  return (
    <>
      <section aria-labelledby="evidence-title">
        <h2 id="evidence-title">Write the evidence</h2>
        <p className="measure">
          Write each part as an earner would. It need not be complete: leave out, or do badly, what the anchor is to
          show.
        </p>
        <ul className="rows mt-4">
          {listRequirements(anchor.definition).map((requirement) => (
            <li key={requirement.id}>
              <a href={`${path}/evidence/${requirement.id}`}>{requirement.title}</a>
              <span className="meta block">{kindLabel(requirement)}</span>
              <Status name={written.has(requirement.id) ? 'started' : 'not-started'} />
            </li>
          ))}
        </ul>
      </section>
      <section className="section" aria-labelledby="seal-title">
        <h2 id="seal-title">Seal it</h2>
        <p className="measure">Then the evidence stays as it is, and you give it its agreed ratings.</p>
        <form method="post" action={`${path}/seal`} className="actions">
          <button type="submit" className="btn btn-primary">
            Seal the evidence
          </button>
        </form>
      </section>
    </>
  );
}

function Rating({ context, anchor, typed, isStale = false, errors = [] }: AnchorPageProps) {
  const path = `/lead/calibration/anchors/${anchor.id}`;
  const details = listDetails(anchor.definition);
  const artifacts = new Map(anchor.sealed?.artifacts.map((artifact) => [artifact.id, artifact]));
  const isWhole = listLookFors(anchor.definition).every(({ id }) => anchor.ratings.has(id));
  return (
    <div className="anchor-screen">
      <section aria-labelledby="evidence-title">
        <h2 id="evidence-title">The evidence</h2>
        {listRequirements(anchor.definition).map((requirement) => (
          <section
            key={requirement.id}
            className="attempt-requirement"
            aria-labelledby={`requirement-${requirement.id}`}
          >
            <p className="eyebrow">{kindLabel(requirement)}</p>
            <h3 id={`requirement-${requirement.id}`}>{requirement.title}</h3>
            <EvidenceView
              requirement={requirement}
              data={anchor.sealed?.evidence.find((item) => item.requirement === requirement.id)?.data}
              details={details}
              artifacts={artifacts}
              fileHref={(id) => `/artifacts/${id}`}
              idPrefix={`evidence-${requirement.id}`}
            />
          </section>
        ))}
      </section>
      <section aria-labelledby="ratings-title">
        <h2 id="ratings-title">Agreed ratings</h2>
        <AgreedForm anchor={anchor} typed={typed} isStale={isStale} errors={errors} />
        {anchor.state === 'draft' && isWhole && (
          <div className="panel mt-6">
            {anchor.agreedBy !== null ? (
              <p>
                <Status
                  name="complete"
                  word={`${anchor.agreedBy} agrees to these ratings of ${anchor.ratedBy?.name ?? ''}.`}
                />
              </p>
            ) : anchor.ratedBy?.id === context.viewer?.person.id ? (
              <p>Ask another lead assessor to read the evidence and to agree here.</p>
            ) : (
              <form method="post" action={`${path}/agree`}>
                <input type="hidden" name="revision" value={anchor.revision} />
                <p>
                  {anchor.ratedBy?.name} wrote these ratings. Read the evidence, then say whether you stand by all of
                  them.
                </p>
                <button type="submit" className="btn">
                  I agree to all of them
                </button>
              </form>
            )}
          </div>
        )}
        {anchor.retiredBecause === null && (
          <form method="post" action={`${path}/state`} className="actions">
            {anchor.state !== 'active' && (
              <button type="submit" name="to" value="active" className="btn btn-primary">
                Bring into use
              </button>
            )}
            {anchor.state !== 'retired' && (
              <button type="submit" name="to" value="retired" className="btn">
                Retire
              </button>
            )}
          </form>
        )}
      </section>
    </div>
  );
}
