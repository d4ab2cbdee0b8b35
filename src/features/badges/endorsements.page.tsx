import { ErrorSummary, Field, type FormErrors, TextField } from '#ui/form.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { AdminFrame, Day } from '../admin/admin-frame.tsx';
import type { AdminIssuer } from '../admin/admin.queries.ts';
import type { Endorsement, GivenEndorsement } from './endorsements.queries.ts';

export type EndorsementsPageProps = {
  context: PageContext;
  issuer: AdminIssuer;
  did: string;
  endorsements: readonly Endorsement[];
  given: readonly GivenEndorsement[];
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

export function EndorsementsPage({ typed = {}, errors = [], ...props }: EndorsementsPageProps) {
  const { context, issuer, endorsements, given, did } = props;
  const here = `/admin/${issuer.slug}/endorsements`;
  return (
    <AdminFrame context={context} issuer={issuer} section="Awards" title="Endorsements" hasErrors={errors.length > 0}>
      <ErrorSummary errors={errors} />
      <h1>Endorsements</h1>
      <p className="lead">
        Partners sign that they stand behind you or a micro-credential of yours. You can sign the same for others.
      </p>
      <section className="section" aria-labelledby="received">
        <h2 id="received">What partners say of you</h2>
        {endorsements.length === 0 && (
          <p>Nobody has endorsed you yet. Ask a partner for a signed EndorsementCredential, and add it below.</p>
        )}
        <ul className="endorsements">
          {endorsements.map((endorsement) => (
            <Received key={endorsement.id} endorsement={endorsement} here={here} />
          ))}
        </ul>
      </section>
      <section className="section" aria-labelledby="add">
        <h2 id="add">Add an endorsement</h2>
        <p className="meta">
          It has to name one of your micro-credentials by its address, or you by <code>{did}</code>. It is checked
          before it is shown. Awards issued from then on carry it, unless it is a JWT or written with older contexts
          than theirs.
        </p>
        <form method="post" action={here} className="stack mt-4" noValidate>
          <Field name="endorserName" label="Who endorses you" errors={errors}>
            {(control) => (
              <input {...control} className="input" maxLength={200} defaultValue={typed.endorserName} required />
            )}
          </Field>
          <Field name="endorserUrl" label="Their web site (optional)" errors={errors}>
            {(control) => <input {...control} className="input" type="url" defaultValue={typed.endorserUrl} />}
          </Field>
          <TextField
            name="credential"
            label="The signed endorsement"
            hint="Paste the JSON or the JWT, or the address (https://…) where it is."
            rows={6}
            value={typed.credential}
            errors={errors}
            required
          />
          <button type="submit" className="btn btn-primary">
            Check and add
          </button>
        </form>
      </section>
      <section className="section" aria-labelledby="given">
        <h2 id="given">What you say of others</h2>
        {given.length === 0 && <p>You have endorsed nobody yet. Sign your first endorsement below.</p>}
        <ul className="endorsements">
          {given.map((one) => (
            <Given key={one.id} given={one} here={here} />
          ))}
        </ul>
      </section>
      <section className="section" aria-labelledby="give">
        <h2 id="give">Endorse another issuer or its achievement</h2>
        <form method="post" action={`${here}/given`} className="stack mt-4" noValidate>
          <Field name="subjectName" label="What you endorse" errors={errors}>
            {(control) => (
              <input {...control} className="input" maxLength={200} defaultValue={typed.subjectName} required />
            )}
          </Field>
          <Field
            name="subjectId"
            label="Its identifier"
            hint="The achievement’s address, or the issuer’s DID."
            errors={errors}
          >
            {(control) => (
              <input {...control} className="input" maxLength={2000} defaultValue={typed.subjectId} required />
            )}
          </Field>
          <TextField
            name="comment"
            label="Why"
            rows={4}
            maxLength={2000}
            value={typed.comment}
            errors={errors}
            required
          />
          <button type="submit" className="btn btn-primary">
            Sign the endorsement
          </button>
        </form>
      </section>
    </AdminFrame>
  );
}

function Received({ endorsement, here }: { endorsement: Endorsement; here: string }) {
  const { id, endorserName, title, comment, addedAt, validUntil, travels } = endorsement;
  return (
    <li>
      <p>
        <strong>{endorserName}</strong> <span className="meta">{title ?? 'You as an issuer'}</span>
      </p>
      {comment && <p>{comment}</p>}
      <p className="meta">
        Added <Day at={addedAt} />
        {validUntil && (
          <>
            , valid until <Day at={validUntil} />
          </>
        )}
        {!travels && '. It is shown, and no award carries it.'}
      </p>
      <form method="post" action={`${here}/${id}/remove`}>
        <button type="submit" className="btn btn-sm">
          Remove<span className="sr-only"> the endorsement by {endorserName}</span>
        </button>
      </form>
    </li>
  );
}

function Given({ given, here }: { given: GivenEndorsement; here: string }) {
  const { id, subjectName, subjectId, comment, givenAt, withdrawnAt } = given;
  return (
    <li>
      <p>
        <strong>{subjectName}</strong> <span className="meta">{subjectId}</span>
      </p>
      <p>{comment}</p>
      <p className="meta">
        Signed <Day at={givenAt} />
        {withdrawnAt && (
          <>
            , withdrawn <Day at={withdrawnAt} />
          </>
        )}
      </p>
      {!withdrawnAt && (
        <form method="post" action={`${here}/given/${id}/withdraw`} className="actions">
          <a className="btn btn-sm" href={`/endorsements/${id}`} download>
            Download<span className="sr-only"> the endorsement of {subjectName}</span> (JSON)
          </a>
          <button type="submit" className="btn btn-sm">
            Withdraw<span className="sr-only"> the endorsement of {subjectName}</span>
          </button>
        </form>
      )}
    </li>
  );
}
