import { expect, it } from 'vitest';
import { artifactFacts, formatLength } from './artifact-facts.ts';

const pdf = { kind: 'file' as const, mediaType: 'application/pdf', size: 2_400_000, pages: 14 };

it('says of a file what is known of it', () => {
  expect(artifactFacts(pdf)).toEqual(['PDF', '2.4 MB', '14 pages']);
  const video = { ...pdf, mediaType: 'video/mp4', pages: null, measure: { seconds: 749.2, width: 1920, height: 1080 } };
  expect(artifactFacts(video)).toEqual(['video', '2.4 MB', '12 min 30 s', '1920 × 1080 pixels']);
  const slides = 'application/vnd.openxmlformats-officedocument.presentationml.presentation';
  expect(artifactFacts({ ...pdf, mediaType: slides, pages: 1 })).toEqual(['slides', '2.4 MB', '1 slide']);
});

it('says of a link what its page was called, and when', () => {
  const link = { title: 'Our plan', seenAt: '2026-11-22T12:00:00Z' };
  const facts = artifactFacts({ kind: 'link', mediaType: null, size: null, pages: null, link });
  expect(facts).toEqual(['link', '“Our plan”, seen Nov 22, 2026']);
});

it.each([
  [0.4, '1 s'],
  [60, '1 min'],
  [3600, '1 h'],
  [3725, '1 h 2 min'],
])('gives %d seconds as “%s”', (seconds, text) => {
  expect(formatLength(seconds)).toBe(text);
});
