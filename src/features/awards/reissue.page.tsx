import type { ReactNode } from 'react';
import type { AwardState } from '#domain/award/status.ts';
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
  state: AwardState;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

/** A form to have an award issued again: to whom, under which name, and whether the earlier credentials end. */
export function ReissuePage(props: ReissuePageProps) {
  const { context, award, by, errors = [] } = props;
  const { title, publicId, number, name, earner, did } = award;
  const isOwn = by === 'earner';
  const closed = closedOf(props);
  const isToEmail = did === null && isSaidOf(award, earner.email);
  return (
    <Layout
      context={context}
      title={isOwn ? `Issue again: ${title}` : `Issue again: ${title}, ${name}`}
      hasErrors={errors.length > 0}
    >
      <nav className="crumbs" aria-label="Breadcrumbs">
        {isOwn ? (
          <a href="/awards">My awards</a>
        ) : (
          <a href={`/admin/${award.issuer.slug}/awards/${publicId}`}>Award of {name}</a>
        )}
        <a href={`/verify/${publicId}`}>{title}</a>
        <span aria-current="page">Issue again</span>
      </nav>
      <header className="page-head">
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
      {closed ? <Closed {...closed} /> : <ReissueForm {...props} />}
    </Layout>
  );
}

type ClosedProps = { title: string; text: string; href: string; link: string };

/** What stands in place of the form, and what can be done instead. */
function closedOf({ award, by, state }: ReissuePageProps): ClosedProps | undefined {
  const { publicId, issuer, name, earner, did, wallets } = award;
  const isOwn = by === 'earner';
  const status = isOwn ? `/awards/${publicId}/status` : `/admin/${issuer.slug}/awards/${publicId}`;
  const toStatus = { href: status, link: 'See its status' };
  if (state === 'revoked')
    return { title: 'This award is revoked', text: 'It counts no longer, so it can’t be issued again.', ...toStatus };
  if (state === 'suspended')
    return { title: 'This award is suspended', text: 'It can be issued again once that is settled.', ...toStatus };
  if (state === 'expired')
    return { title: 'This award has expired', text: 'It can’t be issued again, only renewed.', ...toStatus };
  const isToEmail = did === null && isSaidOf(award, earner.email);
  if (!isOwn || !isToEmail || name !== earner.name || wallets.length > 0) return undefined;
  return {
    title: 'Nothing can change now',
    text: `It bears the name and the e-mail address of your account already. You can take it into a wallet. If the name on it is wrong, ask ${issuer.name} to correct it.`,
    href: `/awards/${publicId}/wallet`,
    link: 'Put it in a wallet',
  };
}

function Closed({ title, text, href, link }: ClosedProps) {
  return (
    <div className="empty-state mt-8" id="to" tabIndex={-1}>
      <h2>{title}</h2>
      <p>{text}</p>
      <p className="actions">
        <a href={href} className="btn">
          {link}
        </a>
      </p>
    </div>
  );
}

function ReissueForm({ award, by, typed = {}, errors = [] }: ReissuePageProps) {
  const { publicId, earner, did, wallets } = award;
  const isOwn = by === 'earner';
  const refused = errors.find(({ field }) => field === 'to');
  const isToEmail = did === null && isSaidOf(award, earner.email);
  return (
    <form method="post" className="stack mt-8" noValidate>
      <fieldset className={refused ? 'field field--error' : 'field'} id="to" tabIndex={-1}>
        <legend>To whom</legend>
        {refused && (
          <p className="field-error">
            <span className="sr-only">Error: </span>
            {refused.message}
          </p>
        )}
        <Choice value="as-it-is" chosen={typed.to ?? 'as-it-is'}>
          As it is
        </Choice>
        {!isToEmail && (
          <Choice value="email" chosen={typed.to}>
            <span>
              {isOwn ? 'My' : 'The earner’s'} e-mail address, {earner.email}
            </span>
          </Choice>
        )}
        {isOwn &&
          wallets
            .filter((wallet) => wallet.did !== did)
            .map((wallet) => (
              <Choice key={wallet.did} value={wallet.did} chosen={typed.to}>
                <span>
                  {wallet.name}, <Did did={wallet.did} />
                </span>
              </Choice>
            ))}
      </fieldset>
      {isOwn ? <OwnName award={award} typed={typed} /> : <IssuersName award={award} typed={typed} errors={errors} />}
      <div className="field">
        <label className="choice">
          <input
            type="checkbox"
            className="checkbox"
            name="ends-old"
            value="yes"
            defaultChecked={typed['ends-old'] === 'yes'}
          />{' '}
          End the earlier credentials of this award
        </label>
        <p className="hint">
          Whoever checks one of them then reads that it is revoked. This can’t be undone. Otherwise a copy of one stays
          valid. One that bears another name is found no more at its address, which names the new one.
        </p>
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
  );
}

function Choice({ value, chosen, children }: { value: string; chosen: string | undefined; children: ReactNode }) {
  return (
    <label className="choice">
      <input type="radio" className="radio" name="to" value={value} defaultChecked={chosen === value} /> {children}
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
        <input
          type="checkbox"
          className="checkbox"
          name="name"
          value="account"
          defaultChecked={typed.name === 'account'}
        />{' '}
        Put the name of my account on it: {earner.name}
      </label>
    </div>
  );
}

function IssuersName({ award, typed, errors = [] }: NameProps) {
  return (
    <Field
      name="name"
      label="Name on the award"
      hint="Correct it where it is misspelt, or where the earner has another name now. From then on it also stands on what you award next, and where your awards are shown together."
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
