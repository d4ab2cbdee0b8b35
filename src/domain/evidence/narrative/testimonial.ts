import { z } from 'zod';
import type { Finding } from '../finding.ts';

/** Most testimonials of one narrative. */
export const mostTestimonials = 20;

/** What somebody else said of the work, in their words, with leave to quote them. */
export const Testimonial = z.strictObject({
  id: z.string().regex(/^[\w-]{1,60}$/),
  /** Their words, Markdown. */
  quote: z.string().max(5000),
  by: z.string().max(200),
  /** What they are: “Grade 4 teacher”. */
  role: z.string().max(200),
  /** Leave to quote them: how it was given, and when (an ISO 8601 date, or empty while it is not known). */
  permission: z
    .strictObject({ given: z.enum(['written', 'spoken']), on: z.union([z.iso.date(), z.literal('')]) })
    .nullable(),
});
export type Testimonial = z.output<typeof Testimonial>;

export const permissionWords: Record<'written' | 'spoken', string> = { written: 'in writing', spoken: 'in person' };

/** Names of the form’s fields; the reader of a posted form and the editor share them. */
export const testimonialFields = {
  id: (index: number) => `testimonial.${index}.id`,
  quote: (index: number) => `testimonial.${index}.quote`,
  by: (index: number) => `testimonial.${index}.by`,
  role: (index: number) => `testimonial.${index}.role`,
  given: (index: number) => `testimonial.${index}.given`,
  on: (index: number) => `testimonial.${index}.on`,
};

/** The id of a testimonial’s part on the page. */
export function testimonialPlace(id: string): string {
  return `testimonial-${id}`;
}

/** A row that nobody has filled in. */
export function isBlank({ quote, by, role, permission }: Testimonial): boolean {
  return [quote, by, role, permission?.on ?? ''].every((text) => text.trim() === '') && permission === null;
}

/** Nobody is quoted without a name, or without their leave. */
export function checkTestimonials(testimonials: readonly Testimonial[]): Finding[] {
  return testimonials
    .filter((testimonial) => !isBlank(testimonial))
    .flatMap(({ id, quote, by, role, permission }, index) => {
      const who = by.trim() === '' ? `testimonial ${index + 1}` : `the testimonial of ${by.trim()}`;
      const missing: [boolean, string, string][] = [
        [quote.trim() === '', 'no-quote', `Write what was said in ${who}, or remove it`],
        [by.trim() === '' || role.trim() === '', 'no-attribution', `Say who speaks in ${who}, and what their role is`],
        [
          permission === null || permission.on === '',
          'no-permission',
          `Say how and when you got leave to quote ${who}`,
        ],
      ];
      return missing
        .filter(([isMissing]) => isMissing)
        .map(([, code, message]): Finding => ({
          level: 'blocking',
          code,
          place: testimonialPlace(id),
          message,
          work: { minutes: 3 },
        }));
    });
}

/** The testimonials in a posted form; rows left blank are none. */
export function readTestimonials(fields: Readonly<Record<string, string>>): Testimonial[] {
  const [move = '', by = ''] = (fields.move ?? '').split(':');
  const read: Testimonial[] = [];
  for (let index = 0; index <= mostTestimonials; index += 1) {
    const quote = fields[testimonialFields.quote(index)];
    if (quote === undefined || fields.drop === testimonialFields.id(index)) continue;
    const given = fields[testimonialFields.given(index)];
    const on = fields[testimonialFields.on(index)] ?? '';
    const testimonial: Testimonial = {
      id: fields[testimonialFields.id(index)] ?? `t${index + 1}`,
      quote,
      by: fields[testimonialFields.by(index)] ?? '',
      role: fields[testimonialFields.role(index)] ?? '',
      permission: given === 'written' || given === 'spoken' ? { given, on } : null,
    };
    if (!isBlank(testimonial)) read.push(testimonial);
  }
  return move === '' ? read : moved(read, Number(move), by === 'up' ? -1 : 1);
}

/** The list with one of its members a place further up or down. */
export function moved<Item>(list: readonly Item[], index: number, by: -1 | 1): Item[] {
  const item = list[index];
  if (item === undefined || list[index + by] === undefined) return [...list];
  return list.toSpliced(index, 1).toSpliced(index + by, 0, item);
}
