import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '#platform/root.ts';
import type { S3Settings } from '#platform/storage/s3-storage.ts';

const shortestSecret = 32;

const Environment = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  SECRET: z.string().min(shortestSecret, `SECRET must have at least ${shortestSecret} characters`).optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'DATABASE_URL must start with postgres://')
    .optional(),
  DATA_DIR: z.string().default(join(projectRoot, 'data')),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'SMTP_URL must start with smtp:// or smtps://')
    .optional(),
  MAIL_FROM: z.string().default('Tessera <no-reply@tessera.invalid>'),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('warn'),
  TRUST_PROXY: z.stringbool().default(false),
  ROLE: z.enum(['all', 'web']).default('all'),
  S3_URL: z
    .url({ protocol: /^https?$/, error: 'S3_URL must be an address as in https://s3.example.org/my-bucket' })
    .refine(
      (url) => URL.parse(url)?.pathname !== '/',
      'S3_URL must name the bucket, as in https://s3.example.org/my-bucket',
    )
    .refine(
      (url) => !URL.parse(url)?.username && !URL.parse(url)?.password,
      'S3_URL must not hold the keys: set S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY',
    )
    .optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  MAX_FILE_BYTES: z.coerce
    .number()
    .int()
    .min(1_000_000)
    .default(4 * 2 ** 30),
  MAX_EARNER_BYTES: z.coerce.number().int().min(1_000_000).default(20e9),
  CLAMD_URL: z
    .string()
    .regex(/^(tcp:\/\/[^/]+:\d+|(unix:)?\/.+)$/, 'CLAMD_URL must be tcp://host:port or the path of a socket')
    .optional(),
  KEY_SERVICE_URL: z
    .url({ protocol: /^https?$/, error: 'KEY_SERVICE_URL must be an address as in https://keys.example.org/v1' })
    .refine(
      (url) => url.startsWith('https:') || /^(localhost|127\.0\.0\.1|\[::1\])$/.test(URL.parse(url)?.hostname ?? ''),
      'KEY_SERVICE_URL must start with https://, except on this machine itself: a token goes there',
    )
    .refine(
      (url) => !URL.parse(url)?.username && !URL.parse(url)?.password && !URL.parse(url)?.search,
      'KEY_SERVICE_URL must not hold the token: set KEY_SERVICE_TOKEN',
    )
    .optional(),
  KEY_SERVICE_TOKEN: z.string().min(8, 'KEY_SERVICE_TOKEN must have at least 8 characters').optional(),
  VERIFY_HOSTS: z
    .string()
    .transform((hosts) =>
      hosts
        .toLowerCase()
        .split(/[\s,]+/)
        .filter(Boolean),
    )
    .refine(
      (hosts) => hosts.every((host) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host)),
      'VERIFY_HOSTS must be names of hosts, as in badges.example.org, credentials.example.edu',
    )
    .optional(),
  LIBREOFFICE: z.string().default('soffice'),
});

export type Config = {
  production: boolean;
  /** Whether this process may run jobs beside the web server. */
  runsJobs: boolean;
  host: string;
  /** `undefined`: the first free port from 3000. */
  port: number | undefined;
  /** `undefined` until the server listens, outside production. */
  baseUrl: string | undefined;
  secret: string;
  databaseUrl: string | undefined;
  dataDir: string;
  smtpUrl: string | undefined;
  mailFrom: string;
  logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  trustProxy: boolean;
  /** Where files are kept; `undefined`: on the disk, below `dataDir`. */
  s3: S3Settings | undefined;
  /** Bytes that one file may have, whatever a requirement allows. */
  maxFileBytes: number;
  /** Bytes that all files of one earner may have together: several films beside everything else. */
  maxEarnerBytes: number;
  /** Where ClamAV listens; `undefined`: files are not scanned. */
  clamdUrl: string | undefined;
  /** Where issuers’ keys are made and sign; `undefined`: they are kept here, encrypted. */
  keyService?: { url: string; token: string } | undefined;
  /** The only hosts that are asked for keys and lists of awards that somebody verifies; `undefined`: any public one. */
  verifyHosts?: readonly string[] | undefined;
  /** The program that makes PDFs of documents, by name or path; 'none' for none. */
  libreOffice: string;
};

/** A setting is missing or wrong; the message says which and what to do. */
export class ConfigError extends Error {}

/**
 * Reads the settings from the environment. In production a secret and a base URL must be given; elsewhere a secret is
 * made once and kept in the data folder.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const parsed = Environment.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  }
  const values = parsed.data;
  const production = values.NODE_ENV === 'production';
  const missing = production ? [!values.SECRET && 'SECRET', !values.BASE_URL && 'BASE_URL'].filter(Boolean) : [];
  if (missing.length > 0) {
    throw new ConfigError(
      `In production Tessera needs ${missing.join(' and ')}. Set SECRET to ${shortestSecret} or more random characters ` +
        '(for example the output of: openssl rand -base64 48) and BASE_URL to the address people use, as in https://learn.example.org',
    );
  }
  return {
    production,
    runsJobs: values.ROLE === 'all',
    host: values.HOST,
    port: values.PORT,
    baseUrl: values.BASE_URL?.replace(/\/+$/, ''),
    secret: values.SECRET ?? keepSecret(values.DATA_DIR),
    databaseUrl: values.DATABASE_URL,
    dataDir: values.DATA_DIR,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM,
    logLevel: values.LOG_LEVEL,
    trustProxy: values.TRUST_PROXY,
    s3: readS3(values),
    maxFileBytes: values.MAX_FILE_BYTES,
    maxEarnerBytes: values.MAX_EARNER_BYTES,
    clamdUrl: values.CLAMD_URL,
    keyService: readKeyService(values),
    verifyHosts: values.VERIFY_HOSTS,
    libreOffice: values.LIBREOFFICE,
  };
}

function readS3(values: z.output<typeof Environment>): S3Settings | undefined {
  const { S3_URL, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = values;
  if ((S3_ACCESS_KEY_ID === undefined) !== (S3_SECRET_ACCESS_KEY === undefined)) {
    throw new ConfigError('S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together: set both, or neither.');
  }
  if (S3_URL === undefined) {
    // Files would quietly land on the disk of a machine that may be thrown away.
    if (S3_ACCESS_KEY_ID !== undefined)
      throw new ConfigError('S3_ACCESS_KEY_ID is set and S3_URL is not: set S3_URL too.');
    return undefined;
  }
  const credentials =
    S3_ACCESS_KEY_ID !== undefined && S3_SECRET_ACCESS_KEY !== undefined
      ? { accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY }
      : undefined;
  return { url: S3_URL, region: S3_REGION, credentials };
}

function readKeyService({ KEY_SERVICE_URL: url, KEY_SERVICE_TOKEN: token }: z.output<typeof Environment>) {
  if (url !== undefined && token !== undefined) return { url, token };
  if (url === undefined && token === undefined) return undefined;
  throw new ConfigError('KEY_SERVICE_URL and KEY_SERVICE_TOKEN belong together: set both, or neither.');
}

/** What is allowed and hardly ever meant, as lines for whoever starts it. */
export function configWarning({ production, smtpUrl }: Pick<Config, 'production' | 'smtpUrl'>): string {
  if (!production || smtpUrl !== undefined) return '';
  return (
    'Warning: SMTP_URL is not set, so no mail leaves this installation: nobody can reset a password, sign in by a link or ' +
    'hear of a decision. Mail is kept in the database, in outbox_messages, for 14 days, with links that sign people in.\n'
  );
}

function keepSecret(dataDir: string): string {
  const file = join(dataDir, 'secret');
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(file, randomBytes(48).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  chmodSync(file, 0o600);
  return readFileSync(file, 'utf8').trim();
}
