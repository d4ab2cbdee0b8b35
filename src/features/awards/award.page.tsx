import type { ReactNode } from 'react';
import type { AwardState } from '#domain/award/status.ts';
import { hasRole } from '#domain/access/viewer.ts';
import { awardMarkup } from '#domain/open-data/schema-org-awards.ts';
import { Layout } from '#ui/layout.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { QrCode } from '#ui/qr-code.tsx';
import { Status } from '#ui/status.tsx';
import { EndorsementsSection } from '../badges/endorsements-section.tsx';
import type { Endorsement } from '../badges/endorsements.queries.ts';
import { socialCard } from '../badges/social-card.ts';
import { StackPieces } from '../series/stack-pieces.tsx';
import type { AwardStatus } from '../status/status.queries.ts';
import { VerificationSteps, verdictOf } from '../verify/verification-steps.tsx';
import type { Verification } from '../verify/verification.ts';
import { Demonstrated } from './award-demonstrated.tsx';
import { AwardActions, InSeries, NearActions, Yours } from './award-aside.tsx';
import { ProcessSection } from './award-process.tsx';
import type { AwardSurroundings } from './award-process.queries.ts';
import { Standing, headWords, standingWords, titleOf } from './award-standing.tsx';
import { formatHours } from './award-words.ts';
import type { PublicAward } from './awards.queries.ts';

export type AwardPageProps = {
  context: PageContext;
  award: PublicAward;
  status: AwardStatus;
  surroundings: AwardSurroundings;
  verification: Verification;
  endorsements?: readonly Endorsement[];
  /** Whether the hours stand in the viewer’s own ledger. */
  isClaimable?: boolean;
  /** Its earner has neither evaluated it nor said that they won’t. */
  isAsked?: boolean;
  /** Its earner comes from having it issued again. */
  isReissued?: boolean;
};

/** What anyone sees who follows the link of an award; its earner, and those who look after it, find their ways from here. */
export function AwardPage(props: AwardPageProps) {
  const {
    context,
    award,
    status,
    surroundings,
    verification,
    endorsements = [],
    isClaimable = false,
    isAsked = false,
    isReissued = false,
  } = props;
  const { title, recipientName, subject, issuer } = award;
  const what = subject.kind === 'stack' ? 'stack award' : 'micro-credential';
  return (
    <Layout
      context={context}
      title={titleOf(award, status.state)}
      description={`${issuer.name} awarded the ${what} ${title} to ${recipientName}.${status.state === 'in-force' ? '' : ` ${standingWords({ award, status })}`}`}
      social={socialCard(award, context.baseUrl, status)}
      indexed={{
        canonical: `/verify/${award.publicId}`,
        // What counts no more is no credential that anybody has.
        ...(status.state === 'in-force' && { data: awardMarkup(markedOf(award, context.baseUrl)) }),
      }}
      isHidden
    >
      {surroundings.isOwn && (
        <nav className="crumbs" aria-label="Breadcrumbs">
          <a href="/awards">My awards</a>
          <span aria-current="page">{title}</span>
        </nav>
      )}
      <article className="award">
        {isReissued && (
          <p className="alert alert-success" role="status">
            It is issued again. Whoever checks it from now on sees the new credential.
          </p>
        )}
        <Standing status={status} award={award} />
        <Head
          award={award}
          state={status.state}
          verification={verification}
          near={surroundings.isOwn && <NearActions award={award} state={status.state} isClaimable={isClaimable} />}
          baseUrl={context.baseUrl}
        />
        <Facts award={award} status={status} />
        <div className="split section award-body">
          <div className="stack">
            {subject.kind === 'micro-credential' ? (
              <Demonstrated definition={subject.definition} state={status.state} />
            ) : (
              <StackPieces series={subject.series} pieces={subject.pieces} />
            )}
            <ProcessSection award={award} process={surroundings.process} />
            <section className="section verification" aria-labelledby="verification">
              <h2 id="verification">Verification</h2>
              <VerificationSteps verification={verification} />
              <p className="meta verification__anew no-print">
                You need not take our word for it: <a href="/verify">check it anew</a>, here or with any other verifier
                of Open Badges 3.0.
              </p>
            </section>
          </div>
          <aside className="award-aside" aria-label="About this award">
            {surroundings.isOwn && (
              <Yours
                award={award}
                state={status.state}
                surroundings={surroundings}
                isClaimable={isClaimable}
                isAsked={isAsked}
              />
            )}
            <AwardActions award={award} state={status.state} baseUrl={context.baseUrl} />
            {mayLookAfter(context, issuer.slug) && (
              <section className="no-print" aria-labelledby="issuing">
                <h2 id="issuing">For {issuer.name}</h2>
                <p>
                  <a href={`/admin/${issuer.slug}/awards/${award.publicId}`}>Look after this award</a>
                </p>
              </section>
            )}
            <InSeries series={surroundings.series} />
            <EndorsementsSection endorsements={endorsements} />
          </aside>
        </div>
      </article>
    </Layout>
  );
}

function markedOf({ subject, slug, ...award }: PublicAward, baseUrl: string) {
  return { ...award, baseUrl, subject: { kind: subject.kind === 'stack' ? 'series' : subject.kind, slug } } as const;
}

function mayLookAfter({ viewer }: PageContext, issuerSlug: string): boolean {
  return viewer?.person.isOperator === true || hasRole(viewer, ['issuer_admin', 'lead_assessor'], issuerSlug);
}

type HeadProps = Pick<AwardPageProps, 'award' | 'verification'> & {
  state: AwardState;
  /** What its earner does most. */
  near: ReactNode;
  baseUrl: string;
};

function Head({ award, state, verification, near, baseUrl }: HeadProps) {
  const { title, statement, slug, recipientName, subject, issuer } = award;
  const { before, joint } = headWords(state, issuer.name);
  const isHeld = state === 'in-force' || state === 'expired';
  return (
    <header className="award-head" data-palette={issuer.palette}>
      <img
        className="award-head__tile"
        src={`/tiles/${slug}.svg`}
        alt={`The tile of ${title}`}
        width="320"
        height="320"
      />
      <div>
        <p className="eyebrow">{before}</p>
        <h1>{recipientName}</h1>
        <p className="award-head__joint">
          {joint} {subject.kind === 'stack' ? 'stack award' : 'micro-credential'}
        </p>
        <p className="award-head__title">{title}</p>
        {isHeld && <p className="lead">{statement}</p>}
        <p className="award-head__verdict">
          <Status {...verdictOf(verification)} /> <a href="#verification">How this was checked</a>
        </p>
        {near}
      </div>
      <PrintedAddress award={award} baseUrl={baseUrl} />
    </header>
  );
}

function Facts({ award, status: { state, since } }: Pick<AwardPageProps, 'award' | 'status'>) {
  const { issuer, awardedAt, validUntil, slug, pdHours, subject } = award;
  const isStack = subject.kind === 'stack';
  return (
    <dl className="award-facts">
      <div>
        <dt>Awarded</dt>
        <dd>
          <Day at={awardedAt} timeZone={issuer.timeZone} />
        </dd>
      </div>
      {(state === 'revoked' || state === 'suspended') && since ? (
        <div>
          <dt>{state === 'revoked' ? 'Revoked' : 'Suspended'}</dt>
          <dd>
            <Day at={since} />
          </dd>
        </div>
      ) : (
        <div>
          <dt>{state === 'expired' ? 'Was valid until' : 'Valid until'}</dt>
          <dd>{validUntil ? <Day at={validUntil} /> : 'No end'}</dd>
        </div>
      )}
      {isStack ? (
        <div>
          <dt>Made of</dt>
          <dd>{subject.pieces.length === 1 ? '1 award' : `${subject.pieces.length} awards`}</dd>
        </div>
      ) : (
        <div>
          <dt>Professional development</dt>
          <dd>{formatHours(pdHours)}</dd>
        </div>
      )}
      <div>
        <dt>Issuer</dt>
        <dd>{issuer.website ? <a href={issuer.website}>{issuer.name}</a> : issuer.name}</dd>
      </div>
      <div>
        <dt>{isStack ? 'Series' : 'Micro-credential'}</dt>
        <dd>
          <a href={`/${isStack ? 'series' : 'micro-credentials'}/${slug}`}>What it asks for</a>
        </dd>
      </div>
    </dl>
  );
}

/** On paper: where to verify it, for an eye and for a telephone. */
function PrintedAddress({ award, baseUrl }: { award: PublicAward; baseUrl: string }) {
  const address = `${baseUrl}/verify/${award.publicId}`;
  return (
    <div className="print-only award-printed">
      <QrCode value={address} label={`QR code that leads to ${address}`} />
      <p>Verify it at {address.replace(/^https?:\/\//u, '')}</p>
    </div>
  );
}
