import { expect, it } from 'vitest';
import { buildOlderIssuer, noReply } from './open-badges-2.ts';

it.each([
  ['Learning <mail@learn.example.org>', 'https://tessera.example', 'mail@learn.example.org'],
  ['mail@learn.example.org', 'https://tessera.example', 'mail@learn.example.org'],
  ['Tessera <no-reply@tessera.invalid>', 'https://tessera.example/learn', 'no-reply@tessera.example'],
  ['no address', 'http://localhost:3000', 'no-reply@localhost'],
])('an issuer without an address has one of the sender %s at %s', (mailFrom, baseUrl, email) => {
  expect(noReply(mailFrom, baseUrl)).toBe(email);
  // What openbadges-validator-core takes for one.
  expect(email).toMatch(/^[^@\s]+@[^@\s]+$/);
});

it('the profile of an issuer has all that Open Badges 2.0 asks for', () => {
  const issuer = { slug: 'north', name: 'North', statement: 'Of the north.', website: null, email: 'a@north.example' };
  expect(buildOlderIssuer('https://tessera.example', issuer)).toMatchObject({
    id: 'https://tessera.example/ob2/issuers/north',
    type: 'Issuer',
    name: 'North',
    url: 'https://tessera.example/library?issuer=north',
    email: 'a@north.example',
  });
});
