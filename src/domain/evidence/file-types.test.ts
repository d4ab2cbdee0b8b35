import { describe, expect, it } from 'vitest';
import { describeFileTypes, formatBytes, isAccepted, isKnownMediaType } from './file-types.ts';

describe('isAccepted', () => {
  const file = (mediaType: string | null) => ({ kind: 'file' as const, mediaType });
  const link = { kind: 'link' as const, mediaType: null };

  it('goes by what the file is', () => {
    expect(isAccepted(file('application/pdf'), ['pdf'])).toBe(true);
    expect(isAccepted(file('application/pdf'), ['slides'])).toBe(true);
    expect(isAccepted(file('application/pdf'), ['image', 'video'])).toBe(false);
    expect(isAccepted(file('image/svg+xml'), ['image'])).toBe(false);
    expect(isAccepted(file('text/html'), ['document', 'text'])).toBe(false);
    expect(isAccepted(file(null), ['document', 'link'])).toBe(false);
  });

  it('takes a link only where links are asked for', () => {
    expect(isAccepted(link, ['pdf', 'link'])).toBe(true);
    expect(isAccepted(link, ['pdf', 'document'])).toBe(false);
  });
});

it('isKnownMediaType refuses what no requirement could take', () => {
  expect(isKnownMediaType('video/mp4')).toBe(true);
  expect(isKnownMediaType('application/x-msdownload')).toBe(false);
  expect(isKnownMediaType('xvideo/mp4x')).toBe(false);
});

it('describeFileTypes lists them as a sentence does', () => {
  expect(describeFileTypes(['pdf'])).toBe('a PDF');
  expect(describeFileTypes(['pdf', 'text', 'link'])).toBe('a PDF, plain text or a link');
});

it.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [9_960, '10 kB'],
  [999_400, '999 kB'],
  [999_999, '1.0 MB'],
  [2_400_000, '2.4 MB'],
  [500e6, '500 MB'],
  [4.3e9, '4.3 GB'],
  [5e12, '5000 GB'],
])('formatBytes(%d) is %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
