import { sql } from 'kysely';
import type { BlindCopy } from '#domain/assessment/blind-attempt.ts';
import type { Database, Trx } from '#platform/database.ts';
import type { MetadataItem } from '../artifacts/blob-facts.ts';
import { askForBlindCopies, blindCopyWords, blindWay } from '../artifacts/blind-copy.ts';

/** A file or link of somebody’s attempts, as whoever judges blind gets it. */
export type BlindFile = {
  artifactId: string;
  kind: 'file' | 'link';
  name: string;
  /** Among the files, or the links, of this work, by when they came. */
  number: number;
  /** Of the content as it was handed in; `null` for a link. */
  sha256: string | null;
  /** What is given out in its place; nothing where that is the content itself. */
  copy: BlindCopy | undefined;
};

type Row = Omit<BlindFile, 'copy'> & {
  mediaType: string | null;
  metadata: readonly MetadataItem[] | null;
  isInspected: boolean;
  state: 'waiting' | 'working' | 'done' | 'failed' | null;
  problem: string | null;
  copySha256: string | null;
  copySize: number | null;
};

/**
 * Every file and link that stands in an attempt of this work. Copies without what a file says of its maker, which nobody
 * has asked for yet, are asked for now.
 */
export async function listBlindFiles(db: Database | Trx, enrolmentId: string): Promise<BlindFile[]> {
  const { rows } = await sql<Row>`
    select a.id as "artifactId", a.kind, a.name, b.sha256, b.media_type as "mediaType", f.metadata,
      row_number() over (partition by a.kind order by a.id)::int as number,
      f.blob_sha256 is not null and (f.body_text is not null or b.media_type like 'image/%') as "isInspected",
      r.state, r.problem, c.sha256 as "copySha256", c.size as "copySize"
    from artifacts a
    left join blobs b on b.sha256 = a.blob_sha256
    left join blob_facts f on f.blob_sha256 = b.sha256
    left join renditions r on r.blob_sha256 = b.sha256 and r.kind = 'blind'
    left join blobs c on c.sha256 = r.rendition_sha256
    where a.id in (
      select s.artifact_id from attempts t join attempt_files s on s.attempt_id = t.id where t.enrolment_id = ${enrolmentId}
    ) order by a.id`.execute(db);
  const missing = rows.flatMap((row) =>
    row.sha256 !== null && row.state === null && wayOf(row) === 'copy' ? [row.sha256] : [],
  );
  if (missing.length > 0) {
    if (db.isTransaction) await askForBlindCopies(db as Trx, missing);
    else await db.transaction().execute((trx) => askForBlindCopies(trx, missing));
  }
  return rows.map((row) => ({
    artifactId: row.artifactId,
    kind: row.kind,
    name: row.name,
    number: row.number,
    sha256: row.sha256,
    copy: copyOf(row),
  }));
}

function wayOf({ sha256, mediaType, metadata, isInspected }: Row) {
  return blindWay({ sha256: sha256 ?? '', mediaType: mediaType ?? '', metadata, isInspected });
}

function copyOf(row: Row): BlindCopy | undefined {
  if (row.sha256 === null) return undefined;
  const way = wayOf(row);
  if (way === 'as-is') return undefined;
  if (way === 'never') return { hidden: blindCopyWords.unreadable };
  if (row.copySha256 !== null && row.copySize !== null) return { sha256: row.copySha256, size: Number(row.copySize) };
  return { hidden: row.state === 'failed' ? (row.problem ?? blindCopyWords.unreadable) : blindCopyWords.waiting };
}

/** Letters of a file’s text that are looked through, at most. */
const longestLook = 400_000;

/**
 * Of these files, those in whose own text one of these words or phrases stands, whatever the case. Looked for where the texts
 * are: they are long, and the page waits for it.
 */
export async function listNamingFiles(
  db: Database | Trx,
  files: readonly { artifactId: string; sha256: string | null }[],
  phrases: readonly string[],
): Promise<Set<string>> {
  const hashes = files.flatMap(({ sha256 }) => (sha256 === null ? [] : [sha256]));
  if (hashes.length === 0 || phrases.length === 0) return new Set();
  const pattern = `\\m(${phrases.map((phrase) => phrase.replace(/[^\p{L}\p{N}]+/gu, '[^[:alnum:]]{1,4}')).join('|')})\\M`;
  const rows = await db
    .selectFrom('blob_facts')
    .select('blob_sha256')
    .where('blob_sha256', 'in', hashes)
    .where(sql<boolean>`left(body_text, ${longestLook}) ~* ${pattern}`)
    .execute();
  const naming = new Set(rows.map((row) => row.blob_sha256));
  return new Set(
    files.filter(({ sha256 }) => sha256 !== null && naming.has(sha256)).map(({ artifactId }) => artifactId),
  );
}
