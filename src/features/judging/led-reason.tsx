import { Field } from '#ui/form.tsx';
import type { LedReturned } from './led-attempt.page.tsx';

type ReasonFieldProps = {
  name?: 'reason' | 'alone';
  label?: string;
  hint?: string;
  returned: LedReturned | undefined;
};

/** Why a lead assessor does what they do. */
export function ReasonField({
  name = 'reason',
  label = 'Why',
  hint = 'For the record; the earner does not see it.',
  returned,
}: ReasonFieldProps) {
  return (
    <Field name={name} label={label} hint={hint} errors={returned?.errors ?? []}>
      {(control) => (
        <textarea {...control} rows={2} maxLength={2000} className="textarea" defaultValue={returned?.[name] ?? ''} />
      )}
    </Field>
  );
}
