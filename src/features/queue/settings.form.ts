import { z } from 'zod';
import { cleanText } from '#domain/text/clean-text.ts';
import type { FormErrors } from '#ui/form.tsx';
import type { AssessingSettings } from './settings.ts';

type Fields = Readonly<Record<string, string>>;

/** Every zone that this program can reckon with. */
export const timeZones: readonly string[] = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])].sort();

/** Also by a name that the list has otherwise (`Asia/Kathmandu`); never a mere offset, which knows no daylight saving. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]+(_[A-Za-z]+)*(\/[A-Za-z0-9_+-]+)*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** More holidays than this are a slip. */
const mostHolidays = 400;

type WholeField = { name: keyof AssessingSettings; label: string; min: number; max: number };

/** Whole numbers, with the bounds that the table has too. */
const wholeFields: readonly WholeField[] = [
  { name: 'qualifyLookFors', label: 'the look-fors of a qualification set', min: 1, max: 200 },
  { name: 'lapseDays', label: 'the days after which a certification lapses', min: 7, max: 1000 },
  { name: 'lapseWindow', label: 'the look-fors that are looked back on', min: 5, max: 200 },
  { name: 'appealDays', label: 'the days for an appeal', min: 1, max: 365 },
  { name: 'revocationAppealDays', label: 'the days before a revocation takes effect', min: 1, max: 365 },
  { name: 'smallestGroup', label: 'the smallest group', min: 2, max: 100 },
];

/** Shares, typed as per cent. */
const shareFields: readonly WholeField[] = [
  { name: 'seedRate', label: 'the share of anchors', min: 0, max: 50 },
  { name: 'qualifyBar', label: 'the bar', min: 50, max: 100 },
];

const moneyFields: readonly { name: keyof AssessingSettings; label: string }[] = [
  { name: 'stipendCentsPerPiece', label: 'the stipend for an attempt' },
  { name: 'stipendCentsPerHour', label: 'the stipend for an hour' },
];

/** The form as it stands for these settings. */
export function settingsFields(settings: AssessingSettings): Record<string, string> {
  const percent = (share: number) => String(Math.round(share * 1000) / 10);
  const money = (cents: number) => (cents / 100).toFixed(2);
  return {
    timeZone: settings.timeZone,
    holidays: settings.holidays.join('\n'),
    assignment: settings.assignment,
    seedRate: percent(settings.seedRate),
    qualifyBar: percent(settings.qualifyBar),
    qualifyLookFors: String(settings.qualifyLookFors),
    lapseDays: String(settings.lapseDays),
    lapseWindow: String(settings.lapseWindow),
    appealDays: String(settings.appealDays),
    revocationAppealDays: String(settings.revocationAppealDays),
    smallestGroup: String(settings.smallestGroup),
    sendsDigest: settings.sendsDigest ? 'yes' : '',
    stipendCentsPerPiece: money(settings.stipendCentsPerPiece),
    stipendCentsPerHour: money(settings.stipendCentsPerHour),
  };
}

export function readSettings(
  fields: Fields,
): { ok: true; settings: AssessingSettings } | { ok: false; errors: FormErrors } {
  const errors: { field: string; message: string }[] = [];
  const typed = (name: string) => cleanText(fields[name] ?? '').trim();
  const timeZone = isTimeZone(typed('timeZone')) ? typed('timeZone') : undefined;
  if (!timeZone) errors.push({ field: 'timeZone', message: 'Choose a time zone from the list' });
  const assignment = (['pull', 'auto'] as const).find((mode) => mode === typed('assignment'));
  if (!assignment) errors.push({ field: 'assignment', message: 'Choose how attempts come to assessors' });
  const holidays = readHolidays(typed('holidays'), errors);
  const numbers = Object.fromEntries([
    ...wholeFields.map(({ name, label, min, max }) => {
      const text = typed(name);
      const value = /^\d{1,4}$/.test(text) ? Number(text) : NaN;
      if (!(value >= min && value <= max))
        errors.push({
          field: name,
          message: `Write ${label} as a whole number from ${min} to ${max.toLocaleString('en-US')}`,
        });
      return [name, value];
    }),
    ...shareFields.map(({ name, label, min, max }) => {
      const text = typed(name);
      const value = /^\d{1,3}(\.\d)?$/.test(text) ? Number(text) : NaN;
      if (!(value >= min && value <= max))
        errors.push({ field: name, message: `Write ${label} in per cent, from ${min} to ${max}` });
      return [name, Math.round(value * 10) / 1000];
    }),
    ...moneyFields.map(({ name, label }) => {
      const text = typed(name);
      const value = /^\d{1,5}(\.\d{1,2})?$/.test(text) ? Math.round(Number(text) * 100) : NaN;
      if (Number.isNaN(value)) errors.push({ field: name, message: `Write ${label} as an amount, such as 25.00` });
      return [name, value];
    }),
  ]) as Record<(typeof wholeFields)[number]['name'], number>;
  if (errors.length > 0 || !timeZone || !assignment) return { ok: false, errors };
  const settings = { ...numbers, timeZone, assignment, holidays, sendsDigest: fields.sendsDigest === 'yes' };
  return { ok: true, settings };
}

const Day = z.iso.date();

function readHolidays(text: string, errors: { field: string; message: string }[]): string[] {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  const wrong = lines.findIndex((line) => !Day.safeParse(line).success);
  if (wrong >= 0) {
    const shown = lines[wrong]?.slice(0, 40) ?? '';
    errors.push({
      field: 'holidays',
      message: `“${shown}” is no day: write each holiday on a line of its own as year, month and day, such as 2026-12-25`,
    });
  }
  if (lines.length > mostHolidays)
    errors.push({ field: 'holidays', message: `Keep the list to ${mostHolidays} holidays: past ones can go` });
  return [...new Set(lines)].sort();
}
