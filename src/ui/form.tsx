import type { ReactNode } from 'react';

export type FormErrors = readonly { field: string; message: string }[];

/** Lists every error above the form; each links to its field, as WCAG 3.3.1 asks. */
export function ErrorSummary({ errors }: { errors: FormErrors }) {
  if (errors.length === 0) return null;
  return (
    <div className="error-summary" role="alert" tabIndex={-1} data-autofocus>
      <h2>There is a problem</h2>
      <ul>
        {errors.map((error) => (
          <li key={error.field + error.message}>
            <a href={`#${error.field}`}>{error.message}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

type FieldProps = {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  errors?: FormErrors;
  children: (control: { id: string; name: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode;
};

/** A label, its hint and its error, wired to the control that `children` draws from the given props. */
export function Field({ name, label, hint, errors = [], children }: FieldProps) {
  const error = errors.find((candidate) => candidate.field === name);
  const describedBy = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  return (
    <div className={error ? 'field field--error' : 'field'}>
      <label htmlFor={name}>{label}</label>
      {hint && (
        <p id={`${name}-hint`} className="hint">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${name}-error`} className="field-error">
          <span className="sr-only">Error: </span>
          {error.message}
        </p>
      )}
      {children({
        id: name,
        name,
        ...(describedBy ? { 'aria-describedby': describedBy } : {}),
        ...(error ? { 'aria-invalid': true as const } : {}),
      })}
    </div>
  );
}

type TextFieldProps = Omit<FieldProps, 'children'> & {
  rows: number;
  maxLength?: number;
  /** What was typed, or stands there already. */
  value: string | undefined;
  required?: boolean;
};

/** A field for plain text of several lines. */
export function TextField({ rows, maxLength, value, required, ...field }: TextFieldProps) {
  return (
    <Field {...field}>
      {(control) => (
        <textarea
          {...control}
          className="textarea"
          rows={rows}
          maxLength={maxLength}
          defaultValue={value}
          required={required}
        />
      )}
    </Field>
  );
}
