import type { Auth } from '#platform/auth.ts';
import type { AccountMailRequest } from './request-account-mail.ts';

export function accountJobs(auth: Auth) {
  return {
    async 'mail-account-link'({ kind, email, next }: AccountMailRequest): Promise<void> {
      const headers = new Headers();
      if (kind === 'link') await auth.api.signInMagicLink({ body: { email, metadata: { next } }, headers });
      else await auth.api.requestPasswordReset({ body: { email, redirectTo: next }, headers });
    },
  };
}
