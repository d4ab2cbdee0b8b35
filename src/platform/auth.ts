import { betterAuth } from 'better-auth';
import { magicLink } from 'better-auth/plugins';
import type pg from 'pg';
import { cookiePrefix, sessionSeconds } from './session.ts';

export const shortestPassword = 10;

/** The mails with secrets in them; what they say is the accounts feature's. `next` is where the person was going. */
export type AccountMails = {
  sendPasswordReset: (mail: {
    to: { name: string; email: string };
    token: string;
    next: string | undefined;
  }) => Promise<void>;
  sendSignInLink: (mail: { email: string; token: string; next: string | undefined }) => Promise<void>;
};

export type AuthOptions = AccountMails & { pool: pg.Pool; secret: string; baseUrl: string };

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
    // `uuid`: the database makes the ids of people; the few ids that the library makes fit the same columns.
    advanced: { cookiePrefix, database: { generateId: 'uuid' }, useSecureCookies: baseUrl.startsWith('https://') },
    user: { modelName: 'people', fields: { emailVerified: 'email_verified', ...times } },
    session: {
      modelName: 'sessions',
      fields: {
        userId: 'person_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        ...times,
      },
      expiresIn: sessionSeconds,
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
    // Whoever reads the database must not find a token that opens an account.
    verification: {
      modelName: 'verifications',
      fields: { expiresAt: 'expires_at', ...times },
      storeIdentifier: 'hashed',
    },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: shortestPassword,
      revokeSessionsOnPasswordReset: true,
      // Whoever could open the mail has shown that the address is theirs.
      onPasswordReset: async ({ user }) => {
        await pool.query('update people set email_verified = true, updated_at = now() where id = $1', [user.id]);
      },
      sendResetPassword: ({ user, url, token }) =>
        sendPasswordReset({ to: user, token, next: new URL(url).searchParams.get('callbackURL') || undefined }),
    },
    plugins: [
      magicLink({
        disableSignUp: true,
        expiresIn: 15 * 60,
        sendMagicLink: ({ email, token, metadata }) => {
          const next: unknown = metadata?.next;
          return sendSignInLink({ email, token, next: typeof next === 'string' ? next : undefined });
        },
      }),
    ],
  });
}
