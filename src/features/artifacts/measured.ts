import type { ArtifactMeasure } from '#domain/evidence/kind.ts';
import type { MetadataItem } from './blob-facts.ts';

/** What a content turns out to be once it is read; each where it is known. */
export type Measured = {
  measure?: ArtifactMeasure;
  metadata?: MetadataItem[];
  /** Its text, paragraphs parted by an empty line; cut at `longestText`. */
  text?: string;
  flags?: string[];
};

/** A part of a table. `null` is an empty cell. */
export type TableRows = {
  sheet: string;
  sheets: { name: string; rows: number; columns: number }[];
  /** The number of the first row that is here, from 1. */
  from: number;
  rows: (string | null)[][];
};

/** Most characters of a text that are kept, for finding quotes and for reading where nothing else shows it. */
export const longestText = 2_000_000;

/** One thing said of a document, where it is said. */
export function item(label: string, kind: MetadataItem['kind'], value: unknown): MetadataItem[] {
  const text = (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, 300);
  return text === '' ? [] : [{ label, value: text, kind }];
}

/** Text as it is kept: whole characters, no control characters, no longer than is kept; says where it was cut. */
export function cutText(text: string): Pick<Measured, 'text' | 'flags'> {
  const clean = text
    .toWellFormed()
    // eslint-disable-next-line no-control-regex -- what no database text and no page can hold
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  if (clean.length <= longestText) return { text: clean };
  return { text: clean.slice(0, longestText).toWellFormed(), flags: ['text-cut'] };
}

export function countParagraphs(text: string): number {
  return text.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '').length;
}
