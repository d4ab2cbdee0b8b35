import { cleanText } from '#domain/text/clean-text.ts';
import { readZoned } from '#domain/text/zoned-time.ts';
import type { FormErrors } from '#ui/form.tsx';
import type { TalkDetails } from './book-talk.ts';

type Fields = Readonly<Record<string, string>>;
type Errors = { field: string; message: string }[];
type Read<Value> = { ok: true; value: Value } | { ok: false; errors: FormErrors };

/** Most times that anybody proposes. */
export const mostTimes = 3;
export const longestWish = 2000;
export const longestPlace = 500;

const year = 365 * 86_400_000;

/** When the earner could, and what they would like to talk about. */
export function readAsk(fields: Fields, timeZone: string, now: Date): Read<{ proposals: Date[]; wish: string }> {
  const errors: Errors = [];
  const proposals = readTimesOf(fields, timeZone, now, errors);
  const wish = cleanText(fields.wish ?? '').trim();
  if (wish.length > longestWish) errors.push({ field: 'wish', message: 'Shorten this to at most 2,000 characters' });
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value: { proposals, wish } };
}

/** Other times, with how long and where. */
export function readOffer(fields: Fields, timeZone: string, now: Date): Read<TalkDetails & { offers: Date[] }> {
  const errors: Errors = [];
  const offers = readTimesOf(fields, timeZone, now, errors);
  const details = readDetails(fields, errors);
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value: { ...details, offers } };
}

/** One of the proposed times, with how long and where. */
export function readBooking(fields: Fields): Read<TalkDetails & { startsAt: Date }> {
  const errors: Errors = [];
  const startsAt = readChosen(fields);
  if (!startsAt) errors.push({ field: 'at', message: 'Choose one of the times' });
  const details = readDetails(fields, errors);
  return errors.length > 0 || !startsAt ? { ok: false, errors } : { ok: true, value: { ...details, startsAt } };
}

/** The time that was chosen of a list, ISO 8601. */
export function readChosen({ at = '' }: Fields): Date | undefined {
  return /^\d{4}-\d\d-\d\dT[\d:.]{5,12}Z$/u.test(at) && !Number.isNaN(Date.parse(at)) ? new Date(at) : undefined;
}

function readTimesOf(fields: Fields, timeZone: string, now: Date, errors: Errors): Date[] {
  const times = new Map<number, Date>();
  for (let index = 0; index < mostTimes; index += 1) {
    const field = `time.${index}`;
    const typed = (fields[field] ?? '').trim();
    if (typed === '') continue;
    const at = readZoned(typed, timeZone);
    if (!at) errors.push({ field, message: 'Write a day and a time, such as 2026-11-23 15:00' });
    else if (at <= now) errors.push({ field, message: 'Choose a time that is still to come' });
    else if (at.getTime() > now.getTime() + year) errors.push({ field, message: 'Choose a time within a year' });
    else times.set(at.getTime(), at);
  }
  if (times.size === 0 && errors.length === 0) errors.push({ field: 'time.0', message: 'Say at least one time' });
  return [...times.values()].sort((a, b) => a.getTime() - b.getTime());
}

function readDetails(fields: Fields, errors: Errors): TalkDetails {
  const minutes = /^\d{1,3}$/u.test((fields.minutes ?? '').trim()) ? Number(fields.minutes) : Number.NaN;
  if (!(minutes >= 5 && minutes <= 240))
    errors.push({ field: 'minutes', message: 'Write how long, from 5 to 240 minutes' });
  const place = cleanText(fields.place ?? '').trim();
  if (place === '') errors.push({ field: 'place', message: 'Say where: a room, a number to call, or a link' });
  if (place.length > longestPlace) errors.push({ field: 'place', message: 'Shorten this to at most 500 characters' });
  return { minutes, place };
}
