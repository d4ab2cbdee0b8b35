import { randomBytes } from 'node:crypto';
import type { Role } from '#domain/access/viewer.ts';
import { audit } from '#platform/audit.ts';
import { composeMail } from '#platform/compose-mail.ts';
import type { Trx } from '#platform/database.ts';
import { sha256 } from '#platform/hash.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { invitationDays } from '#features/accounts/invitation.ts';
import { roleWords } from '#domain/access/role-words.ts';

type Inviting = {
  issuer: { id: string; name: string };
  actor: { id: string; name: string };
  email: string;
  role: Role;
  now: Date;
  baseUrl: string;
};

export type Invited = { ok: true } | { ok: false; reason: 'has-role' };

/** Invites an address to a role. An open invitation to the same is replaced: its mail may have been lost. */
export async function invitePerson(trx: Trx, { issuer, actor, email, role, now, baseUrl }: Inviting): Promise<Invited> {
  // Two invitations to the same at once: the second waits, then replaces the first.
  await trx.selectFrom('issuers').select('id').where('id', '=', issuer.id).forNoKeyUpdate().execute();
  const holder = await trx
    .selectFrom('memberships as m')
    .innerJoin('people as p', 'p.id', 'm.person_id')
    .select('p.id')
    .where('m.issuer_id', '=', issuer.id)
    .where('m.role', '=', role)
    .where('p.email', '=', email)
    .executeTakeFirst();
  if (holder) return { ok: false, reason: 'has-role' };

  await trx
    .updateTable('invitations')
    .set({ withdrawn_at: now })
    .where('issuer_id', '=', issuer.id)
    .where('email', '=', email)
    .where('role', '=', role)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .execute();
  const token = randomBytes(24).toString('base64url');
  const { id } = await trx
    .insertInto('invitations')
    .values({
      issuer_id: issuer.id,
      email,
      role,
      token_sha256: sha256(token),
      invited_by: actor.id,
      created_at: now,
      expires_at: new Date(now.getTime() + invitationDays * 24 * 3600_000),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await sendMailLater(
    trx,
    composeMail({
      to: email,
      subject: `${issuer.name} invites you to Tessera`,
      paragraphs: [
        'Hello,',
        `${actor.name} of ${issuer.name} asks you to join as ${roleWords[role].withArticle}: to ${roleWords[role].duty}.`,
      ],
      action: { label: 'See the invitation', url: `${baseUrl}/invitations/${token}` },
      notes: [
        `The invitation is for ${email} and can be accepted for ${invitationDays} days. If you did not expect it, leave it be.`,
      ],
    }),
  );
  await audit(trx, {
    issuerId: issuer.id,
    actorId: actor.id,
    action: 'invitation.sent',
    subject: { type: 'invitation', id },
    details: { role },
  });
  return { ok: true };
}
