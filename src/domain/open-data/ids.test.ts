import { describe, expect, it } from 'vitest';
import { caseItemUrl, ctidOf, outcomeItemId, resourceUrl, versionUrl } from './ids.ts';
import { uuidOfUrl } from './uuid.ts';

const baseUrl = 'https://learn.example.org';

describe('uuidOfUrl', () => {
  // Python 3: uuid.uuid5(uuid.NAMESPACE_URL, …)
  it.each([
    ['https://learn.example.org/micro-credentials/reading', '3d540204-bf07-568a-b69b-9c7d9bae8271'],
    ['https://learn.example.org/séries/é', '628f72f0-fbbd-5fa8-b27f-95ec88f75e0f'],
  ])('is what other libraries make of %s', (url, uuid) => {
    expect(uuidOfUrl(url)).toBe(uuid);
  });
});

describe('the ids of open data', () => {
  it('tell outcomes, slugs and installations apart, and stay as they are', () => {
    const ids = [
      outcomeItemId(baseUrl, 'reading', 'a'),
      outcomeItemId(baseUrl, 'reading', 'b'),
      outcomeItemId(baseUrl, 'writing', 'a'),
      outcomeItemId('https://other.example.org', 'reading', 'a'),
    ];
    expect(new Set(ids).size).toBe(4);
    expect(outcomeItemId(baseUrl, 'reading', 'a')).toBe(ids[0]);
  });

  it('stand in the addresses where they are served', () => {
    expect(versionUrl(baseUrl, { kind: 'series', slug: 'reading' }, 3)).toBe(`${baseUrl}/series/reading/versions/3`);
    expect(caseItemUrl(baseUrl, 'x')).toBe(`${baseUrl}/ims/case/v1p1/CFItems/x`);
    const ctid = ctidOf(baseUrl, { kind: 'micro-credential', slug: 'reading' });
    expect(ctid).toMatch(/^ce-[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(resourceUrl(baseUrl, ctid)).toBe(`${baseUrl}/resources/${ctid}`);
  });
});
