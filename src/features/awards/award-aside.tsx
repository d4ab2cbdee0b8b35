import type { AwardState } from '#domain/award/status.ts';
import { BadgeDownloads } from '../badges/share-parts.tsx';
import type { AwardSurroundings } from './award-process.queries.ts';
import type { PublicAward } from './awards.queries.ts';

type NearProps = { award: PublicAward; state: AwardState; isClaimable: boolean };

/** What its earner does most, beside the head of the page: on a telephone all the rest is far below. */
export function NearActions({ award: { publicId }, state, isClaimable }: NearProps) {
  const own = `/awards/${publicId}`;
  const isHeld = state === 'in-force' || state === 'expired';
  return (
    <nav className="award-near no-print" aria-label="What you can do with it">
      {isHeld && (
        <>
          <a href={`${own}/share`} className="btn btn-sm btn-primary">
            Share
          </a>
          <a href={`/verify/${publicId}/certificate.pdf`} className="btn btn-sm">
            Certificate<span className="sr-only">, A4</span> (PDF)
          </a>
        </>
      )}
      {state === 'in-force' && (
        <>
          <a href={`${own}/wallet`} className="btn btn-sm">
            Add to a wallet
          </a>
          <a href={`/credit/claims/new?award=${publicId}`} className="btn btn-sm">
            {isClaimable ? 'Claim the hours' : 'Claim recognition'}
          </a>
        </>
      )}
      {state !== 'in-force' && (
        <a href={`${own}/status`} className="btn btn-sm">
          {state === 'expired' ? 'Its renewal' : 'Read why'}
        </a>
      )}
      <a href="#yours">All you can do with it</a>
    </nav>
  );
}

type YoursProps = {
  award: PublicAward;
  state: AwardState;
  surroundings: AwardSurroundings;
  isClaimable: boolean;
  isAsked: boolean;
};

/** What its earner can do with it. What does not count is not shared, put in a wallet or claimed. */
export function Yours({ award, state, surroundings: { isOnProfile, attemptId }, isClaimable, isAsked }: YoursProps) {
  const own = `/awards/${award.publicId}`;
  const isHeld = state === 'in-force' || state === 'expired';
  return (
    <section className="panel award-yours no-print" aria-labelledby="yours">
      <h2 id="yours">Yours</h2>
      <ul>
        {isHeld && <Way href={`${own}/share`} name="Share it" says="Link, LinkedIn, your own page" />}
        {state === 'in-force' && (
          <Way href={`${own}/wallet`} name="Add to a wallet" says="On your telephone or computer" />
        )}
        {isHeld && (
          <Way
            href={`/awards/profile#award-${award.publicId}`}
            name={isOnProfile ? 'On your public profile' : 'Add to your public profile'}
            says={isOnProfile ? 'Change or remove it there' : 'A page with what you choose to show'}
          />
        )}
        {isClaimable && state === 'in-force' && (
          <Way
            href={`/credit/claims/new?award=${award.publicId}`}
            name="Claim the hours"
            says="For the renewal of a licence"
          />
        )}
        {!isClaimable && state === 'in-force' && (
          <Way
            href={`/credit/claims/new?award=${award.publicId}`}
            name="Claim recognition"
            says="On a licence, without hours"
          />
        )}
        {attemptId !== null && (
          <Way href={`/attempts/${attemptId}/pack.zip`} name="Evidence pack" says="What was judged, as one ZIP" />
        )}
        {isAsked && award.subject.kind === 'micro-credential' && state !== 'revoked' && (
          <Way href={`${own}/evaluation`} name="Say how it was" says="A few questions, without your name" />
        )}
        <Way href={`${own}/status`} name="Status" says="What it counts as, renewal, appeal" />
        {state === 'in-force' && (
          <Way href={`${own}/reissue`} name="Issue it again" says="With another name or address" />
        )}
      </ul>
    </section>
  );
}

function Way({ href, name, says }: { href: string; name: string; says: string }) {
  return (
    <li>
      <a href={href}>{name}</a>
      <span className="meta">{says}</span>
    </li>
  );
}

/** Files and paper, for anyone. Nothing of it is given out while the award does not count. */
export function AwardActions({ award, state, baseUrl }: { award: PublicAward; state: AwardState; baseUrl: string }) {
  const address = `/verify/${award.publicId}`;
  const isHeld = state === 'in-force' || state === 'expired';
  return (
    <section className="no-print" aria-labelledby="downloads">
      <h2 id="downloads">Take it along</h2>
      {isHeld ? (
        <>
          <ul>
            <li>
              <a href={`${address}/certificate.pdf`}>Certificate, A4 (PDF)</a>
            </li>
            <li>
              <a href={`${address}/certificate.pdf?paper=letter`}>Certificate, US Letter (PDF)</a>
            </li>
          </ul>
          <details className="award-files">
            <summary>Files for other programs</summary>
            <BadgeDownloads award={award} baseUrl={baseUrl} />
          </details>
        </>
      ) : (
        <p>
          {state === 'revoked' ? 'There is no certificate or badge of it any more.' : 'Nothing is given out meanwhile.'}{' '}
          What was signed stays readable: <a href={`${address}/credential.json`}>signed credential (JSON)</a>.
        </p>
      )}
      <p>
        <button type="button" className="btn btn-sm" data-print hidden>
          Print this page
        </button>
      </p>
    </section>
  );
}

export function InSeries({ series }: Pick<AwardSurroundings, 'series'>) {
  if (series.length === 0) return null;
  return (
    <section className="no-print" aria-labelledby="in-series">
      <h2 id="in-series">Part of</h2>
      <ul>
        {series.map(({ slug, title }) => (
          <li key={slug}>
            <a href={`/series/${slug}`}>{title}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
