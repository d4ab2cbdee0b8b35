import { ErrorSummary, Field, type FormErrors } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { EntryFields } from './entry-fields.tsx';

type Props = { context: PageContext; typed?: Readonly<Record<string, string>>; errors?: FormErrors };

/** Hours that the earner reports by themselves. */
export function NewEntryPage({ context, typed = {}, errors = [] }: Props) {
  return (
    <Layout context={context} title="Enter a course or session" hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/awards">My awards</a>
        <a href="/credit">Credit ledger</a>
      </nav>
      <ErrorSummary errors={errors} />
      <header className="page-head">
        <h1>Enter a course or session</h1>
        <p className="lead">
          What you enter stands as self-reported. A line is never changed; if it is wrong, you take it out and enter it
          anew.
        </p>
      </header>
      <form method="post" action="/credit/entries" className="measure" encType="multipart/form-data" noValidate>
        <EntryFields typed={typed} errors={errors} />
        <Field
          name="proofFile"
          label="File that shows it (optional)"
          hint="A certificate or a sign-in sheet, as a PDF or a picture of up to 20 MB. You can open it, and whoever you ask to approve a claim of these hours. It can’t be changed later."
          errors={errors}
        >
          {(control) => (
            <input {...control} type="file" className="file-input" accept=".pdf,.png,.jpg,.jpeg,.webp,.heic" />
          )}
        </Field>
        <button type="submit" className="btn btn-primary">
          Enter the hours
        </button>
      </form>
    </Layout>
  );
}
