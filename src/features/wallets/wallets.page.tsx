import { countOf } from '#domain/evidence/finding.ts';
import { ErrorSummary, Field, type FormErrors } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import type { BoundWallet } from './wallets.queries.ts';

export type WalletsPageProps = {
  context: PageContext;
  wallets: readonly BoundWallet[];
  notice?: string | undefined;
  /** A name that came back. */
  returned?: { walletId: string; name: string; errors: FormErrors };
};

const chosen =
  'New awards name it from the start. Whoever sees two of them can tell that they are one person’s. Stop using it for them, and new ones name a hash of your e-mail address alone.';
const notChosen =
  'New awards name a hash of your e-mail address alone. You can have them name a wallet from the start: choose one that you know is yours. Whoever sees two awards that name the same wallet can tell that they are one person’s.';

/** The wallets that a person took awards into. */
export function WalletsPage({ context, wallets, notice, returned }: WalletsPageProps) {
  const bound = wallets.filter(({ removedAt }) => removedAt === null);
  const removed = wallets.filter(({ removedAt }) => removedAt !== null);
  const errors = (returned?.errors ?? []).map((error) => ({ ...error, field: `name-${returned?.walletId ?? ''}` }));
  return (
    <Layout context={context} title="Your wallets" hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/awards">My awards</a>
        <span aria-current="page">Your wallets</span>
      </nav>
      <ErrorSummary errors={errors} />
      {notice && (
        <p className="alert alert-success" role="status">
          {notice}
        </p>
      )}
      <header className="page-head">
        <h1>Your wallets</h1>
        <p className="lead">
          Each has shown that it holds its key. An award that you take into one is issued to that key, and what was
          issued stays good when you remove the wallet here.
        </p>
        {bound.length > 0 && <NewAwards chosen={bound.find(({ isChosen }) => isChosen)} />}
      </header>
      {bound.length === 0 ? (
        <div className="empty-state">
          <h2>No wallet yet</h2>
          <p>Open one of your awards and choose “Add to a wallet”. The wallet that takes it then stands here.</p>
          <p className="actions">
            <a href="/awards" className="btn btn-primary">
              My awards
            </a>
          </p>
        </div>
      ) : (
        <ul className="rows wallet-rows">
          {bound.map((wallet) => (
            <BoundRow
              key={wallet.id}
              wallet={wallet}
              returned={returned?.walletId === wallet.id ? returned : undefined}
            />
          ))}
        </ul>
      )}
      {removed.length > 0 && (
        <details className="section">
          <summary>Removed ({removed.length})</summary>
          <ul className="rows">
            {removed.map((wallet) => (
              <li key={wallet.id}>
                <strong>{wallet.name}</strong>{' '}
                <span className="meta">
                  {countOf(wallet.awards, 'award')} issued to it
                  {wallet.removedAt && (
                    <>
                      , removed on <Day at={wallet.removedAt} />
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Layout>
  );
}

function NewAwards({ chosen: wallet }: { chosen: BoundWallet | undefined }) {
  if (!wallet) return <p className="meta">{notChosen}</p>;
  return (
    <p className="meta">
      <strong>{wallet.name}</strong> is the wallet for new awards. {chosen}
    </p>
  );
}

function BoundRow({ wallet, returned }: { wallet: BoundWallet; returned: WalletsPageProps['returned'] }) {
  const field = `name-${wallet.id}`;
  return (
    <li className="wallet-row">
      <div>
        <h2>{wallet.name}</h2>
        <p className="meta">
          {countOf(wallet.awards, 'award')} issued to it · bound on <Day at={wallet.boundAt} />
        </p>
        {wallet.isChosen && (
          <p>
            <Status name="complete" word="For new awards" />
          </p>
        )}
        <details>
          <summary>
            Its identifier<span className="sr-only"> ({wallet.name})</span>
          </summary>
          <p className="wallet-did">{wallet.did}</p>
        </details>
        <form
          method="post"
          className="mt-3"
          action={`/awards/wallets/${wallet.id}/new-awards${wallet.isChosen ? '/stop' : ''}`}
        >
          <button type="submit" className="btn btn-sm">
            {wallet.isChosen ? 'Stop using for new awards' : 'Use for new awards'}
            <span className="sr-only">: {wallet.name}</span>
          </button>
        </form>
      </div>
      <form method="post" action={`/awards/wallets/${wallet.id}/name`} className="wallet-name" noValidate>
        <Field
          name={field}
          label={
            <>
              Name<span className="sr-only"> of {wallet.name}</span>
            </>
          }
          errors={(returned?.errors ?? []).map((error) => ({ ...error, field }))}
        >
          {(control) => (
            <input
              {...control}
              name="name"
              className="input"
              defaultValue={returned?.name ?? wallet.name}
              maxLength={100}
              required
              autoComplete="off"
            />
          )}
        </Field>
        <button type="submit" className="btn btn-sm">
          Save<span className="sr-only"> the name of {wallet.name}</span>
        </button>
      </form>
      <form method="post" action={`/awards/wallets/${wallet.id}/remove`}>
        <button type="submit" className="link-button">
          Remove<span className="sr-only"> {wallet.name}</span>
        </button>
      </form>
    </li>
  );
}
