import type { Requirement } from '#domain/definition/schema.ts';
import { type NarrativeData, longestText, narrativeFields } from '#domain/evidence/narrative/narrative.ts';
import { Testimonial, readTestimonials, testimonialPlace } from '#domain/evidence/narrative/testimonial.ts';
import type { Posted } from './read-posted.ts';

/** Reads a narrative from the fields of its posted form. */
export function readNarrative(
  { rules }: Extract<Requirement, { kind: 'narrative' }>,
  fields: Readonly<Record<string, string>>,
): Posted {
  const texts = Object.fromEntries(narrativeFields(rules).map(({ id }) => [id, fields[`text.${id}`] ?? '']));
  const testimonials = rules.testimonials ? readTestimonials(fields) : [];
  const typed: NarrativeData = { texts, ...(testimonials.length > 0 && { testimonials }) };
  const tooLong = Object.entries(texts)
    .filter(([, text]) => text.length > longestText)
    .map(([field]) => ({
      field,
      message: `Shorten the text to at most ${longestText.toLocaleString('en-US')} characters`,
    }));
  const unreadable = testimonials
    .filter((one) => !Testimonial.safeParse(one).success)
    .map(({ id }) => ({
      field: testimonialPlace(id),
      message: 'Shorten this testimonial to at most 5,000 characters, and write its date as 2026-05-31',
    }));
  const errors = [...tooLong, ...unreadable];
  return errors.length > 0 ? { ok: false, typed, errors } : { ok: true, typed, data: typed };
}
