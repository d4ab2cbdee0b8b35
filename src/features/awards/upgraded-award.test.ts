import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import { expect, test } from 'vitest';
import { didDocument, issuerDid } from '#domain/credential/did-web.ts';
import { noon } from '../../../test/support/app.ts';
import { attemptsOfOld, upgraded } from '../../../test/support/upgraded.ts';
import { verifyCredential } from '../verify/verify-credential.ts';
import { signCredential } from './sign-credential.ts';

const publicId = 'an-award-of-old-0001';
const did = issuerDid('https://tessera.example', 'issuer');

test('an award from before credentials were apart from awards verifies, its key and its identity as they were', async () => {
  const pair = await Ed25519Multikey.generate();
  const key = {
    publicMultibase: pair.publicKeyMultibase,
    sign: (data: Uint8Array) => pair.signer().sign({ data }),
  };
  const signed = await signCredential(awardOfOld, key, noon);
  const rows = `${attemptsOfOld};
    insert into issuer_keys (issuer_id, public_multibase, secret_encrypted) select id, '${key.publicMultibase}', 'v1.a.b.c' from issuers;
    insert into awards (public_id, issuer_id, enrolment_id, attempt_id, person_id, micro_credential_id, definition_version_id,
      recipient_name, awarded_at, credential, issuer_key_id)
    select '${publicId}', e.issuer_id, e.id, t.id, e.person_id, e.micro_credential_id, e.definition_version_id, 'Ada', now(),
      $credential$${JSON.stringify(signed)}$credential$, k.id
    from enrolments e join attempts t on t.enrolment_id = e.id, issuer_keys k where e.state = 'earned'`;

  await upgraded('0011', rows, async (pool) => {
    const kept = await pool.query<{ credential: unknown; identity: string; jwt: string | null; key: string }>(
      `select c.credential, c.identity, c.jwt, k.public_multibase as key from awards a join award_credentials c on c.award_id = a.id
       join issuer_keys k on k.id = c.issuer_key_id where a.public_id = '${publicId}'`,
    );
    expect(kept.rows).toMatchObject([{ identity: 'email', jwt: null, key: key.publicMultibase }]);
    const resolveDid = async () => didDocument(did, [{ publicMultibase: kept.rows[0]?.key ?? '' }]);
    const { steps } = await verifyCredential(kept.rows[0]?.credential, { now: noon, resolveDid });
    expect(steps.filter(({ name }) => name === 'signature' || name === 'issuer-key')).toMatchObject([
      { outcome: 'passed' },
      { outcome: 'passed' },
    ]);
  });
});

/** As the first awards were, before they named their earner by an id and their status by a list. */
const awardOfOld = {
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  id: `https://tessera.example/verify/${publicId}/credential.json`,
  type: ['VerifiableCredential', 'AchievementCredential', 'OpenBadgeCredential'],
  name: 'Counting what counts',
  issuer: { id: did, type: ['Profile'], name: 'Issuer' },
  validFrom: '2026-11-20T12:00:00Z',
  awardedDate: '2026-11-20T12:00:00Z',
  credentialSubject: {
    type: ['AchievementSubject'],
    identifier: [{ type: 'IdentityObject', hashed: false, identityHash: 'Ada', identityType: 'name' }],
    achievement: {
      id: 'https://tessera.example/micro-credentials/earned',
      type: ['Achievement'],
      name: 'Counting what counts',
      description: 'Counts.',
      criteria: { narrative: 'Count.' },
    },
  },
};
