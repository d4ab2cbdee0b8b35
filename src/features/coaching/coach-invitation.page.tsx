import type { PageContext } from '#ui/page-context.ts';
import { AccountPage, withNext } from '../accounts/account-fields.tsx';
import { type AcceptRefusal, acceptRefusals } from './accept-coaching.ts';
import type { CoachInvitation } from './coaching.queries.ts';

type CoachInvitationPageProps = {
  context: PageContext;
  invitation: CoachInvitation;
  token: string;
  /** Why it could not be accepted. */
  refused?: Exclude<AcceptRefusal, 'unknown'>;
};

/** What is asked of a coach, before they have an account or after. */
export function CoachInvitationPage({ context, invitation, token, refused }: CoachInvitationPageProps) {
  const { viewer } = context;
  const { earner, title, slug, issuerName, state, personId, earnerId, email } = invitation;
  const here = `/coaching/invitations/${encodeURIComponent(token)}`;
  if (state !== 'invited') {
    const isMine = viewer !== null && viewer.person.id === personId && state === 'active';
    return (
      <AccountPage context={context} title={acceptRefusals[state === 'active' ? 'accepted' : state]}>
        {isMine && (
          <p>
            <a className="btn btn-primary" href={`/coaching/${invitation.id}`}>
              Open the work
            </a>
          </p>
        )}
      </AccountPage>
    );
  }
  const isOwn = viewer?.person.id === earnerId;
  const problem = refused ?? (isOwn ? 'own-work' : undefined);
  return (
    <AccountPage
      context={context}
      title={`${earner} asks you to be their coach`}
      lead={`For the micro-credential “${title}” of ${issuerName}.`}
    >
      <p>
        You read the drafts and the files in them, and comment on them. You change and score nothing, and you can’t
        assess this work afterwards. Treat what you see as you would a colleague’s notebook. Either of you can end it at
        any time.
      </p>
      <p>
        <a href={`/micro-credentials/${slug}`}>What the micro-credential asks for</a>
      </p>
      {problem && (
        <p className="alert alert-warning" role="alert">
          {acceptRefusals[problem]}
        </p>
      )}
      {viewer && !problem && (
        <form method="post" action={here}>
          <p className="hint">
            You accept as {viewer.person.name} ({viewer.person.email}); {earner} will see that.
          </p>
          <button type="submit" className="btn btn-primary btn-lg">
            Accept
          </button>
        </form>
      )}
      {!viewer && (
        <>
          <p>To accept, sign in or make an account. You come back here.</p>
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
