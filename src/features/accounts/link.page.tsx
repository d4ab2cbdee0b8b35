import { AccountPage, EmailField, type FormProps, NextField, withNext } from './account-fields.tsx';
import type { PageContext } from '#ui/page-context.ts';

export function RequestLinkPage({ context, next, typed = {}, errors = [] }: FormProps) {
  return (
    <AccountPage
      context={context}
      title="Sign in without a password"
      lead="We mail you a link that signs you in."
      errors={errors}
    >
      <form method="post" action="/sign-in/link" noValidate>
        <NextField next={next} />
        <EmailField typed={typed} errors={errors} />
        <div className="actions">
          <button type="submit" className="btn btn-primary">
            Mail me a link
          </button>
          <a href={withNext('/sign-in', next)} className="btn">
            Use my password
          </a>
        </div>
      </form>
    </AccountPage>
  );
}

/** The link alone signs nobody in: programs that look into mails open links, but press no buttons. */
export function ConfirmLinkPage({ context, next, token }: FormProps & { token: string }) {
  return (
    <AccountPage context={context} title="Sign in to Tessera" lead="One more step, so that only you can use this link.">
      <form method="post" action="/sign-in/link/confirm">
        <NextField next={next} />
        <input type="hidden" name="token" value={token} />
        <button type="submit" className="btn btn-primary btn-lg">
          Sign me in
        </button>
      </form>
    </AccountPage>
  );
}

type MailSentPageProps = {
  context: PageContext;
  email: string;
  what: 'link' | 'reset';
  next: string;
  showOutbox: boolean;
};

/** The same for every address, whether or not it has an account. */
export function MailSentPage({ context, email, what, next, showOutbox }: MailSentPageProps) {
  return (
    <AccountPage context={context} title="Look at your mail">
      <p className="lead">
        If <strong>{email}</strong> has an account here, a message is on its way to it.
      </p>
      <p>
        {what === 'link'
          ? 'Its link signs you in; it works once and for 15 minutes.'
          : 'Its link lets you choose a new password; it works once and for one hour.'}{' '}
        Nothing after a few minutes? Look among the unwanted mail, and check the address.
      </p>
      <p className="actions">
        <a className="btn" href={withNext(what === 'link' ? '/sign-in/link' : '/reset', next)}>
          Try another address
        </a>
        {showOutbox && (
          <a className="btn" href="/dev/outbox">
            Open the local outbox
          </a>
        )}
      </p>
    </AccountPage>
  );
}
