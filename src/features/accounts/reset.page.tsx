import { shortestPassword } from '#platform/auth.ts';
import { AccountPage, EmailField, type FormProps, NextField, PasswordField, withNext } from './account-fields.tsx';

/** `confirmed`: someone came by a link to an address that had not been shown to be theirs, which ends its first password. */
export function RequestResetPage({
  context,
  next,
  typed = {},
  errors = [],
  confirmed = false,
}: FormProps & { confirmed?: boolean }) {
  return (
    <AccountPage
      context={context}
      title="Choose a new password"
      lead={confirmed ? undefined : 'We mail you a link with which you choose it.'}
      errors={errors}
    >
      {confirmed && (
        <p className="alert alert-info" role="status">
          You are signed in, and your e-mail address is confirmed. The password set before that no longer counts: have a
          link mailed to you to choose a new one, or go on and sign in by link next time, too.
        </p>
      )}
      <form method="post" action="/reset" noValidate>
        <NextField next={next} />
        <EmailField typed={typed} errors={errors} />
        <div className="actions">
          <button type="submit" className="btn btn-primary">
            Mail me a link
          </button>
          {/* Whoever is signed in is led on from there. */}
          <a href={withNext('/sign-in', next)} className="btn">
            {confirmed ? 'Go on without a password' : 'Back to signing in'}
          </a>
        </div>
      </form>
    </AccountPage>
  );
}

export function NewPasswordPage({ context, next, errors = [], token }: FormProps & { token: string }) {
  return (
    <AccountPage context={context} title="Set your new password" errors={errors}>
      <form method="post" action={`/reset/${encodeURIComponent(token)}`} noValidate>
        <NextField next={next} />
        <PasswordField
          label="New password"
          hint={`${shortestPassword} characters or more; a few words make a good one`}
          autoComplete="new-password"
          errors={errors}
        />
        <div className="actions">
          <button type="submit" className="btn btn-primary">
            Set password
          </button>
        </div>
      </form>
      <p className="hint">Every browser that is signed in to your account will be signed out.</p>
    </AccountPage>
  );
}
