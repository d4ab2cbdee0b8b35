import { ErrorSummary, Field, type FormErrors, TextField } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { verdictOf } from './verification-steps.tsx';
import type { Verified } from './verify-anything.ts';
import { Named, type NamedAwards, Result } from './verify-result.tsx';

export type VerifyPageProps = {
  context: PageContext;
  /** What was brought, and what is wrong with it. */
  typed?: { award: string; email: string };
  errors?: FormErrors;
  result?: Pick<Verified, 'verification' | 'claim' | 'contents' | 'page'>;
  /** What was brought is no award, and names these. */
  named?: NamedAwards | undefined;
};

/** Longer texts are not shown again: whoever pasted one has it. */
const longestShown = 20_000;

/** For who has an award on paper, in a mail or as a file, of whichever issuer, and wants to know whether it is real. */
export function VerifyPage({ context, typed, errors = [], result, named }: VerifyPageProps) {
  const hasResult = result !== undefined || named !== undefined;
  return (
    <Layout
      context={context}
      title={result ? `${verdictOf(result.verification).word}: check an award` : 'Check an award'}
      description="Check that a micro-credential was awarded, to whom and for what."
      hasErrors={errors.length > 0}
    >
      <header className="page-head">
        <h1>Check an award</h1>
        {!hasResult && (
          <p className="lead">
            See who earned it, and that nobody has changed it since. It may be of any issuer who gives Open Badges 3.0.
          </p>
        )}
      </header>
      <ErrorSummary errors={errors} />
      {named && <Named {...named} />}
      {result && <Result {...result} />}
      <section className={hasResult ? 'section' : undefined} aria-labelledby={hasResult ? 'another' : undefined}>
        {hasResult && <h2 id="another">Check another</h2>}
        <VerifyForm typed={typed} errors={errors} />
      </section>
    </Layout>
  );
}

function VerifyForm({ typed, errors }: { typed: VerifyPageProps['typed']; errors: FormErrors }) {
  const { award = '', email = '' } = typed ?? {};
  return (
    <form method="post" action="/verify" encType="multipart/form-data" noValidate className="verify-form">
      <TextField
        name="award"
        label="Code or address of the award, or the award itself"
        hint="The certificate has the address, and the code at its end: 20 letters and digits. An award itself is the text of a signed credential, or a JWT."
        rows={3}
        value={award.length > longestShown ? '' : award}
        errors={errors}
      />
      <Field
        name="file"
        label="Or a file"
        hint="A badge image (PNG or SVG), a signed credential (JSON or JWT), or a certificate from here (PDF)."
        errors={errors}
      >
        {(control) => (
          <input {...control} className="file-input" type="file" accept=".png,.svg,.json,.jwt,.txt,.jsonld,.pdf" />
        )}
      </Field>
      <Field
        name="email"
        label="E-mail address of its earner (optional)"
        hint="To see whether it was given to this person. It is not kept."
        errors={errors}
      >
        {(control) => (
          <input {...control} className="input" type="email" defaultValue={email} maxLength={320} autoComplete="off" />
        )}
      </Field>
      <div className="actions">
        <button type="submit" className="btn btn-primary">
          Check
        </button>
      </div>
      <p className="meta">What you bring is checked and not kept.</p>
    </form>
  );
}
