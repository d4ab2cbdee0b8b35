import { roleWords } from '#domain/access/role-words.ts';
import type { PageContext } from '#ui/page-context.ts';
import { AccountPage, withNext } from './account-fields.tsx';
import type { InvitationShown } from './invitation.queries.ts';

const closed: Record<Exclude<InvitationShown['state'], 'open'>, string> = {
  accepted: 'This invitation has been accepted already.',
  withdrawn: 'This invitation was taken back.',
  expired: 'This invitation is too old. Ask for another one.',
};

type InvitationPageProps = { context: PageContext; invitation: InvitationShown; token: string };

export function InvitationPage({ context, invitation, token }: InvitationPageProps) {
  const { email, role, issuerName, state } = invitation;
  const { viewer } = context;
  const here = `/invitations/${encodeURIComponent(token)}`;
  if (state !== 'open') {
    return (
      <AccountPage context={context} title={closed[state]}>
        <p className="lead">{issuerName} can send you a new one.</p>
      </AccountPage>
    );
  }
  return (
    <AccountPage
      context={context}
      title={`${issuerName} invites you`}
      lead={`You are asked to join as ${roleWords[role].withArticle}: to ${roleWords[role].duty}.`}
    >
      {viewer?.person.email === email && (
        <form method="post" action={here}>
          <button type="submit" className="btn btn-primary btn-lg">
            Accept
          </button>
        </form>
      )}
      {viewer && viewer.person.email !== email && (
        <>
          <p>
            It was sent to <strong>{email}</strong>, but you are signed in as {viewer.person.email}. Sign out, open the
            link again, and sign in with that address.
          </p>
          <form method="post" action="/sign-out">
            <button type="submit" className="btn">
              Sign out
            </button>
          </form>
        </>
      )}
      {!viewer && (
        <>
          <p>
            To accept, sign in as <strong>{email}</strong>, or make an account with that address. You come back here.
          </p>
          <p className="actions">
            <a className="btn btn-primary" href={withNext('/sign-in', here)}>
              Sign in
            </a>
            <a className="btn" href={withNext('/sign-up', here, { email })}>
              Make an account
            </a>
          </p>
        </>
      )}
    </AccountPage>
  );
}
