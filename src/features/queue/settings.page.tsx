import type { ReactNode } from 'react';
import { ErrorSummary, Field, type FormErrors } from '#ui/form.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { LeadFrame } from '../lead/lead-frame.tsx';
import type { NamedIssuer } from '#domain/access/issuers.ts';
import { timeZones } from './settings.form.ts';

export type SettingsPageProps = {
  context: PageContext;
  issuers: readonly NamedIssuer[];
  issuer: NamedIssuer;
  /** What stands in the form: saved, or typed. */
  fields: Readonly<Record<string, string>>;
  saved?: boolean;
  errors?: FormErrors;
};

/** How an issuer assesses. */
export function SettingsPage({ context, issuers, issuer, fields, saved = false, errors = [] }: SettingsPageProps) {
  const number = (name: string, label: string, hint: ReactNode, unit = 'numeric' as 'numeric' | 'decimal') => (
    <Field name={name} label={label} hint={hint} errors={errors}>
      {(control) => (
        <input
          {...control}
          className="input input--short"
          inputMode={unit}
          defaultValue={fields[name] ?? ''}
          required
        />
      )}
    </Field>
  );
  return (
    <LeadFrame context={context} current="settings" title="Settings" hasErrors={errors.length > 0}>
      <ErrorSummary errors={errors} />
      {saved && (
        <p className="alert alert-success" role="status">
          Saved. It counts from now on; what is due already stays due when it is.
        </p>
      )}
      <header className="page-head">
        <h1>Settings</h1>
        <p className="lead">How {issuer.name} assesses.</p>
      </header>
      {issuers.length > 1 && (
        <form method="get" action="/lead/settings" className="desk-filter" data-submit-on-change>
          <label htmlFor="issuer">Issuer</label>
          <select id="issuer" name="issuer" className="select" defaultValue={issuer.id}>
            {issuers.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
          <button type="submit" className="btn">
            Show
          </button>
        </form>
      )}
      <form method="post" action="/lead/settings" className="settings-form" key={issuer.id}>
        <input type="hidden" name="issuer" value={issuer.id} />
        <fieldset>
          <legend>The clock</legend>
          <Field
            name="timeZone"
            label="Time zone"
            hint="Working days are Monday to Friday here; digests go out in its morning."
            errors={errors}
          >
            {(control) => (
              <select {...control} className="select" defaultValue={fields.timeZone ?? ''}>
                {!timeZones.includes(fields.timeZone ?? '') && <option>{fields.timeZone}</option>}
                {timeZones.map((zone) => (
                  <option key={zone} value={zone}>
                    {zone.replaceAll('_', ' ')}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field
            name="holidays"
            label="Holidays"
            hint="One day on a line, as year, month and day: 2026-12-25. They count like weekends."
            errors={errors}
          >
            {(control) => (
              <textarea {...control} className="textarea numeral" rows={6} defaultValue={fields.holidays ?? ''} />
            )}
          </Field>
          {number(
            'appealDays',
            'Days in which an earner may appeal',
            'Days of the calendar after reading the decision.',
          )}
          {number(
            'revocationAppealDays',
            'Days before a revocation takes effect',
            'Days of the calendar in which the earner may appeal against it.',
          )}
        </fieldset>
        <fieldset>
          <legend>The queue</legend>
          <Field name="assignment" label="How attempts come to assessors" errors={errors}>
            {(control) => (
              <select {...control} className="select" defaultValue={fields.assignment ?? ''}>
                <option value="pull">Assessors take them from the queue</option>
                <option value="auto">They are assigned by load, due date and language</option>
              </select>
            )}
          </Field>
          <label className="choice">
            <input
              type="checkbox"
              name="sendsDigest"
              value="yes"
              className="checkbox"
              defaultChecked={fields.sendsDigest === 'yes'}
            />
            <span>Mail assessors and leads in the morning when something waits for them</span>
          </label>
        </fieldset>
        <fieldset>
          <legend>Calibration</legend>
          {number('seedRate', 'Seeded anchors, in per cent', 'Of what an assessor is given, from 0 to 50.', 'decimal')}
          {number(
            'qualifyBar',
            'The bar, in per cent',
            'The exact share that qualifies, and that keeps a certification.',
            'decimal',
          )}
          {number('qualifyLookFors', 'Look-fors of a qualification set', 'At least so many are rated to qualify.')}
          {number('lapseDays', 'Days without scoring after which a certification lapses', 'From 7 to 1,000.')}
          {number(
            'lapseWindow',
            'Look-fors on anchors that are looked back on',
            'The latest, below the bar on which it lapses.',
          )}
        </fieldset>
        <fieldset>
          <legend>Figures and stipends</legend>
          {number(
            'smallestGroup',
            'The smallest group in a report',
            'Smaller groups are not shown, nor what would give them away.',
          )}
          {number(
            'stipendCentsPerPiece',
            'Stipend for an attempt',
            'In dollars, such as 25.00; 0 where there is none.',
            'decimal',
          )}
          {number('stipendCentsPerHour', 'Stipend for an hour', 'In dollars; 0 where there is none.', 'decimal')}
        </fieldset>
        <button type="submit" className="btn btn-primary">
          Save
        </button>
      </form>
    </LeadFrame>
  );
}
