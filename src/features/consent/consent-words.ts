import type { Coverage, ReleaseKind, ReleaseState } from '#domain/consent/release.ts';
import type { StatusName } from '#ui/status.tsx';

export const releaseKindWords: Record<ReleaseKind, string> = {
  student: 'Student',
  staff: 'Member of staff',
  site: 'Site',
};

export const coverWords: Record<Coverage, string> = {
  image: 'Image',
  voice: 'Voice',
  work: 'Work',
  name: 'Name',
};

export const releaseStateWords: Record<ReleaseState, { name: StatusName; word: string }> = {
  valid: { name: 'complete', word: 'Valid' },
  soon: { name: 'waiting', word: 'Ends soon' },
  expired: { name: 'overdue', word: 'Has ended' },
  withdrawn: { name: 'withdrawn', word: 'Withdrawn' },
};

/** "Image, voice". */
export function listCovers(covers: readonly string[]): string {
  const words = covers.map((cover) => (Object.hasOwn(coverWords, cover) ? coverWords[cover as Coverage] : cover));
  return words.map((word, index) => (index === 0 ? word : word.toLowerCase())).join(', ');
}
