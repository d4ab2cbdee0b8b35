import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { formatDate } from '#domain/text/format-date.ts';
import { formatHours } from './award-words.ts';
import { AwardStatusLabel } from '../status/status-words.tsx';
import type { AwardListed } from './awards.queries.ts';

export type AwardsPageProps = {
  context: PageContext;
  awards: readonly AwardListed[];
  /** Decided as earned, and still to be signed. */
  beingSigned: number;
};

export function AwardsPage({ context, awards, beingSigned }: AwardsPageProps) {
  const hours = awards.reduce((sum, award) => sum + award.pdHours, 0);
  return (
    <Layout context={context} title="My awards">
      <div className="page-head">
        <h1>My awards</h1>
        {awards.length > 0 && (
          <p className="lead">
            {awards.length === 1 ? 'One micro-credential' : `${awards.length} micro-credentials`}, worth{' '}
            {formatHours(hours)} of professional development.
          </p>
        )}
        <p className="meta">
          <a href="/credit">Your credit ledger</a>
          {awards.length > 0 && (
            <>
              {' '}
              · <a href="/awards/record">Your learner record</a> · <a href="/awards/wallets">Your wallets</a>
            </>
          )}
        </p>
      </div>
      {beingSigned > 0 && (
        <p className="alert alert-info" role="status">
          {beingSigned === 1 ? 'One more award is' : `${beingSigned} more awards are`} being signed. This takes a few
          seconds; you get a mail when it is done.
        </p>
      )}
      {awards.length > 0 ? (
        <ul className="award-mosaic">
          {awards.map((award) => (
            <Award key={award.publicId} award={award} baseUrl={context.baseUrl} />
          ))}
        </ul>
      ) : (
        beingSigned === 0 && <NoAwards />
      )}
    </Layout>
  );
}

function Award({ award, baseUrl }: { award: AwardListed; baseUrl: string }) {
  const address = `/verify/${award.publicId}`;
  const field = `link-${award.publicId}`;
  return (
    <li className="award-card">
      <img src={`/tiles/${award.slug}.svg`} alt="" width="240" height="240" />
      <div>
        <h2>
          <a href={address}>{award.title}</a>
        </h2>
        <p>
          <AwardStatusLabel state={award.status} />
        </p>
        <p className="meta">
          {award.issuerName} · {formatHours(award.pdHours)} ·{' '}
          <time dateTime={award.awardedAt.toISOString()}>{formatDate(award.awardedAt)}</time>
        </p>
        <p className="award-card__links">
          {award.status !== 'revoked' && (
            <a href={`${address}/certificate.pdf`}>
              Certificate<span className="sr-only"> of {award.title}</span> (PDF)
            </a>
          )}
          {award.status === 'in-force' && (
            <a href={`/awards/${award.publicId}/wallet`}>
              Put in a wallet<span className="sr-only">: {award.title}</span>
            </a>
          )}
          {award.pdHours > 0 && award.status === 'in-force' && (
            <a href={`/credit/claims/new?award=${award.publicId}`}>
              Claim the hours<span className="sr-only"> of {award.title}</span>
            </a>
          )}
          <a href={`/awards/${award.publicId}/status`}>
            Status<span className="sr-only"> of {award.title}</span>
          </a>
          <a href={`${address}/credential.json`}>
            Credential<span className="sr-only"> of {award.title}</span> (JSON)
          </a>
          <a href={`/awards/${award.publicId}/share`}>
            Share<span className="sr-only"> {award.title}</span>
          </a>
        </p>
        <div className="award-card__share">
          <label htmlFor={field} className="meta">
            Link to share<span className="sr-only"> for {award.title}</span>
          </label>
          <input id={field} className="input" readOnly value={`${baseUrl}${address}`} />
          <button type="button" className="btn btn-sm" data-copy={field} hidden>
            Copy link
          </button>
        </div>
      </div>
    </li>
  );
}

function NoAwards() {
  return (
    <div className="empty-state">
      <h2>Your first tile goes here</h2>
      <p>
        Every micro-credential that you earn lays one stone of your mosaic, with a signed award that anyone can verify
        and a certificate to print.
      </p>
      <p className="actions">
        <a href="/library" className="btn btn-primary">
          Find a micro-credential
        </a>
        <a href="/work" className="btn">
          Go on with my work
        </a>
      </p>
    </div>
  );
}
