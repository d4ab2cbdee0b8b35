import { natureWords, natures } from '#domain/credit/entry.ts';
import { Field, type FormErrors, TextField } from '#ui/form.tsx';

type Props = { typed: Readonly<Record<string, string>>; errors: FormErrors };

const hoursHint = 'In quarters of an hour, such as 2.25.';

/** What is asked of a course or session, whoever enters it. */
export function EntryFields({ typed, errors, hours }: Props & { hours?: string }) {
  return (
    <>
      <fieldset className="field">
        <legend>What it was</legend>
        {[
          ['course', 'A course'],
          ['session', 'A session that was attended'],
        ].map(([value, label], index) => (
          <label key={value} className="choice">
            <input
              type="radio"
              id={index === 0 ? 'source' : `source-${value ?? ''}`}
              name="source"
              value={value}
              defaultChecked={(typed.source ?? 'session') === value}
            />{' '}
            {label}
          </label>
        ))}
      </fieldset>
      <TextLine name="title" label="Title of the activity" max={300} typed={typed} errors={errors} />
      <TextLine name="provider" label="Provider" hint="Who offered it." max={300} typed={typed} errors={errors} />
      <Field name="nature" label="Nature" errors={errors}>
        {(control) => (
          <select {...control} className="select" defaultValue={typed.nature ?? 'workshop'}>
            {natures.map((nature) => (
              <option key={nature} value={nature}>
                {natureWords[nature]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <DayField name="beginsOn" label="First day" typed={typed} errors={errors} />
      <DayField name="endsOn" label="Last day (if another)" typed={typed} errors={errors} />
      <TextLine
        name="heldAt"
        label="Time (optional)"
        hint="Such as 9 a.m. to noon."
        max={200}
        typed={typed}
        errors={errors}
      />
      <TextLine
        name="place"
        label="Place"
        hint="Such as a school, or online."
        max={300}
        typed={typed}
        errors={errors}
      />
      <Field name="hours" label="Clock hours" hint={hours ?? hoursHint} errors={errors}>
        {(control) => (
          <input {...control} className="input" inputMode="decimal" maxLength={9} defaultValue={typed.hours} />
        )}
      </Field>
      <TextField
        name="how"
        label="How the hours were arrived at"
        hint="Such as: three evenings of 45 minutes, breaks left out."
        errors={errors}
        rows={2}
        maxLength={2000}
        value={typed.how}
      />
      <TextField
        name="proof"
        label="Proof (optional)"
        hint="What shows it, and where it is kept: a certificate, a sign-in sheet, an address."
        errors={errors}
        rows={2}
        maxLength={2000}
        value={typed.proof}
      />
    </>
  );
}

type LineProps = Props & {
  name: string;
  label: string;
  hint?: string;
  max: number;
  type?: string;
  autoComplete?: string;
};

export function TextLine({ name, label, hint, max, typed, errors, type, autoComplete }: LineProps) {
  return (
    <Field name={name} label={label} hint={hint} errors={errors}>
      {(control) => (
        <input
          {...control}
          type={type ?? 'text'}
          className="input"
          maxLength={max}
          autoComplete={autoComplete}
          defaultValue={typed[name]}
        />
      )}
    </Field>
  );
}

export function DayField({ name, label, hint, typed, errors }: Props & { name: string; label: string; hint?: string }) {
  return (
    <Field name={name} label={label} hint={hint} errors={errors}>
      {(control) => <input {...control} type="date" className="input" defaultValue={typed[name]} />}
    </Field>
  );
}
