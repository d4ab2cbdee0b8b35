import { hasRole } from '#domain/access/viewer.ts';
import { ErrorSummary, type FormErrors } from '#ui/form.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { AdminFrame } from '../admin/admin-frame.tsx';
import { LeadFrame } from '../lead/lead-frame.tsx';
import { ActsSection } from './admin-acts.tsx';
import type { AwardHistory, CredentialRow, StatusEvent } from './award-history.queries.ts';
import { isOpen } from './own-status.page.tsx';
import { RevocationFacts } from './revocation-section.tsx';
import { AwardStatusLabel } from './status-words.tsx';

export type AdminAwardPageProps = {
  context: PageContext;
  award: AwardHistory;
  /** Whether somebody else than who announced a revocation could decide it. */
  hasDeciders: boolean;
  notice?: string | undefined;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

/** One award as those see it who look after it: its status, its credentials, and what can be done. */
export function AdminAwardPage(props: AdminAwardPageProps) {
  const { context, award, notice, errors = [] } = props;
  const { issuer, earner, title } = award;
  const { viewer } = context;
  const isAdmin = viewer?.person.isOperator === true || hasRole(viewer, ['issuer_admin'], issuer.slug);
  const name = `${title}, ${earner.name}`;
  const page = (
    <>
      <ErrorSummary errors={errors} />
      {notice && (
        <p className="alert alert-success" role="status">
          {notice}
        </p>
      )}
      <header className="page-head">
        <p className="eyebrow">{title}</p>
        <h1>Award of {earner.name}</h1>
        <p className="lead">
          <AwardStatusLabel state={award.status.state} />
          {award.status.state !== 'in-force' && award.status.since && (
            <>
              {' '}
              since <Day at={award.status.since} />
            </>
          )}
        </p>
      </header>
      <Facts {...props} isAdmin={isAdmin} />
      <ActsSection {...props} />
      <Revocations award={award} />
      <History events={award.events} />
      <Credentials award={award} isAdmin={isAdmin} />
    </>
  );
  return isAdmin ? (
    <AdminFrame context={context} issuer={issuer} section="Awards" title={name} hasErrors={errors.length > 0}>
      {page}
    </AdminFrame>
  ) : (
    <LeadFrame context={context} current={null} title={name} hasErrors={errors.length > 0}>
      {page}
    </LeadFrame>
  );
}

function Facts({ context, award, isAdmin }: AdminAwardPageProps & { isAdmin: boolean }) {
  const { awardedAt, validUntil, publicId, attemptId, issuer } = award;
  const leads = hasRole(context.viewer, ['lead_assessor'], issuer.slug);
  return (
    <dl className="facts">
      <div>
        <dt>Awarded</dt>
        <dd>
          <Day at={awardedAt} timeZone={issuer.timeZone} />
        </dd>
      </div>
      <div>
        <dt>Valid until</dt>
        <dd>{validUntil === null ? 'It does not expire' : <Day at={validUntil} />}</dd>
      </div>
      <div>
        <dt>For everybody</dt>
        <dd>
          <a href={`/verify/${publicId}`}>The page of the award</a>
        </dd>
      </div>
      {isAdmin && (
        <div>
          <dt>Wrong name, or another address</dt>
          <dd>
            <a href={`/admin/${issuer.slug}/awards/${publicId}/reissue`}>Issue it again</a>
          </dd>
        </div>
      )}
      {leads && attemptId !== null && (
        <div>
          <dt>For lead assessors</dt>
          <dd>
            <a href={`/lead/attempts/${attemptId}`}>The attempt that earned it</a>
          </dd>
        </div>
      )}
    </dl>
  );
}

function Revocations({ award: { revocations } }: { award: AwardHistory }) {
  const ended = revocations.filter((revocation) => !isOpen(revocation));
  if (ended.length === 0) return null;
  return (
    <section className="section" aria-labelledby="ended-title">
      <h2 id="ended-title">Earlier revocations</h2>
      <ol className="rows">
        {ended.map((revocation) => (
          <li key={revocation.id}>
            <RevocationFacts revocation={revocation} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function History({ events }: { events: readonly StatusEvent[] }) {
  return (
    <section className="section" aria-labelledby="history-title">
      <h2 id="history-title">What its status came to</h2>
      {events.length === 0 ? (
        <p>It has been in force since it was awarded.</p>
      ) : (
        <ol className="rows">
          {events.map(({ status, reason, by, at }) => (
            <li key={`${status} ${at.toISOString()}`}>
              <p>
                <AwardStatusLabel state={status} />{' '}
                <span className="meta">
                  {by ?? 'By itself'}, <Day at={at} />
                </span>
              </p>
              <p className="concern-words">{reason}</p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

const reasons: Record<CredentialRow['reason'], string> = {
  issued: 'Issued with the award',
  'new-identity': 'Issued again to another identity',
  'new-name': 'Issued again with a corrected name',
  'new-key': 'Signed again with a new key',
  renewed: 'Renewed',
};

/**
 * Every one that there was, with the name on it and who had it issued: an earner can do that without being asked. A former name is
 * for the admins alone, who may have to look into it.
 */
function Credentials({ award: { credentials, earner }, isAdmin }: { award: AwardHistory; isAdmin: boolean }) {
  const present = credentials[0]?.name;
  return (
    <section className="section" aria-labelledby="credentials-title">
      <h2 id="credentials-title">Its credentials</h2>
      <ol className="rows">
        {credentials.map((credential) => (
          <li key={credential.number}>
            <p>
              <strong>Number {credential.number}</strong>: {reasons[credential.reason]}, to{' '}
              {credential.identity === 'did' ? 'a wallet' : 'an e-mail address'}
              {isAdmin || credential.name === present ? `, in the name of ${credential.name}.` : ', in another name.'}
            </p>
            <p className="meta">
              {credential.by && <>{whoIssued(credential.by, earner)}, </>}
              <Day at={credential.issuedAt} />
              {credential.validUntil && (
                <>
                  , valid until <Day at={credential.validUntil} />
                </>
              )}
              {!credential.isListed &&
                '. It is from before there were status lists: other software can’t see that it is revoked or suspended'}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

function whoIssued(by: { id: string; name: string }, earner: { id: string }): string {
  return by.id === earner.id ? `By the earner, ${by.name}` : `By ${by.name}`;
}
