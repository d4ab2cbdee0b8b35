import { arrange } from '#domain/profile/arrange.ts';
import { type HandleRefusal, handleLength, parseHandle } from '#domain/profile/handle.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import type { FormErrors } from '#ui/form.tsx';
import type { ChoosableAward, ChoosableSeries, OwnProfile } from './public-profile.queries.ts';
import type { ProfileToSave, SaveProfileRefusal } from './save-profile.ts';

export const longest = { headline: 140, about: 5000 } as const;

/** A form as it was typed, or as what is saved would be typed. */
export type TypedProfile = Readonly<Record<string, string>>;

const handleRefusals: Record<Exclude<HandleRefusal, 'empty'>, string> = {
  'too-short': `Write at least ${handleLength.min} letters or digits`,
  'too-long': `Write at most ${handleLength.max} letters or digits`,
  letters: 'Write letters from a to z, digits and single hyphens between them',
  reserved: 'This word is kept for the site itself. Choose another',
};

export const saveRefusals: Record<Exclude<SaveProfileRefusal, 'stale'>, string> = {
  'handle-missing': 'Choose an address for your page first',
  'handle-taken': 'Somebody else has this address. Choose another',
  'too-many-handles': 'You have had five addresses already. Choose one of those',
};

/** Where what was typed can’t stand in an address as it is. */
export const otherAddress = (address: string) =>
  `Your page’s address would be ${address}. If that is right, save again; otherwise change it first`;

export type ReadProfile = { ok: true; value: ProfileToSave; revision: number } | { ok: false; errors: FormErrors };

/** Reads the form, of the awards and series that are the earner’s to choose from and no others. */
export function readProfile(
  typed: TypedProfile,
  awards: readonly ChoosableAward[],
  series: readonly ChoosableSeries[],
): ReadProfile {
  const errors: { field: string; message: string }[] = [];
  const parsed = parseHandle(typed.handle ?? '');
  if (!parsed.ok && parsed.reason !== 'empty') errors.push({ field: 'handle', message: handleRefusals[parsed.reason] });
  const headline = cleanText(typed.headline ?? '')
    .replace(/\s+/gu, ' ')
    .trim();
  const about = cleanText(typed.about ?? '').trim();
  for (const [field, text] of Object.entries({ headline, about })) {
    const most = longest[field as keyof typeof longest];
    const length = [...text].length;
    if (length > most) errors.push({ field, message: `Shorten this by ${length - most} characters` });
  }
  const placed = awards
    .filter(({ publicId }) => typed[`show-${publicId}`] !== undefined)
    .map(({ publicId }) => {
      const place = (typed[`place-${publicId}`] ?? '').trim();
      if (!/^\d{0,4}$/u.test(place))
        errors.push({ field: `place-${publicId}`, message: 'Write the place as a whole number, such as 1' });
      return { id: publicId, place: place === '' ? null : Number(place) };
    });
  const revision = Number(typed.revision);
  if (errors.length > 0) return { ok: false, errors };
  return {
    ok: true,
    revision: Number.isSafeInteger(revision) ? revision : -1,
    value: {
      ...{ handle: parsed.ok ? parsed.handle : null, headline, about },
      mayBeFound: typed.mayBeFound !== undefined,
      showsHours: typed.showsHours !== undefined,
      showsDates: typed.showsDates !== undefined,
      awards: arrange(placed),
      series: series.filter(({ slug }) => typed[`series-${slug}`] !== undefined).map(({ slug }) => slug),
    },
  };
}

/** Whether any award or series is ticked. */
export function showsAny(typed: TypedProfile): boolean {
  return Object.keys(typed).some((name) => name.startsWith('show-') || name.startsWith('series-'));
}

/** What is saved, as the form would have it. */
export function typedOf(
  profile: OwnProfile,
  awards: readonly ChoosableAward[],
  series: readonly ChoosableSeries[],
): TypedProfile {
  const { handle, headline, about, mayBeFound, showsHours, showsDates } = profile;
  return {
    ...{ handle: handle ?? '', headline, about },
    ...(mayBeFound ? { mayBeFound: 'on' } : {}),
    ...(showsHours ? { showsHours: 'on' } : {}),
    ...(showsDates ? { showsDates: 'on' } : {}),
    ...Object.fromEntries(
      awards.flatMap(({ publicId, position }) =>
        position === null
          ? []
          : [
              [`show-${publicId}`, 'on'],
              [`place-${publicId}`, String(position)],
            ],
      ),
    ),
    ...Object.fromEntries(series.filter(({ isChosen }) => isChosen).map(({ slug }) => [`series-${slug}`, 'on'])),
  };
}
