import { countOf } from '#domain/evidence/finding.ts';
import { ErrorSummary, Field, type FormErrors } from '#ui/form.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { WideTable } from '#ui/wide-table.tsx';
import { LeadFrame } from '../lead/lead-frame.tsx';
import type { AnchorRow } from './anchors.queries.ts';
import { AnchorState, Done, Refused } from './calibration-parts.tsx';
import type { SetAnchor, SetRow } from './qualifications.queries.ts';

export type NewSetPageProps = {
  context: PageContext;
  /** Those in use to qualify with. */
  anchors: readonly AnchorRow[];
  lookForsNeeded: number;
  typed?: Readonly<Record<string, string>>;
  chosen?: readonly string[];
  errors?: FormErrors;
};

export function NewSetPage({
  context,
  anchors,
  lookForsNeeded,
  typed = {},
  chosen = [],
  errors = [],
}: NewSetPageProps) {
  const groups = [...Map.groupBy(anchors, (one) => `${one.microCredentialId}/${one.rubricSha256}`).entries()];
  const error = errors.find(({ field }) => field === 'anchors');
  return (
    <LeadFrame context={context} current="calibration" title="Make a qualification set" hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/lead/calibration">Calibration</a>
        <span aria-current="page">Make a set</span>
      </nav>
      <ErrorSummary errors={errors} />
      <header className="page-head">
        <h1>Make a qualification set</h1>
        <p className="lead">
          Choose anchors of one scoring guide with {countOf(lookForsNeeded, 'look-for')} together at least. Assessors
          score all of them.
        </p>
      </header>
      {anchors.length === 0 ? (
        <p className="empty-state">
          No anchor is in use to qualify with. <a href="/lead/calibration/anchors/new">Make anchors</a> for it first:
          give them agreed ratings, have a second lead agree, and bring them into use. They come to stand here.
        </p>
      ) : (
        <form method="post" action="/lead/calibration/sets" noValidate className="fields">
          <Field name="title" label="Name" hint="Assessors see it." errors={errors}>
            {(control) => <input {...control} className="input" maxLength={200} defaultValue={typed.title} />}
          </Field>
          <div id="anchors" tabIndex={-1}>
            {error && <p className="field-error">{error.message}</p>}
            {groups.map(([rubric, ones], index) => (
              <fieldset key={rubric} className="field">
                <legend>
                  {ones[0]?.microCredential}
                  {groups
                    .slice(0, index)
                    .some(([, others]) => others[0]?.microCredentialId === ones[0]?.microCredentialId) &&
                    ', another scoring guide'}
                </legend>
                {ones.map((anchor) => (
                  <label key={anchor.id} className="choice">
                    <input
                      type="checkbox"
                      name="anchors"
                      value={anchor.id}
                      defaultChecked={chosen.includes(anchor.id)}
                    />{' '}
                    {anchor.title} ({countOf(anchor.lookFors, 'look-for')})
                  </label>
                ))}
              </fieldset>
            ))}
          </div>
          <button type="submit" className="btn btn-primary">
            Make the set
          </button>
        </form>
      )}
    </LeadFrame>
  );
}

type SetPageProps = {
  context: PageContext;
  set: SetRow;
  anchors: readonly SetAnchor[];
  notice?: string | undefined;
  refusal?: string;
};

export function SetPage({ context, set, anchors, notice, refusal }: SetPageProps) {
  return (
    <LeadFrame context={context} current="calibration" title={set.title} hasErrors={refusal !== undefined}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/lead/calibration">Calibration</a>
        <span aria-current="page">Qualification set</span>
      </nav>
      {refusal && <Refused>{refusal}</Refused>}
      {notice && <Done>{notice}</Done>}
      <header className="page-head">
        <p className="eyebrow">{set.microCredential}</p>
        <h1>{set.title}</h1>
        <p>
          {set.isActive ? <Status name="complete" word="On offer" /> : <Status name="removed" word="Not offered" />}
        </p>
      </header>
      {set.isActive && set.isShort && (
        <p className="alert alert-warning mb-6">
          An earner took their leave back, so this set has too few look-fors left and nobody can begin it.{' '}
          <a href="/lead/calibration/sets/new">Make another</a>, offer it, then take this one out of use. What was
          passed on it stays.
        </p>
      )}
      <WideTable label="Anchors of the set" head={['Anchor', 'State', 'Look-fors']}>
        {anchors.map((anchor) => (
          <tr key={anchor.id}>
            <th scope="row">
              <a href={`/lead/calibration/anchors/${anchor.id}`}>{anchor.title}</a>
            </th>
            <td>
              <AnchorState state={anchor.state} />
            </td>
            <td className="numeral">{anchor.lookFors}</td>
          </tr>
        ))}
      </WideTable>
      <p className="measure mt-6">
        {set.isActive
          ? 'While it is on offer, only who is certified may score by this guide. Taken out of use, certifications stay.'
          : 'Once it is on offer, only who is certified may score by this guide. Make sure that somebody is, or will soon be: name those certified who have scored well.'}
      </p>
      <form method="post" action={`/lead/calibration/sets/${set.id}/state`} className="actions">
        <button type="submit" name="to" value={set.isActive ? 'off' : 'on'} className="btn btn-primary">
          {set.isActive ? 'Take it out of use' : 'Offer it'}
        </button>
      </form>
    </LeadFrame>
  );
}
