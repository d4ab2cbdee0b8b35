import { z } from 'zod';
import { type Cycle, checkCycle } from '#domain/credit/cycle.ts';
import { entrySources, natures } from '#domain/credit/entry.ts';
import { hoursRefusals, readQuarters } from '#domain/credit/quarters.ts';
import type { CreditRule } from '#domain/credit/rule-schema.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import type { FormErrors } from '#ui/form.tsx';
import { cycleRefusals } from './credit-words.ts';
import type { NewEntry } from './record-entry.ts';
import type { LicenceDetails } from './save-licence.ts';

type Fields = Readonly<Record<string, string>>;
type Read<Value> = { ok: true; value: Value } | { ok: false; errors: FormErrors };
type Errors = { field: string; message: string }[];

const Day = z.iso.date();
const Email = z.email().max(320);

/** Nothing that counts lies before this; a year with a slip of the finger does. */
const firstDay = '1980-01-01';
const lastDay = '2200-01-01';

const line = (fields: Fields, name: string) =>
  cleanText(fields[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim();
const prose = (fields: Fields, name: string) => cleanText(fields[name] ?? '').trim();

/** A text that must be there, or may be left out, and how long it may be. */
function readText(errors: Errors, field: string, value: string, most: number, missing?: string): string {
  if (missing !== undefined && value === '') errors.push({ field, message: missing });
  if (value.length > most)
    errors.push({ field, message: `Shorten this to at most ${most.toLocaleString('en-US')} characters` });
  return value;
}

function readDay(errors: Errors, field: string, value: string, missing: string): string {
  const day = Day.safeParse(value);
  if (!day.success || day.data < firstDay || day.data > lastDay) errors.push({ field, message: missing });
  return day.data ?? '';
}

export function readHours(errors: Errors, text: string): number {
  const quarters = readQuarters(text);
  if (typeof quarters === 'number') return quarters;
  errors.push({ field: 'hours', message: hoursRefusals[quarters] });
  return Number.NaN;
}

/** A course or a session as typed. */
export function readEntry(fields: Fields, now: Date): Read<NewEntry> {
  const errors: Errors = [];
  const source = z.enum(['course', 'session']).safeParse(fields.source);
  if (!source.success) errors.push({ field: 'source', message: 'Choose a course or a session' });
  const title = readText(errors, 'title', line(fields, 'title'), 300, 'Write the title of the activity');
  const provider = readText(errors, 'provider', line(fields, 'provider'), 300, 'Write who offered it');
  const nature = z.enum(natures).safeParse(fields.nature);
  if (!nature.success) errors.push({ field: 'nature', message: 'Choose the nature of the activity' });
  const beginsOn = readDay(errors, 'beginsOn', line(fields, 'beginsOn'), 'Choose the first day');
  const last = line(fields, 'endsOn');
  const endsOn = last === '' ? beginsOn : readDay(errors, 'endsOn', last, 'Choose the last day, or leave it empty');
  if (beginsOn !== '' && endsOn !== '' && endsOn < beginsOn)
    errors.push({ field: 'endsOn', message: 'Choose a last day that is not before the first' });
  // A day ahead of UTC it can be tomorrow already.
  const tomorrow = new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10);
  if (endsOn > tomorrow)
    errors.push({ field: last === '' ? 'beginsOn' : 'endsOn', message: 'Choose a day that is not in the future' });
  const heldAt = readText(errors, 'heldAt', line(fields, 'heldAt'), 200);
  const place = readText(errors, 'place', line(fields, 'place'), 300, 'Write where it was, or “online”');
  const quarters = readHours(errors, line(fields, 'hours'));
  const how = readText(errors, 'how', prose(fields, 'how'), 2000, 'Write how the hours were arrived at');
  const proof = readText(errors, 'proof', prose(fields, 'proof'), 2000);
  if (errors.length > 0 || !source.success || !nature.success) return { ok: false, errors };
  const value = { source: source.data, nature: nature.data, title, provider, beginsOn, endsOn, heldAt, place };
  return { ok: true, value: { ...value, quarters, how, proof } };
}

export function isEmail(text: string): boolean {
  return Email.safeParse(text).success;
}

export function readEmail(errors: Errors, field: string, text: string): string {
  const email = Email.safeParse(text.trim().toLowerCase());
  if (!email.success) errors.push({ field, message: 'Write an e-mail address, such as name@example.org' });
  return email.data ?? '';
}

export function readReason(fields: Fields, field = 'reason'): Read<string> {
  const errors: Errors = [];
  const value = readText(errors, field, prose(fields, field), 2000, 'Write the reason');
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value };
}

/** The number and the cycle of a licence. */
export function readLicence(fields: Fields, rule: CreditRule): Read<LicenceDetails> {
  const errors: Errors = [];
  const missing = `Write your ${rule.licenceNumber.name}`;
  const number = readText(errors, 'number', line(fields, 'number'), 80, missing);
  const { name, format } = rule.licenceNumber;
  if (number !== '' && format && !new RegExp(`^(?:${format.pattern})$`, 'u').test(number))
    errors.push({ field: 'number', message: `Write your ${name} as ${format.says}` });
  const begins = readDay(errors, 'cycleBegins', line(fields, 'cycleBegins'), 'Choose the first day of your cycle');
  const ends = readDay(errors, 'cycleEnds', line(fields, 'cycleEnds'), 'Choose the last day of your cycle');
  const cycle: Cycle = { begins, ends };
  const refusal = begins === '' || ends === '' ? undefined : checkCycle(rule, cycle);
  if (refusal)
    errors.push({
      field: refusal === 'wrong-day' ? 'cycleBegins' : 'cycleEnds',
      message: cycleRefusals[refusal](rule),
    });
  return errors.length > 0
    ? { ok: false, errors }
    : { ok: true, value: { number, cycle, sharesNumber: fields.sharesNumber === 'yes' } };
}

export function readTimeAndPlace(fields: Fields): Read<{ time: string; place: string }> {
  const errors: Errors = [];
  const time = readText(errors, 'time', line(fields, 'time'), 200, 'Write the time, such as “9 a.m. to noon”');
  const place = readText(errors, 'place', line(fields, 'place'), 300, 'Write where it was, or “online”');
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value: { time, place } };
}

export function readApprover(fields: Fields): Read<{ name: string; email: string }> {
  const errors: Errors = [];
  const name = readText(errors, 'approverName', line(fields, 'approverName'), 200, 'Write who approves it');
  const email = readEmail(errors, 'approverEmail', fields.approverEmail ?? '');
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value: { name, email } };
}

/** Where it must be one of the provider’s people. */
export function readProviderApprover(fields: Fields): Read<{ personId: string }> {
  const chosen = z.uuid().safeParse(fields.approver);
  if (!chosen.success) return { ok: false, errors: [{ field: 'approver', message: 'Choose who should approve it' }] };
  return { ok: true, value: { personId: chosen.data } };
}

/** What an approver chose and typed. */
export function readAnswer(
  fields: Fields,
): Read<{ answer: 'approved' | 'refused'; name: string; role: string; reason: string }> {
  const errors: Errors = [];
  const answer = z.enum(['approved', 'refused']).safeParse(fields.answer);
  if (!answer.success) errors.push({ field: 'answer', message: 'Choose whether you approve the claim' });
  const missing = answer.data === 'refused' ? 'Write why, so that it can be put right' : undefined;
  const reason = readText(errors, 'reason', prose(fields, 'reason'), 2000, missing);
  const name = readText(errors, 'approverName', line(fields, 'approverName'), 200, 'Type your name');
  const role = readText(
    errors,
    'approverRole',
    line(fields, 'approverRole'),
    200,
    'Write your role, such as principal',
  );
  return errors.length > 0 || !answer.success
    ? { ok: false, errors }
    : { ok: true, value: { answer: answer.data, name, role, reason } };
}

/** A year 0, which a day may be written with, is none that the database knows. */
const optionalDay = Day.refine((day) => day >= '0001-01-01')
  .optional()
  .catch(undefined);

/** A period that ends before it begins has nothing in it, which a transcript of it must not say of its owner. */
export function isBackwards({ from, to }: { from?: string | undefined; to?: string | undefined }): boolean {
  return from !== undefined && to !== undefined && to < from;
}

/** Of a ledger: what can’t be read is left out. */
export const LedgerQuery = z.object({
  from: optionalDay,
  to: optionalDay,
  source: z.enum(entrySources).optional().catch(undefined),
});
