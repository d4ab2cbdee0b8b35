import {
  AccountPage,
  EmailField,
  type FormProps,
  NameField,
  NextField,
  PasswordField,
  withNext,
} from './account-fields.tsx';
import { shortestPassword } from '#platform/auth.ts';

/** Why the sign-in page is shown. */
export type SignInNotice = 'expired' | 'reset' | 'spent';

const notices: Record<SignInNotice, string> = {
  expired:
    'You were signed out meanwhile, so that was not sent. Sign in and you come back to your page; what was saved is there.',
  reset: 'Your new password is set, and every other browser is signed out. Sign in with it now.',
  spent: 'That link has been used, or it is too old. Ask for another one, or sign in with your password.',
};

export function SignInPage({
  context,
  next,
  notice,
  typed = {},
  errors = [],
}: FormProps & { notice?: SignInNotice | undefined }) {
  return (
    <AccountPage context={context} title="Sign in" errors={errors}>
      {notice && (
        <p className="alert alert-info" role="status">
          {notices[notice]}
        </p>
      )}
      <form method="post" action="/sign-in" noValidate>
        <NextField next={next} />
        <EmailField typed={typed} errors={errors} />
        <PasswordField label="Password" autoComplete="current-password" errors={errors} />
        <div className="actions">
          <button type="submit" className="btn btn-primary">
            Sign in
          </button>
          <button type="submit" className="btn" formAction="/sign-in/link">
            Mail me a link instead
          </button>
        </div>
      </form>
      <ul className="mt-8 space-y-2 border-t border-base-300 pt-5">
        <li>
          Forgotten your password? <a href={withNext('/reset', next)}>Choose a new one</a>
        </li>
        <li>
          New here? <a href={withNext('/sign-up', next)}>Make an account</a>
        </li>
      </ul>
    </AccountPage>
  );
}

export function SignUpPage({ context, next, typed = {}, errors = [] }: FormProps) {
  return (
    <AccountPage
      context={context}
      title="Make an account"
      lead="One account keeps your work and your awards, whoever issues them."
      errors={errors}
    >
      <form method="post" action="/sign-up" noValidate>
        <NextField next={next} />
        <NameField typed={typed} errors={errors} />
        <EmailField typed={typed} errors={errors} />
        <PasswordField
          label="Password"
          hint={`${shortestPassword} characters or more; a few words make a good one`}
          autoComplete="new-password"
          errors={errors}
        />
        <div className="actions">
          <button type="submit" className="btn btn-primary">
            Make my account
          </button>
        </div>
      </form>
      <p className="mt-8 space-y-2 border-t border-base-300 pt-5">
        Have an account already? <a href={withNext('/sign-in', next)}>Sign in</a>
      </p>
    </AccountPage>
  );
}
