import { ErrorSummary, Field, type FormErrors } from '#ui/form.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { AdminFrame } from '../admin/admin-frame.tsx';
import type { AdminIssuer } from '../admin/admin.queries.ts';
import { longestSigner } from './certificate-settings.form.ts';
import { mostSigners } from './keep-signer.ts';
import type { SignerListed } from './signers.queries.ts';

export type CertificateSettingsPageProps = {
  context: PageContext;
  issuer: AdminIssuer;
  signers: readonly SignerListed[];
  /** Whether there is a micro-credential to show it with. */
  hasPreview: boolean;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

/** Who signs an issuer’s certificates, and how they look. */
export function CertificateSettingsPage(props: CertificateSettingsPageProps) {
  const { context, issuer, signers, hasPreview, errors = [] } = props;
  const home = `/admin/${issuer.slug}/certificate`;
  return (
    <AdminFrame
      context={context}
      issuer={issuer}
      section="Certificate"
      title="Certificate"
      hasErrors={errors.length > 0}
    >
      <ErrorSummary errors={errors} />
      <header className="page-head">
        <h1>Certificate</h1>
        <p className="lead">
          Every award has a certificate to print, in your colours, with a QR code that leads to where it is verified.
        </p>
        {hasPreview ? (
          <p className="actions">
            <a className="btn" href={`${home}/preview.pdf`}>
              Preview, A4 (PDF)
            </a>
            <a className="btn" href={`${home}/preview.pdf?paper=letter`}>
              Preview, US Letter (PDF)
            </a>
          </p>
        ) : (
          <p className="meta">As soon as a micro-credential is published, you can preview its certificate here.</p>
        )}
      </header>
      <div className="split section">
        <section aria-labelledby="signers">
          <h2 id="signers">Who signs</h2>
          {signers.length === 0 ? (
            <p className="muted">
              Nobody yet. A certificate without signatures is as valid: what counts is checked online.
            </p>
          ) : (
            <ul className="rows signers">
              {signers.map((signer) => (
                <SignerRow key={signer.id} signer={signer} home={home} />
              ))}
            </ul>
          )}
        </section>
        {signers.length < mostSigners ? (
          <AddSigner {...props} home={home} />
        ) : (
          <p className="meta">Three sign, and no more fit. Remove one to add another.</p>
        )}
      </div>
      <section className="section measure" aria-labelledby="letters">
        <h2 id="letters">Letters</h2>
        <p>
          Latin, Greek and Cyrillic letters are always there. Others, such as Chinese, Korean, Arabic or Thai, are taken
          from the fonts that are installed where this program runs. Where none has a letter, the certificate is made
          all the same: it leaves a gap there, says so, and leads to the page of the award, which shows everything.
        </p>
      </section>
    </AdminFrame>
  );
}

function SignerRow({ signer: { id, name, title, signature }, home }: { signer: SignerListed; home: string }) {
  return (
    <li>
      {signature ? (
        <img
          className="signers__picture"
          src={`data:image/png;base64,${signature.toString('base64')}`}
          alt={`Signature of ${name}`}
        />
      ) : (
        <p className="meta">No picture: a line to sign on by hand.</p>
      )}
      <p>
        <strong>{name}</strong>
      </p>
      <p className="meta">{title}</p>
      <form method="post" action={`${home}/signers/${id}/remove`}>
        <button type="submit" className="link-button">
          Remove<span className="sr-only"> {name}</span>
        </button>
      </form>
    </li>
  );
}

function AddSigner({ home, typed = {}, errors = [] }: CertificateSettingsPageProps & { home: string }) {
  return (
    <section className="panel" aria-labelledby="add">
      <h2 id="add">Add a signature</h2>
      <form method="post" action={`${home}/signers`} encType="multipart/form-data" className="form" noValidate>
        <Field name="name" label="Name" errors={errors}>
          {(control) => (
            <input {...control} className="input" defaultValue={typed.name} maxLength={longestSigner.name} required />
          )}
        </Field>
        <Field name="title" label="Title" hint="Such as “Director”" errors={errors}>
          {(control) => (
            <input {...control} className="input" defaultValue={typed.title} maxLength={longestSigner.title} required />
          )}
        </Field>
        <Field
          name="signature"
          label="Picture of the signature"
          hint="PNG or JPEG, up to 2 MB, dark on white or on nothing. May be left out: then there is a line to sign on."
          errors={errors}
        >
          {(control) => <input {...control} type="file" className="file-input" accept="image/png,image/jpeg" />}
        </Field>
        <p className="meta">It stands on every certificate from now on, also on those of awards given before.</p>
        <p className="actions">
          <button type="submit" className="btn btn-primary">
            Add
          </button>
        </p>
      </form>
    </section>
  );
}
