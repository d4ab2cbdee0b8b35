import type { FormErrors } from '#ui/form.tsx';
import { Field } from '#ui/form.tsx';
import type { TargetChoice } from './flaggable.queries.ts';

type FlagFormProps = {
  attemptId: string;
  groups: readonly { title?: string; choices: readonly TargetChoice[] }[];
  /** Before each id, where several forms stand on one page. */
  prefix?: string;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

/** What should be hidden, and why. */
export function FlagForm({ attemptId, groups, prefix = '', typed = {}, errors = [] }: FlagFormProps) {
  const only = groups.length === 1 && groups[0]?.choices.length === 1;
  const options = (choices: readonly TargetChoice[]) =>
    choices.map(({ value, label }) => (
      <option key={value} value={value}>
        {label}
      </option>
    ));
  const id = (field: string) => (prefix === '' ? field : `${prefix}-${field}`);
  const placed = errors.map((error) => ({ ...error, field: id(error.field) }));
  return (
    <form method="post" action={`/desk/attempts/${attemptId}/privacy-flags`} className="privacy-flag__form">
      <Field name={id('target')} label="What should be hidden" errors={placed}>
        {(control) => (
          <select {...control} name="target" className="select" defaultValue={typed.target ?? ''} required>
            {!only && <option value="">Choose</option>}
            {groups.map(({ title, choices }) =>
              title === undefined ? (
                options(choices)
              ) : (
                <optgroup key={title} label={title}>
                  {options(choices)}
                </optgroup>
              ),
            )}
          </select>
        )}
      </Field>
      <Field
        name={id('reason')}
        label="Why"
        hint="The earner reads this. Say what kind of thing it is, without repeating it: “A student’s first name in line 3”."
        errors={placed}
      >
        {(control) => (
          <textarea
            {...control}
            name="reason"
            rows={2}
            maxLength={2000}
            className="textarea"
            defaultValue={typed.reason ?? ''}
            required
          />
        )}
      </Field>
      <p className="hint">
        It is hidden at once from everyone but the earner, who gets a mail. You can still rate what you have read.
      </p>
      <button type="submit" className="btn btn-sm">
        Hide for privacy
      </button>
    </form>
  );
}

type LiftFormProps = { flag: { id: string; attemptId: string }; what: string; back?: string };

/** Shows again what was hidden. */
export function LiftForm({ flag, what, back }: LiftFormProps) {
  return (
    <form method="post" action={`/desk/attempts/${flag.attemptId}/privacy-flags/${flag.id}/lift`}>
      {back !== undefined && <input type="hidden" name="back" value={back} />}
      <button type="submit" className="btn btn-sm">
        Show it again<span className="sr-only">: {what}</span>
      </button>
    </form>
  );
}
