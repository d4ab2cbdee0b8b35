import type { Definition, HoursBasis } from '#domain/definition/schema.ts';
import { formatQuarters, quartersOf } from './quarters.ts';

const words: Record<HoursBasis['by'], string> = {
  'pilot-median': 'The hours are the median of a pilot',
  'contact-hours': 'The hours are contact hours',
  'set-by-issuer': 'The hours are set by the issuer',
};

/** “The hours are the median of a pilot: nine teachers, spring 2025.” */
export function describeBasis({ by, note }: HoursBasis): string {
  return note === undefined ? `${words[by]}.` : `${words[by]}: ${note.replace(/\.$/u, '')}.`;
}

/** How the hours of an award were arrived at, as its line of the ledger and every form of it say. */
export function howArrivedAt({ worth, effort }: Pick<Definition, 'worth' | 'effort'>, versionNumber: number): string {
  const { min, max } = effort.hours;
  const quarters = quartersOf(worth.pdHours);
  return [
    `Version ${versionNumber} of the micro-credential sets ${worth.pdHours} PD hours; its issuer expects ${min} to ${max} hours of work.`,
    ...(worth.basis ? [describeBasis(worth.basis)] : []),
    // Of versions from before hours had to be in quarters.
    ...(quarters === worth.pdHours * 4 ? [] : [`Credit goes in whole quarters: ${formatQuarters(quarters)}.`]),
  ].join(' ');
}
