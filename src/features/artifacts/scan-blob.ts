import { addJob } from '#platform/jobs.ts';
import { audit } from '#platform/audit.ts';
import { composeMail } from '#platform/compose-mail.ts';
import type { Database, Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';

type ScanDeps = Pick<Deps, 'db' | 'storage' | 'scanner' | 'now' | 'baseUrl'>;

/**
 * Looks for viruses in a content that waits for it. Throws while the scanner is down: the job is then tried again, and the
 * file stays what it is, waiting. An infected content is taken out of everybody’s evidence.
 */
export async function scanBlob({ db, storage, scanner, now, baseUrl }: ScanDeps, sha256: string): Promise<void> {
  const facts = await db.selectFrom('blob_facts').select(['scan']).where('blob_sha256', '=', sha256).executeTakeFirst();
  if (facts?.scan === 'infected') {
    await db.transaction().execute((trx) => takeOut(trx, { sha256, signature: '', baseUrl, now: now() }));
    return;
  }
  if (facts?.scan !== 'waiting') return;
  if (!scanner) {
    // The installation has stopped scanning since.
    await setScan(db, sha256, { scan: 'none' });
    return;
  }
  const result = await scanner.scan(storage.read(sha256));
  if (result.ok) {
    await setScan(db, sha256, { scan: 'clean', at: now(), ...(result.isWhole ? {} : { flag: 'scanned-in-part' }) });
    return;
  }
  await db.transaction().execute(async (trx) => {
    await setScan(trx, sha256, { scan: 'infected', at: now() });
    await takeOut(trx, { sha256, signature: result.signature, baseUrl, now: now() });
  });
}

type NewScan = { scan: 'none' | 'clean' | 'infected'; at?: Date; flag?: string };

async function setScan(db: Database | Trx, sha256: string, { scan, at, flag }: NewScan): Promise<void> {
  await db
    .updateTable('blob_facts')
    .set({ scan, scanned_at: at ?? null, updated_at: new Date() })
    .$if(flag !== undefined, (query) =>
      query.set((eb) => ({ flags: eb.fn<string[]>('array_append', ['flags', eb.val(flag)]) })),
    )
    .where('blob_sha256', '=', sha256)
    .where('scan', '=', 'waiting')
    .execute();
}

type Infected = { sha256: string; signature: string; baseUrl: string; now: Date };

/** Out of every evidence that it is in, each earner told once. */
async function takeOut(trx: Trx, { sha256, signature, baseUrl, now }: Infected): Promise<void> {
  const removed = await trx
    .updateTable('artifacts')
    .set({ removed_at: now })
    .where('blob_sha256', '=', sha256)
    .where('removed_at', 'is', null)
    .returning(['id', 'name', 'issuer_id', 'owner_id', 'enrolment_id', 'requirement_key'])
    .execute();
  for (const artifact of removed) {
    const { email } = await trx
      .selectFrom('people')
      .select('email')
      .where('id', '=', artifact.owner_id)
      .executeTakeFirstOrThrow();
    await sendMailLater(trx, infectedMail(email, artifact.name, `${baseUrl}/work/${artifact.enrolment_id}`));
  }
  for (const { id, issuer_id } of removed) {
    await audit(trx, {
      issuerId: issuer_id,
      actorId: null,
      action: 'artifact.infected',
      subject: { type: 'artifact', id },
      details: { sha256, signature },
    });
  }
}

function infectedMail(to: string, name: string, work: string) {
  return composeMail({
    to,
    subject: `“${name}” can’t be used: a virus was found in it`,
    paragraphs: [
      `A virus was found in “${name}”, so it was taken out of your evidence and nobody can open it here. Everything else is as you left it.`,
      'Check your computer with its virus scanner, make the file again from a clean copy, and hand that in.',
    ],
    action: { label: 'Go to your work', url: work },
    notes: ['If you are sure that the file is harmless, save it as a PDF and hand that in.'],
  });
}

/**
 * Asks again for everything that waits, so that what came while the scanner was down, or before an installation was
 * restarted, is not left to the queue’s longer and longer pauses.
 */
export async function scanWaiting(db: Database): Promise<void> {
  const rows = await db
    .selectFrom('blob_facts')
    .select('blob_sha256')
    .where('scan', '=', 'waiting')
    .limit(500)
    .execute();
  await db.transaction().execute(async (trx) => {
    for (const { blob_sha256: sha256 } of rows) await addJob(trx, 'scan-blob', { sha256 }, `scan-blob:${sha256}`);
  });
}
