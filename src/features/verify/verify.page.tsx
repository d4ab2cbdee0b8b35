import { formatDate } from '#domain/text/format-date.ts';
import { ErrorSummary, Field, type FormErrors, TextField } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import type { Claim } from './read-claim.ts';
import { VerificationSteps, verdictOf } from './verification-steps.tsx';
import type { Verification } from './verification.ts';

export type VerifyPageProps = {
  context: PageContext;
  /** What was brought, and what is wrong with it. */
  typed?: { award: string; email: string };
  errors?: FormErrors;
  result?: { verification: Verification; claim: Claim | undefined };
};

/** Longer texts are not shown again: whoever pasted one has it. */
const longestShown = 20_000;

/** For who has an award on paper, in a mail or as a file, of whichever issuer, and wants to know whether it is real. */
export function VerifyPage({ context, typed, errors = [], result }: VerifyPageProps) {
  return (
    <Layout
      context={context}
      title={result ? `${verdictOf(result.verification).word}: check an award` : 'Check an award'}
      description="Check that a micro-credential was awarded, to whom and for what."
      hasErrors={errors.length > 0}
    >
      <header className="page-head">
        <h1>Check an award</h1>
        {!result && (
          <p className="lead">
            See who earned it, and that nobody has changed it since. It may be of any issuer who gives Open Badges 3.0.
          </p>
        )}
      </header>
      <ErrorSummary errors={errors} />
      {result && <Result {...result} />}
      <section className={result ? 'section' : undefined} aria-labelledby={result ? 'another' : undefined}>
        {result && <h2 id="another">Check another</h2>}
        <VerifyForm typed={typed} errors={errors} />
      </section>
    </Layout>
  );
}

function Result({ verification, claim }: { verification: Verification; claim: Claim | undefined }) {
  return (
    <div className="split verify-result">
      <section className="panel verification" aria-labelledby="verification">
        <h2 id="verification">Result</h2>
        <VerificationSteps verification={verification} />
      </section>
      {claim && (claim.achievement ?? claim.issuer) !== undefined && (
        <Says claim={claim} isTrue={verification.outcome === 'verified'} />
      )}
    </div>
  );
}

/** What it says comes from whoever wrote it: only a verified award is told without a warning. */
function Says({ claim, isTrue }: { claim: Claim; isTrue: boolean }) {
  const facts = [
    ['Earned by', claim.earner ?? 'Its holder; no name is given'],
    ['Award', claim.achievement],
    ['From', claim.issuer],
    ['On', claim.day === undefined ? undefined : formatDay(claim.day)],
    ['Issuer’s identifier', claim.issuerId === claim.issuer ? undefined : claim.issuerId],
  ].filter((fact): fact is [string, string] => fact[1] !== undefined);
  return (
    <section aria-labelledby="says">
      <h2 id="says">What it says</h2>
      {!isTrue && <p className="meta">Do not rely on this: read the result first.</p>}
      <dl className="facts verify-says mt-3">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {isTrue && (
        <p className="meta">
          That the issuer signed it is certain. Whether you trust this issuer is for you to say: look at its identifier.
        </p>
      )}
    </section>
  );
}

/** A day as people write it, or as it came where it is none. */
function formatDay(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? day : formatDate(at);
}

function VerifyForm({ typed, errors }: { typed: VerifyPageProps['typed']; errors: FormErrors }) {
  const { award = '', email = '' } = typed ?? {};
  return (
    <form method="post" action="/verify" encType="multipart/form-data" noValidate className="verify-form">
      <TextField
        name="award"
        label="Code or address of the award, or the award itself"
        hint="The code stands on the certificate. An award itself is the text of a signed credential, or a JWT."
        rows={3}
        value={award.length > longestShown ? '' : award}
        errors={errors}
      />
      <Field
        name="file"
        label="Or a file"
        hint="A badge image (PNG or SVG), or a signed credential (JSON or JWT)."
        errors={errors}
      >
        {(control) => (
          <input {...control} className="file-input" type="file" accept=".png,.svg,.json,.jwt,.txt,.jsonld" />
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
