import type { ReactNode } from 'react';
import { ErrorSummary, Field, type FormErrors } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { isSaidOf } from './reissue-award.ts';
import type { Reissuable } from './reissue.queries.ts';

export type ReissuePageProps = {
  context: PageContext;
  award: Reissuable;
  /** Who asks: the earner, or an admin of the issuer. */
  by: 'earner' | 'issuer';
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

/** A form to have an award issued again: to whom, under which name, and whether the earlier credentials end. */
export function ReissuePage({ context, award, by, typed = {}, errors = [] }: ReissuePageProps) {
  const { title, publicId, number, name, earner, did, wallets } = award;
  const isOwn = by === 'earner';
  const isToEmail = did === null && isSaidOf(award, earner.email);
  return (
    <Layout context={context} title={isOwn ? `Issue again: ${title}` : `Issue again: ${title}, ${name}`} hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        {isOwn ? (
          <a href="/awards">My awards</a>
        ) : (
          <a href={`/admin/${award.issuer.slug}/awards/${publicId}`}>Award of {name}</a>
        )}
        <a href={`/verify/${publicId}`}>{title}</a>
      </nav>
      <header className="page-head">
        <p className="eyebrow">{title}</p>
        <h1>Issue it again</h1>
        <p className="lead">
          For another e-mail address, for a wallet or under a corrected name. The date of the award stays, and so does
          its page.
        </p>
      </header>
      <ErrorSummary errors={errors} />
      <dl className="facts">
        <div>
          <dt>Name on it now</dt>
          <dd>{name}</dd>
        </div>
        <div>
          <dt>Issued to</dt>
          <dd>{did === null ? isToEmail ? earner.email : 'An earlier e-mail address' : <Did did={did} />}</dd>
        </div>
        <div>
          <dt>Credential</dt>
          <dd>Number {number}</dd>
        </div>
      </dl>
      <form method="post" className="stack">
        <fieldset className="field" id="to">
          <legend>To whom</legend>
          <Choice value="as-it-is" chosen={typed.to ?? 'as-it-is'}>
            As it is
          </Choice>
          {!isToEmail && (
            <Choice value="email" chosen={typed.to}>
              {isOwn ? 'My' : 'The earner’s'} e-mail address, {earner.email}
            </Choice>
          )}
          {isOwn &&
            wallets
              .filter((wallet) => wallet.did !== did)
              .map((wallet) => (
                <Choice key={wallet.did} value={wallet.did} chosen={typed.to}>
                  {wallet.name}, <Did did={wallet.did} />
                </Choice>
              ))}
        </fieldset>
        {isOwn ? <OwnName award={award} typed={typed} /> : <IssuersName award={award} typed={typed} errors={errors} />}
        <div className="field">
          <label className="choice">
            <input type="checkbox" name="ends-old" value="yes" defaultChecked={typed['ends-old'] === 'yes'} /> End the
            earlier credentials of this award
          </label>
          <p className="hint">Whoever checks one of them then reads that it is revoked. This can’t be undone.</p>
        </div>
        <p className="actions">
          <button type="submit" className="btn btn-primary">
            Issue it again
          </button>
          <a href={`/verify/${publicId}`} className="btn">
            Leave it as it is
          </a>
        </p>
      </form>
    </Layout>
  );
}

function Choice({ value, chosen, children }: { value: string; chosen: string | undefined; children: ReactNode }) {
  return (
    <label className="choice">
      <input type="radio" name="to" value={value} defaultChecked={chosen === value} /> {children}
    </label>
  );
}

function Did({ did }: { did: string }) {
  return <code title={did}>{did.length > 40 ? `${did.slice(0, 24)}…${did.slice(-8)}` : did}</code>;
}

type NameProps = { award: Reissuable; typed: Readonly<Record<string, string>>; errors?: FormErrors };

/** An earner takes the name of the account, and no other. */
function OwnName({ award: { name, earner, issuer }, typed }: NameProps) {
  if (earner.name === name)
    return (
      <p className="hint">
        Is the name on it wrong? Ask {issuer.name} to correct it: only the issuer may write another name on an award.
      </p>
    );
  return (
    <div className="field">
      <label className="choice">
        <input type="checkbox" name="name" value="account" defaultChecked={typed.name === 'account'} /> Put the name of
        my account on it: {earner.name}
      </label>
    </div>
  );
}

function IssuersName({ award, typed, errors = [] }: NameProps) {
  return (
    <Field
      name="name"
      label="Name on the award"
      hint="Correct it where it is misspelt, or where the earner has another name now."
      errors={errors}
    >
      {(control) => (
        <input
          {...control}
          className="input"
          maxLength={200}
          autoComplete="off"
          required
          defaultValue={typed.name ?? award.name}
        />
      )}
    </Field>
  );
}
