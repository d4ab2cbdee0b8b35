import { z } from 'zod';
import { recordKinds } from '#domain/credit/provider-records.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import type { FormErrors } from '#ui/form.tsx';
import type { Filter } from './period-fields.tsx';

type Fields = Readonly<Record<string, string>>;
type Read<Value> = { ok: true; value: Value } | { ok: false; errors: FormErrors };
type Errors = { field: string; message: string }[];

const Day = z.iso.date();
/** A year 0, which a day may be written with, is none that the database knows. */
const FilterDay = Day.refine((day) => day >= '0001-01-01');
const Url = z.url({ protocol: /^https?$/ }).max(1000);

const line = (fields: Fields, name: string) =>
  cleanText(fields[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim();

/** What is no day, or names nothing, counts as left out. */
export function readFilter(query: Fields): Filter {
  return {
    from: FilterDay.safeParse(query.from).data,
    to: FilterDay.safeParse(query.to).data,
    microCredential: query['micro-credential'] === '' ? undefined : query['micro-credential'],
  };
}

function readLine(errors: Errors, fields: Fields, name: string, most: number, missing?: string): string {
  const value = line(fields, name);
  if (missing !== undefined && value === '') errors.push({ field: name, message: missing });
  if (value.length > most)
    errors.push({ field: name, message: `Shorten this to at most ${most.toLocaleString('en-US')} characters` });
  return value;
}

function readDay(errors: Errors, fields: Fields, name: string, missing: string): string {
  const day = Day.safeParse(line(fields, name));
  if (!day.success || day.data < '1980-01-01' || day.data > '2200-01-01')
    errors.push({ field: name, message: missing });
  return day.data ?? '';
}

export type NewAgency = { name: string; ruleIds: string[] };

/** An agency as typed; the rules come as a list. */
export function readAgency(fields: Fields, rules: unknown): Read<NewAgency> {
  const errors: Errors = [];
  const name = readLine(errors, fields, 'name', 200, 'Write the name of the agency');
  const chosen = z
    .array(z.uuid())
    .max(200)
    .safeParse(rules === undefined ? [] : [rules].flat());
  if (!chosen.success) errors.push({ field: 'rule', message: 'Choose the rules from the list' });
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value: { name, ruleIds: [...new Set(chosen.data)] } };
}

export type NewApproval = {
  number: string;
  validFrom: string;
  validTo: string;
  scope: string;
  documentUrl: string | null;
};

export function readApproval(fields: Fields): Read<NewApproval> {
  const errors: Errors = [];
  const number = readLine(errors, fields, 'number', 80, 'Write the number that the agency gave you');
  const validFrom = readDay(errors, fields, 'validFrom', 'Choose the first day');
  const validTo = readDay(errors, fields, 'validTo', 'Choose the last day');
  if (validFrom !== '' && validTo !== '' && validTo < validFrom)
    errors.push({ field: 'validTo', message: 'The last day must not be before the first' });
  const scope = readLine(errors, fields, 'scope', 1000);
  const address = readLine(errors, fields, 'documentUrl', 1000);
  if (address !== '' && !Url.safeParse(address).success)
    errors.push({ field: 'documentUrl', message: 'Write the whole address, beginning with https://' });
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, value: { number, validFrom, validTo, scope, documentUrl: address === '' ? null : address } };
}

export const Kind = z.enum(recordKinds);

export type FileWish = {
  kind: z.output<typeof Kind>;
  ending: 'csv' | 'xlsx';
  from: string;
  to: string;
  microCredential: string | undefined;
};

export function readFileWish(fields: Fields): Read<FileWish> {
  const errors: Errors = [];
  const kind = Kind.safeParse(fields.kind);
  if (!kind.success) errors.push({ field: 'kind', message: 'Choose what the file should hold' });
  const ending = z.enum(['csv', 'xlsx']).safeParse(fields.ending);
  if (!ending.success) errors.push({ field: 'ending', message: 'Choose CSV or XLSX' });
  const from = readDay(errors, fields, 'from', 'Choose the first day');
  const to = readDay(errors, fields, 'to', 'Choose the last day');
  if (from !== '' && to !== '' && to < from)
    errors.push({ field: 'to', message: 'The last day must not be before the first' });
  const { microCredential } = readFilter(fields);
  if (errors.length > 0 || !kind.success || !ending.success) return { ok: false, errors };
  return { ok: true, value: { kind: kind.data, ending: ending.data, from, to, microCredential } };
}

/** A number of years; empty is undefined: as the rules say. */
export function readYears(fields: Fields): Read<number | undefined> {
  const text = line(fields, 'years');
  if (text === '') return { ok: true, value: undefined };
  const years = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (years >= 1 && years <= 100) return { ok: true, value: years };
  return { ok: false, errors: [{ field: 'years', message: 'Write a whole number of years from 1 to 100' }] };
}
