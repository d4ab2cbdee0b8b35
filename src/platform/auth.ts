import { betterAuth } from 'better-auth';
import { magicLink } from 'better-auth/plugins';
import type pg from 'pg';
import { cookiePrefix } from './session.ts';

export const shortestPassword = 10;

export type AccountMail = { to: { name: string; email: string }; url: string };

export type AuthOptions = {
  pool: pg.Pool;
  secret: string;
  baseUrl: string;
  sendPasswordReset(mail: AccountMail): Promise<void>;
  sendSignInLink(mail: { email: string; token: string }): Promise<void>;
};

export type Auth = ReturnType<typeof createAuth>;

/** Accounts, passwords and sessions, on our own tables. The pages and forms are ours; this keeps the secrets. */
export function createAuth({ pool, secret, baseUrl, sendPasswordReset, sendSignInLink }: AuthOptions) {
  const times = { createdAt: 'created_at', updatedAt: 'updated_at' };
  return betterAuth({
    appName: 'Tessera',
    baseURL: baseUrl,
    basePath: '/auth',
    secret,
    database: pool,
    telemetry: { enabled: false },
    logger: { disabled: true },
    advanced: { cookiePrefix, database: { generateId: false }, useSecureCookies: baseUrl.startsWith('https://') },
    user: { modelName: 'people', fields: { emailVerified: 'email_verified', ...times } },
    session: {
      modelName: 'sessions',
      fields: { userId: 'person_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent', ...times },
      expiresIn: 30 * 24 * 3600,
    },
    account: {
      modelName: 'accounts',
      fields: {
        userId: 'person_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        ...times,
      },
    },
    verification: { modelName: 'verifications', fields: { expiresAt: 'expires_at', ...times } },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: shortestPassword,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, url }) => sendPasswordReset({ to: user, url }),
    },
    plugins: [magicLink({ disableSignUp: true, expiresIn: 15 * 60, sendMagicLink: ({ email, token }) => sendSignInLink({ email, token }) })],
  });
}
