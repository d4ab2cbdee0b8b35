import { z } from 'zod';
import { isInitials } from '#domain/consent/initials.ts';
import { coverages, releaseKinds } from '#domain/consent/release.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import type { FormErrors } from '#ui/form.tsx';
import type { NewRelease } from './add-release.ts';

type Fields = Readonly<Record<string, string>>;

const Kind = z.enum(releaseKinds);
const Day = z.iso.date();

export type ReadRelease = { ok: true; release: NewRelease } | { ok: false; errors: FormErrors };

/** A release as typed; what it covers comes as one field each: a form with a file has no lists. */
export function readRelease(fields: Fields, now: Date): ReadRelease {
  const clean = (name: string) => cleanText(fields[name] ?? '').trim();
  const errors: { field: string; message: string }[] = [];
  const demand = (field: string, is: boolean, message: string) => {
    if (!is) errors.push({ field, message });
  };
  const kind = Kind.safeParse(fields.kind);
  const [subject, givenBy, note] = [clean('subject'), clean('givenBy'), clean('note')];
  const covers = coverages.filter((cover) => fields[`covers-${cover}`] === '1');
  const givenOn = Day.safeParse(clean('givenOn'));
  const expires = clean('expiresOn');
  const expiresOn = expires === '' ? null : Day.safeParse(expires);
  const today = now.toISOString().slice(0, 10);

  demand('kind', kind.success, 'Choose whom or what it is for');
  demand('subject', subject !== '', 'Write whom or what it is for');
  demand('subject', subject.length <= 200, 'Shorten this to at most 200 characters');
  demand(
    'subject',
    kind.data !== 'student' || subject === '' || isInitials(subject),
    'Write initials only, such as J. D.: the names of students aren’t kept here',
  );
  demand('covers-image', covers.length > 0, 'Choose at least one thing that it covers');
  demand('givenBy', givenBy !== '', 'Write who gave it');
  demand('givenBy', givenBy.length <= 200, 'Shorten this to at most 200 characters');
  demand('givenOn', givenOn.success, 'Choose the day on which it was given');
  // A day ahead of UTC it can be tomorrow already.
  demand('givenOn', !givenOn.success || givenOn.data <= dayAfter(today), 'Choose a day that is not in the future');
  demand('expiresOn', expiresOn === null || expiresOn.success, 'Choose a day, or leave this empty');
  demand(
    'expiresOn',
    !givenOn.success || !expiresOn?.success || expiresOn.data >= givenOn.data,
    'Choose a day that is not before the one on which it was given',
  );
  demand('note', note.length <= 2000, 'Shorten the note to at most 2,000 characters');
  if (errors.length > 0 || !kind.success || !givenOn.success || (expiresOn && !expiresOn.success))
    return { ok: false, errors };
  const release = { kind: kind.data, subject, covers, givenBy, givenOn: givenOn.data, note };
  return { ok: true, release: { ...release, expiresOn: expiresOn?.data ?? null } };
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
