import { z } from 'zod';
import type { Deps } from '#platform/deps.ts';
import type { Trx } from '#platform/database.ts';
import { sha256 } from '#platform/hash.ts';
import { findAwardStatus } from '../status/status.queries.ts';
import { preAuthorizedGrant } from './issuer-metadata.ts';
import { Oid4vciError } from './oid4vci-error.ts';
import { isSame, newToken, offerSecrets } from './wallet-secrets.ts';

/** How long a wallet has from the code to the credential. */
export const tokenSeconds = 600;

/** How many times the digits may be typed wrong before the offer is over: one in 200,000 guesses it. */
export const mostWrongDigits = 5;

const TokenRequest = z.object({
  grant_type: z.string().max(200),
  'pre-authorized_code': z.string().min(1).max(200),
  tx_code: z.string().max(100).optional(),
});

const over = 'The code is unknown, used or over. Its owner can make another offer.';

/**
 * The token endpoint (OpenID4VCI 1.0, section 6): a pre-authorised code, once, for a token that takes one award.
 * @throws Oid4vciError
 */
export async function exchangeCode(
  deps: Pick<Deps, 'db' | 'now' | 'secret'>,
  { issuerId, body }: { issuerId: string; body: unknown },
): Promise<{ access_token: string; token_type: 'Bearer'; expires_in: number }> {
  const request = readRequest(body);
  // A wrong guess is counted, so it must not be undone by the error that tells of it.
  const result = await deps.db.transaction().execute((trx) => exchange(trx, deps, issuerId, request));
  if (result instanceof Oid4vciError) throw result;
  return { access_token: result, token_type: 'Bearer', expires_in: tokenSeconds };
}

function readRequest(body: unknown): z.output<typeof TokenRequest> {
  const grant = z.object({ grant_type: z.string() }).safeParse(body);
  if (grant.success && grant.data.grant_type !== preAuthorizedGrant)
    throw new Oid4vciError('unsupported_grant_type', 'Only a pre-authorised code is taken here.');
  const request = TokenRequest.safeParse(body);
  if (!request.success)
    throw new Oid4vciError('invalid_request', 'Send grant_type and pre-authorized_code, each once, as a form.');
  return request.data;
}

async function exchange(
  trx: Trx,
  { now, secret }: Pick<Deps, 'now' | 'secret'>,
  issuerId: string,
  { 'pre-authorized_code': code, tx_code: digits }: z.output<typeof TokenRequest>,
): Promise<string | Oid4vciError> {
  const offer = await trx
    .selectFrom('wallet_offers')
    .select(['id', 'award_id', 'asks_digits', 'wrong_digits', 'expires_at', 'granted_at', 'ended_at'])
    .where('code_sha256', '=', sha256(code))
    .where('issuer_id', '=', issuerId)
    .forUpdate()
    .executeTakeFirst();
  if (!offer || offer.granted_at || offer.ended_at || offer.expires_at <= now())
    return new Oid4vciError('invalid_grant', over);
  if (offer.asks_digits && digits === undefined)
    return new Oid4vciError('invalid_request', 'Send the tx_code that stands beside the offer.');
  if (!offer.asks_digits && digits !== undefined)
    return new Oid4vciError('invalid_request', 'This offer has no tx_code; send none.');
  if (digits !== undefined && !isSame(digits, offerSecrets(secret, offer.id).digits)) {
    const wrong = offer.wrong_digits + 1;
    const ends = wrong >= mostWrongDigits ? { ended_at: now(), end_reason: 'wrong-digits' as const } : {};
    await trx
      .updateTable('wallet_offers')
      .set({ wrong_digits: wrong, ...ends })
      .where('id', '=', offer.id)
      .execute();
    return new Oid4vciError(
      'invalid_grant',
      wrong >= mostWrongDigits ? over : `The tx_code is wrong. ${mostWrongDigits - wrong} more tries are left.`,
    );
  }
  const { state } = await findAwardStatus(trx, offer.award_id, now());
  if (state !== 'in-force') return new Oid4vciError('invalid_grant', 'The award is not in force.');
  const token = newToken();
  await trx.updateTable('wallet_offers').set({ granted_at: now() }).where('id', '=', offer.id).execute();
  await trx
    .insertInto('wallet_tokens')
    .values({ sha256: sha256(token), offer_id: offer.id, expires_at: new Date(now().getTime() + tokenSeconds * 1000) })
    .execute();
  return token;
}
