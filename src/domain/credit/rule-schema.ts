import { z } from 'zod';
import { Key } from '#domain/evidence/key.ts';
import { entrySources, natures } from './entry.ts';

const Line = z.string().trim().min(1).max(300);
const Prose = z.string().trim().min(1).max(5000);
const Url = z.url({ protocol: /^https?$/ });
const Day = z.iso.date();

const Hours = z
  .number()
  .min(0.25)
  .max(1000)
  .multipleOf(0.25)
  .meta({ description: 'Clock hours, in steps of a quarter of an hour' });

/** In the place of a source: nobody in charge was found to say so, and whoever relies on it must ask. */
export const askInstead = 'ask';

const source = Key.meta({
  description: 'Which of the sources below says so; “ask” where none does: then the note says what must be asked',
});
const note = Prose.optional().meta({ description: 'What the earner should know of it' });

const Cycle = z.discriminatedUnion('begins', [
  z.strictObject({
    begins: z.literal('on-the-licence').meta({ description: 'The licence itself says when; the earner enters it' }),
    years: z.int().min(1).max(20),
    source,
    note,
  }),
  z.strictObject({
    begins: z.literal('on-a-day').meta({ description: 'On the same day of the year for everyone' }),
    years: z.int().min(1).max(20),
    month: z.int().min(1).max(12),
    day: z.int().min(1).max(31),
    source,
    note,
  }),
]);

const cap = { id: Key, hours: Hours.meta({ description: 'Most that counts' }), source, note };
const Cap = z
  .discriminatedUnion('per', [
    z.strictObject({ ...cap, per: z.literal('cycle') }),
    z.strictObject({ ...cap, per: z.literal('activity') }),
    z.strictObject({ ...cap, per: z.literal('source'), sources: z.array(z.enum(entrySources)).min(1) }),
    z.strictObject({ ...cap, per: z.literal('nature'), natures: z.array(z.enum(natures)).min(1) }),
  ])
  .meta({ description: 'The most that counts: in a cycle, of one activity, or of some sources or natures in a cycle' });
export type Cap = z.output<typeof Cap>;

/** What a form may ask for. */
export const formFields = ['name', 'licence-number', 'title', 'time', 'date', 'place', 'nature', 'hours'] as const;
export type FormField = (typeof formFields)[number];

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u').unicode;
  } catch {
    return false;
  }
}

/** What a state or district makes of professional development, for licences of some types. */
export const CreditRule = z.strictObject({
  format: z.literal('tessera-credit/1'),
  kind: z.literal('credit-rule'),
  slug: Key,
  title: Line,
  offered: z
    .boolean()
    .default(true)
    .meta({ description: 'false: a template. It is checked, and neither published nor offered to earners' }),
  jurisdiction: z.strictObject({
    kind: z.enum(['state', 'district']),
    state: z.string().regex(/^[A-Z]{2}$/, 'Write the two letters of the state, as in “IL”'),
    name: Line,
  }),
  licences: z
    .array(z.strictObject({ id: Key, title: Line }))
    .min(1)
    .max(30),
  licenceNumber: z.strictObject({
    name: Line,
    hint: Prose.optional(),
    format: z
      .strictObject({
        pattern: z.string().min(1).max(200).refine(isPattern, 'Write a regular expression'),
        says: Line.meta({ description: 'The pattern in words, after “Write your number as”: “digits alone”' }),
        source,
        note,
      })
      .optional()
      .meta({
        description: 'What every number looks like, as a regular expression for the whole of it; any when left out',
      }),
  }),
  effective: z.strictObject({ from: Day, to: Day.optional(), source, note }).meta({
    description: 'Activities that ended on these days fall under the rule; without “to” it goes on',
  }),
  hours: z.strictObject({ perCycle: Hours, source, note }),
  cycle: Cycle,
  accepts: z.strictObject({
    sources: z.array(z.enum(entrySources)).min(1),
    natures: z.array(z.enum(natures)).min(1).optional().meta({ description: 'All when left out' }),
    selfReported: z.boolean().meta({ description: 'Whether hours count that nobody but the earner vouches for' }),
    source,
    note,
  }),
  caps: z.array(Cap).max(30).default([]),
  minimum: z
    .strictObject({ hours: Hours, source, note })
    .optional()
    .meta({ description: 'The least that one activity must have to count' }),
  conversions: z
    .array(
      z.strictObject({ unit: Line.meta({ description: 'One of them: “semester hour”' }), hours: Hours, source, note }),
    )
    .max(10)
    .default([])
    .meta({ description: 'How many clock hours one credit of another kind is worth' }),
  approval: z.strictObject({ by: z.enum(['nobody', 'employer', 'provider', 'agency']), source, note }),
  form: z.strictObject({ title: Line, asks: z.array(z.enum(formFields)).min(1), source, note }),
  evidence: z
    .array(z.strictObject({ text: Prose, source }))
    .max(30)
    .default([]),
  records: z
    .strictObject({
      roster: z.array(z.enum(['name', 'licence-number'])).min(1),
      evaluations: z.boolean(),
      source,
      note,
    })
    .optional()
    .meta({ description: 'What the provider keeps of everyone who took part' }),
  provider: z
    .strictObject({ approved: z.boolean(), source, note })
    .optional()
    .meta({ description: 'Whether hours count only of providers that the agency has approved' }),
  deadline: z.strictObject({ daysBeforeEnd: z.int().min(0).max(366).default(0), source, note }),
  retention: z.strictObject({
    years: z.int().min(1).max(100).meta({ description: 'Unless the provider sets another number' }),
    source,
    note,
  }),
  ask: z
    .strictObject({ whom: Line, text: Prose })
    .meta({ description: 'A plain warning: whom to ask, and about what the rule is silent' }),
  sources: z
    .array(z.strictObject({ id: Key, citation: Prose, url: Url.optional(), asOf: Day }))
    .min(1)
    .max(30),
});
export type CreditRule = z.output<typeof CreditRule>;
export type Approver = CreditRule['approval']['by'];
