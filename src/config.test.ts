import { expect, it } from 'vitest';
import { configWarning } from './config.ts';

it('warns of a production without a mail server, and of nothing else', () => {
  expect(configWarning({ production: true, smtpUrl: undefined })).toMatch(/^Warning: SMTP_URL is not set.*\n$/);
  expect(configWarning({ production: true, smtpUrl: 'smtp://mail.example.org' })).toBe('');
  expect(configWarning({ production: false, smtpUrl: undefined })).toBe('');
});
