import { ErrorSummary, Field, type FormErrors } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';

export type FindAwardPageProps = {
  context: PageContext;
  /** What was asked for in vain, and why. */
  typed?: string;
  errors?: FormErrors;
};

/** For who has an award on paper or in a mail and wants to know whether it is real. */
export function FindAwardPage({ context, typed = '', errors = [] }: FindAwardPageProps) {
  return (
    <Layout
      context={context}
      title="Check an award"
      description="Check that a micro-credential was awarded, to whom and for what."
      hasErrors={errors.length > 0}
    >
      <header className="page-head">
        <h1>Check an award</h1>
        <p className="lead">See who earned it, what was shown for it, and that nobody has changed it since.</p>
      </header>
      <ErrorSummary errors={errors} />
      <form method="get" action="/verify" noValidate>
        <Field
          name="award"
          label="Code or address of the award"
          hint="As it stands on the certificate. The code is the last part of the address."
          errors={errors}
        >
          {(control) => (
            <input
              {...control}
              className="input"
              type="text"
              defaultValue={typed}
              maxLength={300}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          )}
        </Field>
        <div className="actions">
          <button type="submit" className="btn btn-primary">
            Check
          </button>
        </div>
      </form>
    </Layout>
  );
}
