import { describe, expect, it } from 'vitest';
import { configWarning, readConfig } from './config.ts';

it('warns of a production without a mail server, and of nothing else', () => {
  expect(configWarning({ production: true, smtpUrl: undefined })).toMatch(/^Warning: SMTP_URL is not set.*\n$/);
  expect(configWarning({ production: true, smtpUrl: 'smtp://mail.example.org' })).toBe('');
  expect(configWarning({ production: false, smtpUrl: undefined })).toBe('');
});

describe('an S3-compatible store', () => {
  const settings = { SECRET: 's'.repeat(40), S3_URL: 'https://s3.example.org/files/evidence' };
  const keys = { S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'a-very-secret-key' };

  it('is used where it is set, with its keys or the machine’s own', () => {
    expect(readConfig({ ...settings, ...keys }).s3).toEqual({
      url: settings.S3_URL,
      region: 'us-east-1',
      credentials: { accessKeyId: 'id', secretAccessKey: 'a-very-secret-key' },
    });
    expect(readConfig(settings).s3?.credentials).toBeUndefined();
    expect(readConfig({ SECRET: settings.SECRET }).s3).toBeUndefined();
  });

  it.each<[string, Record<string, string>, string]>([
    ['one key without the other', { S3_ACCESS_KEY_ID: 'id' }, 'set both'],
    ['keys without a store', { S3_URL: '', ...keys }, 'set S3_URL too'],
    ['a store without a bucket', { S3_URL: 'https://s3.example.org/' }, 'must name the bucket'],
    ['keys in the address', { S3_URL: 'https://id:a-very-secret-key@s3.example.org/files' }, 'must not hold the keys'],
    ['what is no address', { S3_URL: 'files' }, 'S3_URL must be an address'],
  ])('is refused with %s, and no key is repeated', (_what, wrong, reason) => {
    let message = '';
    try {
      readConfig({ ...settings, ...wrong });
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain(reason);
    expect(message).not.toContain('a-very-secret-key');
  });
});
