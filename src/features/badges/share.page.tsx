import { embedSnippet } from '#domain/badge/add-to-profile.ts';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import type { PublicAward } from '../awards/awards.queries.ts';
import type { AwardStatus } from '../status/status.queries.ts';
import { AddToLinkedIn, BadgeDownloads } from './share-parts.tsx';

export type SharePageProps = { context: PageContext; award: PublicAward; status: AwardStatus };

/** Everything that an earner can do with an award elsewhere. */
export function SharePage({ context, award, status }: SharePageProps) {
  const { title, publicId } = award;
  const { baseUrl } = context;
  const address = `${baseUrl}/verify/${publicId}`;
  return (
    <Layout context={context} title={`Share ${title}`}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/awards">My awards</a>
        <a href={`/verify/${publicId}`}>{title}</a>
        <span aria-current="page">Share</span>
      </nav>
      <div className="page-head">
        <h1>Share your award</h1>
      </div>
      {status.state === 'revoked' || status.state === 'suspended' ? (
        <NotHeld state={status.state} publicId={publicId} />
      ) : (
        <Ways award={award} address={address} baseUrl={baseUrl} isExpired={status.state === 'expired'} />
      )}
    </Layout>
  );
}

function NotHeld({ state, publicId }: { state: 'revoked' | 'suspended'; publicId: string }) {
  return (
    <div className="empty-state">
      <h2>{state === 'revoked' ? 'This award was revoked' : 'This award is suspended'}</h2>
      <p>
        {state === 'revoked'
          ? 'It does not count any more, so there is nothing to share.'
          : 'Until that is settled it does not count, so there is nothing to share.'}
      </p>
      <p className="actions">
        <a href={`/verify/${publicId}`} className="btn">
          See the award
        </a>
      </p>
    </div>
  );
}

function Ways({
  award,
  address,
  baseUrl,
  isExpired,
}: {
  award: PublicAward;
  address: string;
  baseUrl: string;
  isExpired: boolean;
}) {
  const { title, issuer } = award;
  const subject = `My award: ${title}`;
  const body = `${issuer.name} awarded me “${title}”. You can verify it here:\n\n${address}`;
  return (
    <>
      {isExpired && (
        <p className="alert alert-info" role="status">
          This award has expired. Whoever verifies it sees so.
        </p>
      )}
      <div className="split section">
        <section className="panel share-look" aria-labelledby="look">
          <h2 id="look">How a link to it looks</h2>
          <img
            src={`/verify/${award.publicId}/image.png`}
            alt={`A card with the tile of ${title}, your name, the issuer and the date`}
            width="1200"
            height="630"
          />
          <p className="meta">Sites that show a card for a link show this one.</p>
        </section>
        <div className="share-parts">
          <section aria-labelledby="link">
            <h2 id="link">Link</h2>
            <label htmlFor="address" className="meta">
              Anyone who has this link can verify the award. Copy it wherever you like.
            </label>
            <div className="share-copy">
              <input id="address" className="input" readOnly value={address} />
              <button type="button" className="btn" data-copy="address" hidden>
                Copy link
              </button>
            </div>
            <p className="actions">
              <AddToLinkedIn award={award} baseUrl={baseUrl} />
              <a
                className="btn"
                href={`mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`}
              >
                Send by e-mail
              </a>
            </p>
          </section>
          <section aria-labelledby="files">
            <h2 id="files">Files to take along</h2>
            <BadgeDownloads award={award} baseUrl={baseUrl} />
          </section>
          <section aria-labelledby="embed">
            <h2 id="embed">On your own page</h2>
            <label htmlFor="snippet" className="meta">
              Paste this HTML where the badge should be. It leads to where the award is verified.
            </label>
            <textarea
              id="snippet"
              className="textarea share-snippet"
              rows={4}
              readOnly
              defaultValue={embedSnippet({ title, address })}
            />
          </section>
        </div>
      </div>
    </>
  );
}
