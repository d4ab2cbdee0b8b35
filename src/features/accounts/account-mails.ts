import { composeMail } from '#platform/compose-mail.ts';
import type { Database } from '#platform/database.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import type { AccountMails } from '#platform/auth.ts';

/** The mails that the accounts library asks for. A link that signs in goes to known addresses only. */
export function accountMails({ db, baseUrl }: { db: Database; baseUrl: string }): AccountMails {
  const send = (message: ReturnType<typeof composeMail>) =>
    db.transaction().execute((trx) => sendMailLater(trx, message));
  return {
    async sendPasswordReset({ to, token, next }) {
      await send(
        composeMail({
          to: to.email,
          subject: 'Choose a new password for Tessera',
          paragraphs: [
            `Hello ${to.name},`,
            'Someone, most likely you, asked to choose a new password for this account.',
          ],
          action: {
            label: 'Choose a new password',
            url: link(baseUrl, `/reset/${encodeURIComponent(token)}`, { next }),
          },
          notes: [
            'The link works once and for one hour. When the new password is set, every other browser is signed out.',
            'If it was not you, do nothing: your password stays as it is.',
          ],
        }),
      );
    },
    async sendSignInLink({ email, token, next }) {
      const person = await db
        .selectFrom('people')
        .select('name')
        .where('email', '=', email.toLowerCase())
        .executeTakeFirst();
      if (!person) return;
      await send(
        composeMail({
          to: email,
          subject: 'Your link to sign in to Tessera',
          paragraphs: [`Hello ${person.name},`, 'Here is the link that signs you in without a password.'],
          action: { label: 'Sign in to Tessera', url: link(baseUrl, '/sign-in/link', { token, next }) },
          notes: [
            'The link works once and for 15 minutes. Open it in the browser in which you want to work.',
            'If you did not ask for it, do nothing: nobody can sign in without this mail.',
          ],
        }),
      );
    },
  };
}

function link(baseUrl: string, path: string, query: Record<string, string | undefined>): string {
  const url = new URL(path, baseUrl);
  for (const [name, value] of Object.entries(query)) if (value) url.searchParams.set(name, value);
  return url.toString();
}
