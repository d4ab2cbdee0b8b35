import type { Coverage, ReleaseKind } from '#domain/consent/release.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { insertContent } from '../artifacts/add-artifacts.ts';
import type { InspectedFile } from '../artifacts/receive-files.ts';

export type NewRelease = {
  kind: ReleaseKind;
  subject: string;
  covers: Coverage[];
  givenBy: string;
  givenOn: string;
  expiresOn: string | null;
  note: string;
};

/** Enters a release into the earner's register, with its signed form where there is one. */
export async function addRelease(
  trx: Trx,
  {
    personId,
    release,
    form,
    now,
  }: { personId: string; release: NewRelease; form: InspectedFile | undefined; now: Date },
): Promise<string> {
  if (form) await insertContent(trx, form);
  const { id } = await trx
    .insertInto('releases')
    .values({
      person_id: personId,
      kind: release.kind,
      subject: release.subject,
      covers: release.covers,
      given_by: release.givenBy,
      given_on: release.givenOn,
      expires_on: release.expiresOn,
      note: release.note,
      form_sha256: form?.content.sha256 ?? null,
      form_name: form?.name ?? null,
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await form?.content.keep();
  await audit(trx, {
    issuerId: null,
    actorId: personId,
    action: 'release.added',
    subject: { type: 'release', id },
    details: { kind: release.kind, covers: release.covers, expiresOn: release.expiresOn },
  });
  return id;
}
