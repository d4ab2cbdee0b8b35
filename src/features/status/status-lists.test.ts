import { decodeList } from '@digitalbazaar/vc-bitstring-status-list';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryOf } from '#domain/award/bitstring.ts';
import type { StatusPurpose } from '#domain/award/status.ts';
import type { StatusListCredential } from '#domain/award/status-list-credential.ts';
import { type TestSite, createTestApp, get, noon } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { type TestIssuer, insertIssuer } from '../../../test/support/factories.ts';
import { createDocumentLoader } from '#platform/json-ld/document-loader.ts';
import { issueAward } from '../awards/issue-award.ts';
import { carrySuspension, revokeCredentialEntries, setAwardStatus } from './set-status.ts';
import { findAwardStatus } from './status.queries.ts';
import { signStatusLists } from './sign-status-list.ts';
import { takeStatusEntry } from './take-status-entry.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

type Signed = StatusListCredential & { proof: [Record<string, unknown>] };

async function makeAward() {
  const { enrolment, attemptId } = await insertDecided(site);
  await issueAward(site.deps, { attemptId });
  const entry = await site.db
    .selectFrom('awards')
    .innerJoin('award_credentials as c', 'c.award_id', 'awards.id')
    .innerJoin('status_entries as e', 'e.award_credential_id', 'c.id')
    .select(['awards.id', 'c.id as credentialId', 'c.credential', 'e.index', 'e.list_number as number'])
    .where('awards.attempt_id', '=', attemptId)
    .executeTakeFirstOrThrow();
  return { ...entry, issuer: enrolment.published.issuer };
}

const fetchList = (issuer: TestIssuer, purpose: StatusPurpose, headers = {}) =>
  get(site, `/issuers/${issuer.slug}/status/${purpose}/1`, { accept: 'application/json', ...headers });

async function readList(issuer: TestIssuer, purpose: StatusPurpose): Promise<Signed> {
  return (await fetchList(issuer, purpose)).json();
}

async function statusIn(issuer: TestIssuer, purpose: StatusPurpose, index: number): Promise<boolean> {
  const { encodedList } = (await readList(issuer, purpose)).credentialSubject;
  return (await decodeList({ encodedList })).getStatus(index);
}

const change = (award: Awaited<ReturnType<typeof makeAward>>, status: 'suspended' | 'revoked' | 'in-force') =>
  site.db.transaction().execute((trx) =>
    setAwardStatus(trx, {
      ...{ issuerId: award.issuer.id, awardId: award.id, status, reason: 'So', byPerson: null, at: site.deps.now() },
    }),
  );

const insertBareList = (issuer: TestIssuer) =>
  sql`insert into status_lists (issuer_id, number, revoked, suspended)
    values (${issuer.id}, 1, ${Buffer.alloc(16_384)}, ${Buffer.alloc(16_384)})`.execute(site.db);

it('tells what was written last, whatever the clocks of who wrote it said, as the list does', async () => {
  const award = await makeAward();
  const write = (status: 'suspended' | 'in-force', at: Date) =>
    site.db.transaction().execute((trx) =>
      setAwardStatus(trx, {
        ...{ issuerId: award.issuer.id, awardId: award.id, status, reason: 'So', byPerson: null, at },
      }),
    );
  await write('suspended', noon);
  await write('in-force', new Date(noon.getTime() - 5));
  expect((await findAwardStatus(site.db, award.id, noon)).state).toBe('in-force');
  expect(await statusIn(award.issuer, 'suspension', award.index)).toBe(false);
});

describe('a status list', () => {
  it('is named in the award by one object, and signed on first demand by the issuer’s key', async () => {
    const award = await makeAward();
    const { credentialStatus } = award.credential as { credentialStatus: Record<string, string> };
    const { slug } = award.issuer;
    const id = `${site.deps.baseUrl}/issuers/${slug}/status/revocation/1`;
    expect(credentialStatus).toEqual({
      id: `${id}#${award.index}`,
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: String(award.index),
      statusListCredential: id,
    });
    const list = await readList(award.issuer, 'revocation');
    expect(list).toMatchObject({ id, type: ['VerifiableCredential', 'BitstringStatusListCredential'] });
    expect(list.validUntil).toBe('2026-12-22T12:00:00Z');

    const { proof, ...document } = list;
    const did = (await get(site, `/issuers/${slug}/did.json`)).json<{
      verificationMethod: { id: string }[];
      service?: { serviceEndpoint: string }[];
    }>();
    const keys = new Map<string, unknown>(did.verificationMethod.map((method) => [method.id, method]));
    const verified = await new DataIntegrityProof({ cryptosuite }).verifyProof({
      ...{ proof: proof[0], document, documentLoader: createDocumentLoader(keys) },
    });
    expect(verified.verified).toBe(true);
  });

  it.each([
    ['revoked', 'revocation'],
    ['suspended', 'suspension'],
  ] as const)('tells what is %s, and nothing else of it', async (status, purpose) => {
    const [award, other] = [await makeAward(), await makeAward()];
    await fetchList(award.issuer, 'revocation');
    await change(award, status);
    expect(await statusIn(award.issuer, purpose, award.index)).toBe(false);
    await site.runJobs();
    expect(await statusIn(award.issuer, purpose, award.index)).toBe(true);
    const unsaid = purpose === 'revocation' ? 'suspension' : 'revocation';
    expect(await statusIn(award.issuer, unsaid, award.index)).toBe(false);
    expect(await statusIn(other.issuer, purpose, other.index)).toBe(false);
  });

  it('is signed once for several changes, by a job', async () => {
    const award = await makeAward();
    await change(award, 'suspended');
    await change(award, 'in-force');
    await change(award, 'revoked');
    const { rows } = await sql<{ key: string }>`
      select key from graphile_worker.jobs where key = ${`sign-status-lists:${award.issuer.id}:1`}`.execute(site.db);
    expect(rows).toHaveLength(1);
  });

  it('that a killed job was signing stays as it was, and is signed whole by the next', async () => {
    const award = await makeAward();
    const before = (await fetchList(award.issuer, 'revocation')).body;
    await change(award, 'revoked');
    // The second of the two can’t be written: what was written of the first goes with it.
    await sql`create function stop_it() returns trigger language plpgsql as $$ begin raise 'killed'; end $$`.execute(
      site.db,
    );
    await sql`create trigger stop_it before update on status_list_credentials for each row when (new.purpose = 'suspension') execute function stop_it()`.execute(
      site.db,
    );
    const list = { issuerId: award.issuer.id, number: 1 };
    await expect(signStatusLists(site.deps, list)).rejects.toThrow('killed');
    expect((await fetchList(award.issuer, 'revocation')).body).toBe(before);

    await sql`drop trigger stop_it on status_list_credentials`.execute(site.db);
    await site.runJobs();
    expect(await statusIn(award.issuer, 'revocation', award.index)).toBe(true);
  });

  it('may be kept for five minutes, is asked for again by its mark, and read by browsers of other sites', async () => {
    const award = await makeAward();
    const first = await fetchList(award.issuer, 'revocation');
    expect(first.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': expect.stringContaining('max-age=300') as string,
    });
    const mark = { 'if-none-match': String(first.headers.etag) };
    expect((await fetchList(award.issuer, 'revocation', mark)).statusCode).toBe(304);
    await change(award, 'revoked');
    await site.runJobs();
    expect((await fetchList(award.issuer, 'revocation', mark)).statusCode).toBe(200);
  });

  it('is signed again when it is a week old, and stays when that can’t be', async () => {
    const award = await makeAward();
    const first = await readList(award.issuer, 'revocation');
    site.setNow(new Date(noon.getTime() + 8 * 86_400_000));
    const again = await readList(award.issuer, 'revocation');
    site.setNow(noon);
    expect([first.validFrom, again.validFrom]).toEqual(['2026-11-22T12:00:00Z', '2026-11-30T12:00:00Z']);
  });

  it.each(['revocation/2', 'revocation/01', 'refresh/1', 'revocation/1e0', 'suspension/0'])(
    'is at no other address: %s',
    async (path) => {
      const award = await makeAward();
      expect((await get(site, `/issuers/${award.issuer.slug}/status/${path}`)).statusCode).toBe(404);
    },
  );
});

describe('places in a list', () => {
  it('are drawn by many at once, each its own, while somebody holds the list', async () => {
    const { id, issuer, credentialId } = await makeAward();
    await site.db.transaction().execute(async (holder) => {
      await revokeCredentialEntries(holder, [credentialId]);
      const drawing = Array.from({ length: 6 }, (_, drawer) =>
        site.db.transaction().execute(async (trx) => {
          for (let one = 0; one < 5; one += 1) {
            const { awardCredentialId } = await takeStatusEntry(trx, issuer.id);
            await sql`insert into award_credentials (id, issuer_id, award_id, number, reason, identity, recipient_name,
              credential, issuer_key_id, valid_from)
              select ${awardCredentialId}, issuer_id, award_id, ${drawer * 5 + one + 2}, 'new-name', identity, recipient_name,
              credential, issuer_key_id, valid_from from award_credentials where id = ${credentialId}`.execute(trx);
          }
        }),
      );
      await Promise.all(drawing);
    });
    const places = await site.db
      .selectFrom('status_entries')
      .innerJoin('award_credentials as c', 'c.id', 'status_entries.award_credential_id')
      .select('index')
      .where('c.award_id', '=', id)
      .execute();
    expect(new Set(places.map(({ index }) => index)).size).toBe(31);
  });

  it('come from the next list when this one is nearly full', async () => {
    const issuer = await insertIssuer(site);
    await insertBareList(issuer);
    const entry = await site.db
      .transaction()
      .execute(async (trx) => {
        await sql`insert into status_entries (award_credential_id, issuer_id, list_number, index)
          select uuidv7(), ${issuer.id}, 1, index from generate_series(0, 131071) as index`.execute(trx);
        const drawn = await takeStatusEntry(trx, issuer.id);
        throw Object.assign(new Error('back'), { drawn });
      })
      .catch((error: unknown) => (error as { drawn: { listNumber: number } }).drawn);
    expect(entry.listNumber).toBe(2);
  });

  it('of what another credential took the place of are revoked, many in one change', async () => {
    const award = await makeAward();
    await site.db
      .transaction()
      .execute((trx) => revokeCredentialEntries(trx, [award.credentialId, award.credentialId]));
    const list = await site.db
      .selectFrom('status_lists')
      .selectAll()
      .where('issuer_id', '=', award.issuer.id)
      .executeTakeFirstOrThrow();
    expect([entryOf(list.revoked, award.index), list.revision]).toEqual([true, 1]);
    await site.db.transaction().execute((trx) => revokeCredentialEntries(trx, []));
  });

  it('of a credential that is issued again while its award is suspended are suspended, too', async () => {
    const award = await makeAward();
    await change(award, 'suspended');
    await sql`update status_lists set suspended = ${Buffer.alloc(16_384)} where issuer_id = ${award.issuer.id}`.execute(
      site.db,
    );
    await site.db.transaction().execute((trx) => carrySuspension(trx, award.id));
    const list = await site.db
      .selectFrom('status_lists')
      .select('suspended')
      .where('issuer_id', '=', award.issuer.id)
      .executeTakeFirstOrThrow();
    expect(entryOf(list.suspended, award.index)).toBe(true);
  });
});
