import type { Definition } from '#domain/definition/schema.ts';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { formatDate } from '#domain/text/format-date.ts';
import { VerificationSteps } from '../verify/verification-steps.tsx';
import type { Verification } from '../verify/verification.ts';
import { EndorsementsSection } from '../badges/endorsements-section.tsx';
import type { Endorsement } from '../badges/endorsements.queries.ts';
import { BadgeDownloads } from '../badges/share-parts.tsx';
import { socialCard } from '../badges/social-card.ts';
import { StackPieces } from '../series/stack-pieces.tsx';
import { formatHours } from './award-words.ts';
import type { PublicAward } from './awards.queries.ts';

export type AwardPageProps = {
  context: PageContext;
  award: PublicAward;
  verification: Verification;
  endorsements?: readonly Endorsement[];
  /** Whether the hours stand in the viewer’s own ledger. */
  isClaimable?: boolean;
};

/** What anyone sees who follows the link of an award. */
export function AwardPage({ context, award, verification, endorsements = [], isClaimable = false }: AwardPageProps) {
  const { title, statement, slug, recipientName, subject } = award;
  return (
    <Layout
      context={context}
      title={`${recipientName}: ${title}`}
      description={`${award.issuer.name} awarded the micro-credential ${title} to ${recipientName}.`}
      social={socialCard(award, context.baseUrl)}
    >
      <div className="award-head">
        <img
          className="award-head__tile"
          src={`/tiles/${slug}.svg`}
          alt={`The tile of ${title}`}
          width="240"
          height="240"
        />
        <div>
          <p className="eyebrow">{award.issuer.name} certifies that</p>
          <h1>{recipientName}</h1>
          <p className="award-head__joint">
            {subject.kind === 'stack' ? 'has earned the stack award' : 'has earned the micro-credential'}
          </p>
          <p className="award-head__title">{title}</p>
          <p className="lead">{statement}</p>
        </div>
      </div>
      <div className="split section award-body">
        <aside className="stack">
          <section className="panel verification" aria-labelledby="verification">
            <h2 id="verification">Verification</h2>
            <VerificationSteps verification={verification} />
          </section>
          <Facts award={award} />
          <Downloads award={award} baseUrl={context.baseUrl} />
          {isClaimable && (
            <section className="no-print" aria-labelledby="yours">
              <h2 id="yours">Yours</h2>
              <p>
                <a href={`/credit/claims/new?award=${award.publicId}`}>Claim the hours</a> for the renewal of a licence.
              </p>
            </section>
          )}
          <EndorsementsSection endorsements={endorsements} />
        </aside>
        {subject.kind === 'micro-credential' ? (
          <Criteria definition={subject.definition} />
        ) : (
          <StackPieces series={subject.series} pieces={subject.pieces} />
        )}
      </div>
    </Layout>
  );
}

function Facts({ award }: { award: PublicAward }) {
  const { issuer, awardedAt, slug, pdHours, subject } = award;
  return (
    <dl className="facts">
      <div>
        <dt>Awarded</dt>
        <dd>
          <time dateTime={awardedAt.toISOString()}>{formatDate(awardedAt)}</time>
        </dd>
      </div>
      {subject.kind === 'micro-credential' && (
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
        <dt>{subject.kind === 'stack' ? 'Series' : 'Micro-credential'}</dt>
        <dd>
          <a href={`/${subject.kind === 'stack' ? 'series' : 'micro-credentials'}/${slug}`}>
            Version {subject.version.number}
          </a>
        </dd>
      </div>
    </dl>
  );
}

function Downloads({ award, baseUrl }: { award: PublicAward; baseUrl: string }) {
  const address = `/verify/${award.publicId}`;
  return (
    <section className="no-print" aria-labelledby="downloads">
      <h2 id="downloads">Take it with you</h2>
      <ul>
        <li>
          <a href={`${address}/certificate.pdf`}>Certificate, A4 (PDF)</a>
        </li>
        <li>
          <a href={`${address}/certificate.pdf?paper=letter`}>Certificate, US Letter (PDF)</a>
        </li>
      </ul>
      <BadgeDownloads award={award} baseUrl={baseUrl} />
      <p className="meta">
        The signed credential can be checked without us, by any program that reads Open Badges 3.0.
      </p>
    </section>
  );
}

function Criteria({ definition }: { definition: Definition }) {
  const lookFors = definition.guides.reduce((sum, guide) => sum + guide.lookFors.length, 0);
  return (
    <section aria-labelledby="criteria">
      <h2 id="criteria">What was demonstrated</h2>
      <p>
        {lookFors === 1 ? 'The one look-for' : `All ${lookFors} look-fors`} below, found by an assessor in evidence from
        the earner’s own work. The evidence itself stays with the earner.
      </p>
      {definition.guides.map((guide) => (
        <section key={guide.id} className="award-guide" aria-labelledby={`guide-${guide.id}`}>
          <h3 id={`guide-${guide.id}`}>{guide.title}</h3>
          <ul>
            {guide.lookFors.map((lookFor) => (
              <li key={lookFor.id}>
                {lookFor.text}
                {lookFor.points.length > 0 && (
                  <ul>
                    {lookFor.points.map((point) => (
                      <li key={point}>{point}</li>
                    ))}
                  </ul>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}
