import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cleanText } from '#domain/text/clean-text.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { noticeFor, pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { personLimit } from '#platform/person-limit.ts';
import { pathId } from '#platform/uuid.ts';
import { removeWallet, renameWallet } from './bind-wallet.ts';
import { chooseWallet, unchooseWallet } from './choose-wallet.ts';
import { credentialIssuerId } from './issuer-metadata.ts';
import { offerAward, withdrawOffer } from './offer-award.ts';
import { openidRoutes } from './openid.routes.ts';
import { offerSecrets } from './wallet-secrets.ts';
import { WalletOfferPage } from './wallet-offer.page.tsx';
import { type OwnAward, findLatestOffer, findOwnAward, listWallets } from './wallets.queries.ts';
import { WalletsPage, type WalletsPageProps } from './wallets.page.tsx';

const notices: Record<string, string> = {
  named: 'The name is saved.',
  chosen: 'New awards name this wallet.',
  unchosen: 'New awards name no wallet any more.',
  removed: 'The wallet is removed. What was issued to it stays good.',
};

/** Awards into wallets: the earner’s pages, and what the wallets ask. */
export function walletRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, baseUrl, secret } = deps;
  const config = { policy: 'signed-in' } as const;
  const rateLimit = personLimit({ max: 30, timeWindow: 3600_000 });
  openidRoutes(app, deps);

  app.get('/awards/:publicId/wallet', { config }, async (request, reply) => {
    const award = await loadAward(request);
    return sendOffer(request, reply, 200, award);
  });

  app.post('/awards/:publicId/wallet', { config: { ...config, rateLimit } }, async (request, reply) => {
    const award = await loadAward(request);
    const { digits } = textFields(request.body);
    const command = {
      personId: requireViewer(request).person.id,
      publicId: award.publicId,
      asksDigits: digits === 'yes',
    };
    const result = await offerAward(deps, command);
    if (!result.ok) return sendOffer(request, reply, 422, { ...award, state: result.reason });
    return reply.redirect(`/awards/${award.publicId}/wallet`, 303);
  });

  app.post('/awards/:publicId/wallet/withdraw', { config }, async (request, reply) => {
    const { publicId } = request.params as { publicId: string };
    await withdrawOffer(deps, { personId: requireViewer(request).person.id, publicId });
    return reply.redirect(`/awards/${publicId}/wallet`, 303);
  });

  app.get('/awards/wallets', { config }, (request, reply) =>
    sendWallets(request, reply, 200, { notice: noticeFor(notices, textFields(request.query).notice) }),
  );

  app.post('/awards/wallets/:walletId/name', { config }, async (request, reply) => {
    const walletId = pathId((request.params as { walletId: string }).walletId, 'wallet');
    const typed = textFields(request.body).name ?? '';
    const name = cleanText(typed).trim();
    if (name === '' || [...name].length > 100) {
      const message = name === '' ? 'Give the wallet a name' : 'Shorten the name to 100 characters';
      const errors = [{ field: 'name', message }];
      return sendWallets(request, reply, 422, { returned: { walletId, name: typed.slice(0, 1000), errors } });
    }
    await renameWallet(deps, { personId: requireViewer(request).person.id, walletId, name });
    return reply.redirect('/awards/wallets?notice=named', 303);
  });

  app.post('/awards/wallets/:walletId/new-awards', { config }, async (request, reply) => {
    const walletId = pathId((request.params as { walletId: string }).walletId, 'wallet');
    await chooseWallet(deps, { personId: requireViewer(request).person.id, walletId });
    return reply.redirect('/awards/wallets?notice=chosen', 303);
  });

  app.post('/awards/wallets/:walletId/new-awards/stop', { config }, async (request, reply) => {
    const walletId = pathId((request.params as { walletId: string }).walletId, 'wallet');
    await unchooseWallet(deps, { personId: requireViewer(request).person.id, walletId });
    return reply.redirect('/awards/wallets?notice=unchosen', 303);
  });

  app.post('/awards/wallets/:walletId/remove', { config }, async (request, reply) => {
    const walletId = pathId((request.params as { walletId: string }).walletId, 'wallet');
    await removeWallet(deps, { personId: requireViewer(request).person.id, walletId });
    return reply.redirect('/awards/wallets?notice=removed', 303);
  });

  async function loadAward(request: FastifyRequest): Promise<OwnAward> {
    const { publicId } = request.params as { publicId: string };
    const award = await findOwnAward(db, { personId: requireViewer(request).person.id, publicId, now: now() });
    if (!award) throw new NotFoundError('award');
    return award;
  }

  async function sendOffer(request: FastifyRequest, reply: FastifyReply, status: number, award: OwnAward) {
    const offer = await findLatestOffer(db, award.id, now());
    const { address, digits } = offerSecrets(secret, offer?.id ?? '');
    const uri = `${credentialIssuerId(baseUrl, award.issuer.slug)}/wallet/offers/${address}`;
    const isOpen = offer?.state === 'open' || offer?.state === 'opened';
    const open = isOpen
      ? { link: `openid-credential-offer://?credential_offer_uri=${encodeURIComponent(uri)}`, digits }
      : undefined;
    const context = pageContext(request, deps);
    return sendPage(reply, status, <WalletOfferPage context={context} award={award} offer={offer} open={open} />);
  }

  async function sendWallets(
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    shown: Pick<WalletsPageProps, 'notice' | 'returned'>,
  ) {
    const wallets = await listWallets(db, requireViewer(request).person.id);
    // A form about a wallet that is not one’s own is about none.
    if (shown.returned && !wallets.some(({ id, removedAt }) => id === shown.returned?.walletId && removedAt === null))
      throw new NotFoundError('wallet');
    return sendPage(reply, status, <WalletsPage context={pageContext(request, deps)} wallets={wallets} {...shown} />);
  }
}
