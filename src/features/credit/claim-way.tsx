import { claimStateWords } from '#domain/credit/claim.ts';
import { Day, Moment } from '#ui/moment.tsx';
import type { ClaimPageProps } from './claim-next.tsx';
import type { Claim, ClaimEvent } from './claims.queries.ts';
import { ruleAddress } from './rule.page.tsx';

/** What has happened to a claim so far, who was asked about it, and the rule that it is pinned to. */
export function ClaimWay({ claim, events, approvals }: Pick<ClaimPageProps, 'claim' | 'events' | 'approvals'>) {
  return (
    <section className="panel" aria-labelledby="way">
      <h2 id="way">The way so far</h2>
      <ol className="credit-way">
        {events.map((event, index) => (
          <li key={index}>
            <strong>{stepWord(event, claim)}</strong>
            {whoText(event)}, <Moment at={event.at} />
            {event.note !== '' && <p className="meta">{event.note}</p>}
          </li>
        ))}
      </ol>
      {approvals.map(({ id: key, approverName, approverEmail, state: answer, typedName, typedRole, expiresAt }) => (
        <p key={key} className="meta">
          {answer === 'waiting' && (
            <>
              Asked: {approverName} ({approverEmail}), who can answer until <Day at={expiresAt} />
            </>
          )}
          {answer === 'expired' && `${approverName} did not answer in time. Ask again.`}
          {answer === 'ended' && `${approverName} was asked, and no longer is.`}
          {(answer === 'approved' || answer === 'refused') &&
            `${answer === 'approved' ? 'Approved' : 'Not approved'} by ${typedName ?? ''}, ${typedRole ?? ''} (${approverEmail})`}
        </p>
      ))}
      <p className="meta">
        <a href={ruleAddress(claim.ruleSlug, claim.ruleNumber)}>Rule version {claim.ruleNumber}</a>: it stays with this
        claim, whatever is published later.
      </p>
    </section>
  );
}

/** Of an approval by the earner: nobody approves their own claim, so that they let the provider send it. */
function isHandOver({ state, byId }: ClaimEvent, { personId }: Claim): boolean {
  return state === 'approved' && byId === personId;
}

function stepWord(event: ClaimEvent, claim: Claim): string {
  if (isHandOver(event, claim)) return `Handed to ${claim.form.provider}`;
  return event.state === 'draft' ? 'Begun' : claimStateWords[event.state];
}

/** What the agency answered is entered by somebody else than the agency. */
function whoText(event: ClaimEvent): string {
  if (event.byName === null) return '';
  if (event.state === 'accepted' || event.state === 'rejected') return ` (entered by ${event.byName})`;
  return ` by ${event.byName}`;
}
