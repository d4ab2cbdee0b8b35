import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkOpenBadgeSchema } from '#domain/credential/open-badge-schema.ts';
import type { Trx } from '#platform/database.ts';
import { type TestSite, createTestApp, noon } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import {
  type Published,
  insertEnrolment,
  insertMember,
  insertPublished,
  type Person,
} from '../../../test/support/factories.ts';
import {
  addProof,
  fakeWeb,
  foreignCredential,
  foreignDocument,
  newEd25519Key,
} from '../../../test/support/foreign-issuer.ts';
import { issueAward } from '../awards/issue-award.ts';
import { listIssuerKeys } from '../awards/issuer-keys.queries.ts';
import { reissueCredential } from '../awards/reissue-credential.ts';
import { replaceCredentials } from '../awards/replace-credentials.ts';
import { revokeKey } from '../awards/revoke-key.ts';
import { lockAward } from '../status/lock-award.ts';
import { renewCredential } from '../status/renew-credential.ts';
import { addEndorsement } from './add-endorsement.ts';
import { removeEndorsement } from './give-endorsement.ts';

const baseUrl = 'https://tessera.example';
const key = newEd25519Key();
let site: TestSite;
let published: Published;
let admin: Person;
beforeAll(async () => {
  const web = { 'https://badges.example.org/.well-known/did.json': foreignDocument({ ed25519: [key] }) };
  site = await createTestApp({ baseUrl, overrides: { fetchDocument: fakeWeb(web) } });
  published = await insertPublished(site);
  admin = (await insertMember(site, 'issuer_admin', { issuer: published.issuer })).person;
});
afterAll(() => site.close());

/** What a partner signed of the micro-credential, and the issuer keeps. */
async function endorse(comment: string): Promise<string> {
  const signed = await addProof(
    foreignCredential({
      id: `https://badges.example.org/endorsements/${comment}`,
      type: ['VerifiableCredential', 'EndorsementCredential'],
      name: comment,
      credentialSubject: {
        id: `${baseUrl}/micro-credentials/${published.definition.slug}/versions/1`,
        type: ['EndorsementSubject'],
        endorsementComment: comment,
      },
    }),
    key,
  );
  const added = await addEndorsement(site.deps, {
    issuer: published.issuer,
    actorId: admin.id,
    endorserName: 'Partner',
    endorserUrl: null,
    text: JSON.stringify(signed),
  });
  if (!added.ok) throw new Error(added.reason);
  return added.id;
}

const remove = (id: string) =>
  site.db
    .transaction()
    .execute((trx) => removeEndorsement(trx, { issuerId: published.issuer.id, id, actorId: admin.id, now: noon }));

const renew = (trx: Trx, awardId: string) =>
  lockAward(trx, { awardId }, noon).then((award) =>
    renewCredential(trx, site.deps, award, { validFrom: noon, validUntil: new Date('2031-01-01T00:00:00Z') }),
  );

const again: [string, (awardId: string) => Promise<unknown>][] = [
  [
    'to another identity',
    (awardId) =>
      site.db.transaction().execute((trx) =>
        reissueCredential(trx, site.deps, {
          awardId,
          reason: 'new-identity',
          recipient: { did: 'did:example:phone' },
        }),
      ),
  ],
  ['by a renewal', (awardId) => site.db.transaction().execute((trx) => renew(trx, awardId))],
  [
    'with a new key',
    async () => {
      const keys = await listIssuerKeys(site.db, published.issuer.id);
      const keyId = keys.find(({ state, algorithm }) => state === 'active' && algorithm === 'ed25519')?.id ?? '';
      await revokeKey(site.deps, { issuer: published.issuer, keyId, reason: 'Lost.', actorId: null });
      await replaceCredentials(site.deps, { keyId });
    },
  ],
];

describe('an award that is issued again', () => {
  it.each(again)(
    '%s carries the endorsements there are now, and none that was removed since',
    async (_how, issueAgain) => {
      const first = await endorse('First');
      const { attemptId } = await insertDecided(site, { enrolment: await insertEnrolment(site, { published }) });
      const issued = await issueAward(site.deps, { attemptId });
      if (!issued.ok) throw new Error(issued.reason);
      const { id: awardId } = await site.db
        .selectFrom('awards')
        .select('id')
        .where('public_id', '=', issued.publicId)
        .executeTakeFirstOrThrow();
      await remove(first);
      await issueAgain(awardId);
      const second = await endorse('Second');
      await issueAgain(awardId);
      const credentials = await site.db
        .selectFrom('award_credentials')
        .select('credential')
        .where('award_id', '=', awardId)
        .orderBy('number')
        .execute();
      const carried = credentials.map(({ credential }) =>
        (credential as { endorsement?: { name: string }[] }).endorsement?.map(({ name }) => name),
      );
      expect(carried).toEqual([['First'], undefined, ['Second']]);
      expect(credentials.every(({ credential }) => checkOpenBadgeSchema(credential).ok)).toBe(true);
      await remove(second);
    },
  );
});
