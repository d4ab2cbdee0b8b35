import { z } from 'zod';
import { cleanText } from '#domain/text/clean-text.ts';
import type { FormErrors } from '#ui/form.tsx';
import type { AssessorProfile } from './assessor-profile.ts';
import type { ChosenSchool } from './affiliate.ts';
import { type SchoolType, schoolTypes } from './schools.queries.ts';

type Fields = Readonly<Record<string, string>>;
type Errors = { field: string; message: string }[];
type Read<T> = { ok: true; value: T } | { ok: false; errors: FormErrors };

const Id = z.uuid();
const line = (text: string | undefined) =>
  cleanText(text ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** One chosen from those found, or a new one. */
export function readSchool(fields: Fields): Read<ChosenSchool> {
  if (fields.school) {
    if (Id.safeParse(fields.school).success) return { ok: true, value: { id: fields.school } };
    return { ok: false, errors: [{ field: 'q', message: 'Choose the school from the list' }] };
  }
  const errors: Errors = [];
  const [name, district, region] = [line(fields.name), line(fields.district), line(fields.region)];
  if (name === '') errors.push({ field: 'name', message: 'Write the name of the school' });
  for (const [field, text] of Object.entries({ name, district, region }))
    if (text.length > 200) errors.push({ field, message: `Shorten the ${field} to at most 200 characters` });
  const type = Object.keys(schoolTypes).find((known) => known === fields.type) as SchoolType | undefined;
  if (!type) errors.push({ field: 'type', message: 'Choose what kind of school it is' });
  return errors.length > 0 || !type ? { ok: false, errors } : { ok: true, value: { name, district, region, type } };
}

const Day = z.iso.date();
const mostLanguages = 20;

/** One box for each language: `language-es-<issuer>`. */
export function readLanguages(fields: Fields, issuerId: string): string[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const [, language, issuer] = /^language-([a-z]{2,3})-(.+)$/.exec(name) ?? [];
    return language !== undefined && issuer === issuerId && value === 'yes' ? [language] : [];
  });
}

/** What an assessor says of themselves at an issuer; its fields end in the issuer’s id, since a page has several. */
export function readAssessorProfile(fields: Fields, issuerId: string): Read<AssessorProfile> {
  const errors: Errors = [];
  const named = (name: string) => `${name}-${issuerId}`;
  const languages = readLanguages(fields, issuerId);
  if (languages.length > mostLanguages)
    errors.push({ field: named('languages'), message: `Choose at most ${mostLanguages} languages, or none for any` });
  const load = line(fields[named('load')]);
  const maxLoad = /^\d{1,3}$/.test(load) ? Number(load) : 201;
  if (maxLoad > 200) errors.push({ field: named('load'), message: 'Write a number of attempts from 0 to 200' });
  const [from, until] = [line(fields[named('from')]), line(fields[named('until')])];
  for (const [name, day] of [
    ['from', from],
    ['until', until],
  ] as const)
    if (day !== '' && !Day.safeParse(day).success)
      errors.push({ field: named(name), message: 'Write the day as year, month and day, such as 2027-07-01' });
  if (from === '' && until !== '') errors.push({ field: named('from'), message: 'Say from which day you are away' });
  if (from !== '' && until === '') errors.push({ field: named('until'), message: 'Say until which day you are away' });
  if (from !== '' && until !== '' && from > until)
    errors.push({ field: named('until'), message: 'The last day can’t come before the first' });
  if (errors.length > 0) return { ok: false, errors };
  return {
    ok: true,
    value: {
      issuerId,
      languages: [...new Set(languages)],
      maxLoad,
      awayFrom: from || null,
      awayUntil: until || null,
      wantsDigest: fields[named('digest')] === 'yes',
    },
  };
}
