import { concernKinds } from '#domain/assessment/concern.ts';
import { Field, type FormErrors, TextField } from '#ui/form.tsx';
import { longest } from './concern.form.ts';

type Choice = { id: string; title: string };

type RaiseFormProps = {
  attemptId: string;
  requirements: readonly Choice[];
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

/** Under an attempt: raising what no look-for can say. */
export function RaiseConcernSection(props: Pick<RaiseFormProps, 'attemptId' | 'requirements'>) {
  return (
    <details className="raise-concern">
      <summary>Raise a concern about this attempt</summary>
      <RaiseConcernForm {...props} />
    </details>
  );
}

/** What it is about, where, and what was seen. */
export function RaiseConcernForm({ attemptId, requirements, typed = {}, errors = [] }: RaiseFormProps) {
  const kindError = errors.find(({ field }) => field === 'kind');
  return (
    <form method="post" action={`/desk/attempts/${attemptId}/concerns`} className="stack concern-form">
      <p className="hint">
        The decision waits until a lead assessor has settled it. Rate what you see as you would without it.
      </p>
      <fieldset className={kindError ? 'field field--error' : 'field'}>
        <legend>What is it about?</legend>
        {kindError && (
          <p id="kind-error" className="field-error">
            <span className="sr-only">Error: </span>
            {kindError.message}
          </p>
        )}
        {kinds.map(({ kind, hint }, index) => (
          <label key={kind} className="choice">
            <input
              type="radio"
              name="kind"
              value={kind}
              id={index === 0 ? 'kind' : `kind-${kind}`}
              defaultChecked={typed.kind === kind}
              required
            />
            <span>
              {concernKinds[kind].label} <span className="meta">{hint}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Field name="requirement" label="Where (if it is in one place)" errors={errors}>
        {(control) => (
          <select {...control} className="select" defaultValue={typed.requirement ?? ''}>
            <option value="">The attempt as a whole</option>
            {requirements.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        )}
      </Field>
      <TextField
        name="passage"
        label="The passage, copied in"
        hint="Needed where the use of AI was not declared; if the earner is asked, they see it."
        errors={errors}
        rows={3}
        maxLength={longest.passage}
        value={typed.passage}
      />
      <TextField
        name="detail"
        label="What you saw"
        hint="Lead assessors read this; the earner and other assessors never do."
        errors={errors}
        rows={4}
        maxLength={longest.detail}
        value={typed.detail}
        required
      />
      <button type="submit" className="btn btn-sm">
        Raise this concern
      </button>
    </form>
  );
}

const kinds = [
  { kind: 'plagiarism', hint: 'Taken from somewhere without saying so.' },
  { kind: 'ai-declaration', hint: 'It reads otherwise than what was declared.' },
  {
    kind: 'safeguarding',
    hint: 'A student or another person. Lead assessors hear of it at once; nobody else sees it, the earner least of all.',
  },
] as const;
