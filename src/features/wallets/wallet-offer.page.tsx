import type { AwardState } from '#domain/award/status.ts';
import { Layout } from '#ui/layout.tsx';
import { Moment } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { QrCode } from '#ui/qr-code.tsx';
import { Status } from '#ui/status.tsx';
import type { OfferState, OwnAward, WalletOffer } from './wallets.queries.ts';

export type WalletOfferPageProps = {
  context: PageContext;
  award: OwnAward;
  offer: WalletOffer | undefined;
  /** What opens the offer; only while it waits to be scanned. */
  open: { link: string; digits: string } | undefined;
};

const notInForce: Record<Exclude<AwardState, 'in-force'>, string> = {
  revoked: 'This award was revoked, so it can’t be taken into a wallet.',
  suspended: 'This award is suspended, so it can’t be taken into a wallet. Come back once it is in force again.',
  expired: 'This award has expired, so it can’t be taken into a wallet. Renew it first.',
};

/** An award, and how it gets into the wallet on its earner’s phone. */
export function WalletOfferPage({ context, award, offer, open }: WalletOfferPageProps) {
  return (
    <Layout context={context} title={`${award.title}: to your wallet`}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/awards">My awards</a>
        <a href={`/verify/${award.publicId}`}>{award.title}</a>
        <span aria-current="page">To your wallet</span>
      </nav>
      <header className="page-head">
        <p className="eyebrow">{award.issuer.name}</p>
        <h1>Put this award in your wallet</h1>
        <p className="lead">
          A digital wallet is an app on your phone that keeps credentials for you. “{award.title}” is then issued to
          your wallet’s own key, and you can show it without us.
        </p>
      </header>
      {award.state !== 'in-force' ? (
        <p className="alert alert-warning">{notInForce[award.state]}</p>
      ) : (
        <>
          {offer && <OfferStanding offer={offer} publicId={award.publicId} />}
          {offer && open && <OpenOffer offer={offer} open={open} publicId={award.publicId} />}
          {!open && offer?.state !== 'granted' && <NewOffer publicId={award.publicId} again={offer !== undefined} />}
        </>
      )}
      <p className="meta wallet-foot">
        The wallets that took awards of yours are on the page <a href="/awards/wallets">your wallets</a>.
      </p>
    </Layout>
  );
}

const standings: Record<OfferState, { name: Parameters<typeof Status>[0]['name']; word: string; text: string }> = {
  open: { name: 'waiting', word: 'Waiting to be scanned', text: 'No wallet has read the offer yet.' },
  opened: { name: 'working', word: 'Opened', text: 'A wallet has read the offer. Go on there.' },
  granted: { name: 'working', word: 'Being taken', text: 'A wallet has sent the code and is about to take the award.' },
  taken: { name: 'complete', word: 'Taken', text: 'The award is in your wallet.' },
  expired: { name: 'removed', word: 'Over', text: 'Nobody took the offer in time. Make a new one.' },
  withdrawn: { name: 'withdrawn', word: 'Withdrawn', text: 'The offer was withdrawn. Nobody can take it any more.' },
  'wrong-digits': {
    name: 'withdrawn',
    word: 'Over',
    text: 'The digits were typed wrong five times, so the offer is over. If it was not you, somebody else has seen it. Make a new one where nobody looks on.',
  },
};

function OfferStanding({ offer, publicId }: { offer: WalletOffer; publicId: string }) {
  const { name, word, text } = standings[offer.state];
  const lives = ['open', 'opened', 'granted'].includes(offer.state);
  return (
    <section className="section wallet-standing" aria-labelledby="standing-title">
      <h2 id="standing-title" className="sr-only">
        Where the offer stands
      </h2>
      <p>
        <Status name={name} word={word} /> {text}{' '}
        {offer.takenAt && (
          <span className="meta">
            {offer.walletName}, <Moment at={offer.takenAt} />
          </span>
        )}
        {lives && (
          <span className="meta">
            Good until <Moment at={offer.expiresAt} />.
          </span>
        )}
      </p>
      {lives && (
        <p>
          <a href={`/awards/${publicId}/wallet`}>Look again how it stands</a>
        </p>
      )}
      {offer.state === 'granted' && <Withdraw publicId={publicId} />}
    </section>
  );
}

function OpenOffer({
  offer,
  open,
  publicId,
}: {
  offer: WalletOffer;
  open: { link: string; digits: string };
  publicId: string;
}) {
  return (
    <section className="section wallet-offer" aria-labelledby="offer-title">
      <div>
        <h2 id="offer-title">On your phone</h2>
        <ol className="wallet-steps">
          <li>Open your wallet app and choose to scan, or to add a credential.</li>
          <li>Point it at this code.</li>
          {offer.asksDigits && <li>Type the six digits when it asks for a code.</li>}
          <li>Accept the award.</li>
        </ol>
        {offer.asksDigits && (
          <details className="wallet-digits">
            <summary>Show the six digits</summary>
            <p className="wallet-digits__number">{open.digits}</p>
            <p className="meta">Tell them to nobody: with the code and these digits anyone takes the award.</p>
          </details>
        )}
        <p className="actions">
          <a href={open.link} className="btn">
            Open in a wallet on this device
          </a>
        </p>
        <Withdraw publicId={publicId} />
      </div>
      <QrCode value={open.link} label="QR code of the offer, to be scanned with a wallet app" />
    </section>
  );
}

function Withdraw({ publicId }: { publicId: string }) {
  return (
    <form method="post" action={`/awards/${publicId}/wallet/withdraw`}>
      <button type="submit" className="link-button">
        Withdraw this offer
      </button>
    </form>
  );
}

function NewOffer({ publicId, again }: { publicId: string; again: boolean }) {
  return (
    <section className="section" aria-labelledby="new-title">
      <h2 id="new-title">{again ? 'Make another offer' : 'Make an offer'}</h2>
      <p>
        You get a QR code that one wallet can use once, within a quarter of an hour. Have your phone at hand, with a
        wallet app that reads OpenID credentials.
      </p>
      <form method="post" action={`/awards/${publicId}/wallet`} className="form wallet-form">
        <label className="choice">
          <input type="checkbox" name="digits" value="yes" defaultChecked className="checkbox" />
          <span>
            Ask for six digits, too <span className="meta">safer where others can see your screen</span>
          </span>
        </label>
        <button type="submit" className="btn btn-primary">
          Make an offer
        </button>
      </form>
    </section>
  );
}
