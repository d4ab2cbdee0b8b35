import type { Claim } from './claims.queries.ts';
import { fieldLabel, fieldValue, howTitle } from './form-pdf.ts';

/** The form as it is filled in, on a page. */
export function FormTable({ claim, licenceNumber }: { claim: Claim; licenceNumber: string | undefined }) {
  const { rule, form } = claim;
  return (
    <dl className="facts">
      {rule.form.asks.map((field) => (
        <div key={field}>
          <dt>{fieldLabel(field, rule)}</dt>
          <dd>
            {fieldValue(field, form, licenceNumber ?? 'can’t be read any more: enter it again') || 'not filled in yet'}
          </dd>
        </div>
      ))}
      <div>
        <dt>Provider</dt>
        <dd>{form.provider}</dd>
      </div>
      <div>
        <dt>{howTitle(form)}</dt>
        <dd>{form.how}</dd>
      </div>
    </dl>
  );
}
