import { z } from 'zod';
import { Key } from '#domain/evidence/key.ts';
import { evidenceKinds } from '#domain/evidence/registry.ts';
import { AwardRule } from './award-rule.ts';
import { StackRule, TierAfter } from './stack-rule.ts';

/** Whom a micro-credential is for, in the words of the field. */
export const Audience = z.enum([
  'teacher',
  'teacher-leader',
  'school-leader',
  'assistant-principal',
  'principal',
  'aspiring-principal',
  'district-leader',
]);
export type Audience = z.output<typeof Audience>;

const Line = z.string().trim().min(1).max(300);
const Prose = z.string().trim().min(1).max(5000);
const Url = z.url({ protocol: /^https?$/ });

const Detail = z.strictObject({ id: Key, text: Prose });

const Outcome = z.strictObject({
  id: Key,
  title: Prose,
  details: z
    .array(Detail)
    .min(1)
    .max(30)
    .meta({ description: 'What must be demonstrated; a portfolio must show every detail' }),
});

const requirementBase = {
  id: Key,
  title: Line,
  prompt: Prose.meta({ description: 'What the earner is asked to do and hand in' }),
  minutes: z
    .int()
    .min(5)
    .max(6000)
    .optional()
    .meta({ description: 'Expected effort for this piece of evidence, in minutes' }),
  releases: z.enum(['required', 'advised', 'none']).optional().meta({
    description:
      'What images, films and recordings that show people need: required blocks submission without a valid release, advised (also when left out) advises, none does not ask',
  }),
  attestations: z
    .array(
      z.strictObject({
        id: Key,
        kind: z.enum(['visit', 'role', 'authorship', 'permission']),
        statement: Prose.meta({
          description: 'What the peer confirms, in their words: “I was visited on the days named.”',
        }),
        by: Line.meta({ description: 'Who may confirm it: “the teacher who was visited”' }),
        min: z.int().min(1).max(50).default(1).meta({ description: 'How many peers must confirm it' }),
        level: z.enum(['blocking', 'advice']).default('blocking'),
      }),
    )
    .max(10)
    .optional()
    .meta({ description: 'What peers without an account must confirm before the work can be handed in' }),
};

export const Requirement = z.discriminatedUnion('kind', [
  z.strictObject({ ...requirementBase, kind: z.literal('narrative'), rules: evidenceKinds.narrative.rules }),
  z.strictObject({ ...requirementBase, kind: z.literal('artifact'), rules: evidenceKinds.artifact.rules }),
  z.strictObject({ ...requirementBase, kind: z.literal('portfolio'), rules: evidenceKinds.portfolio.rules }),
]);
export type Requirement = z.output<typeof Requirement>;
export type AskedAttestation = NonNullable<Requirement['attestations']>[number];

export const Part = z.strictObject({
  id: Key,
  title: Line,
  summary: Prose.optional(),
  aiUse: z
    .literal('declare')
    .optional()
    .meta({ description: 'declare: the earner says whether and how AI was used for this part' }),
  requirements: z.array(Requirement).min(1).max(30),
});

export type Part = z.output<typeof Part>;

const LookFor = z.strictObject({
  id: Key,
  text: Prose,
  points: z.array(Prose).max(20).default([]).meta({ description: 'The aspects that the look-for takes together' }),
  judges: z.array(Key).min(1).meta({ description: 'The requirements whose evidence this look-for judges' }),
  details: z.array(Key).default([]).meta({ description: 'The outcome details that this look-for judges' }),
});
export type LookFor = z.output<typeof LookFor>;

const Guide = z.strictObject({
  id: Key,
  title: Line,
  summary: Prose.optional(),
  lookFors: z.array(LookFor).min(1).max(60),
});

const Assessment = z.strictObject({
  policy: z
    .enum(['single', 'single-plus-sample', 'two-blind', 'two-blind-then-sample', 'coach'])
    .default('single')
    .meta({
      description:
        'How many assessors score an attempt; coach: the earner’s own coach scores it, as a declared exception',
    }),
  sample: z.number().min(0.01).max(1).optional().meta({
    description: 'Of the sampled policies: the share of attempts that two assessors score; a tenth when left out',
  }),
  firstAttempts: z.int().min(1).max(1000).optional().meta({
    description:
      'Of two-blind-then-sample: how many attempts of a version two assessors score first; ten when left out',
  }),
  blind: z.boolean().optional().meta({
    description:
      'Whether names, schools and file names are hidden from assessors; when left out, where two score blind',
  }),
  release: z.enum(['at-once', 'held']).optional().meta({
    description: 'held: a lead assessor releases every decision; when left out it goes out as soon as it is made',
  }),
  recallMinutes: z.int().min(0).max(10_080).optional().meta({
    description: 'How long an award waits after the decision, so that a lead assessor can recall it; 0 when left out',
  }),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
    .optional()
    .meta({
      description: 'The language that the evidence is written in, as a BCP 47 tag; en when left out',
    }),
  completenessDays: z.int().min(1).max(60).default(1).meta({ description: 'Business days to a completeness check' }),
  decisionDays: z.int().min(1).max(120).default(5).meta({ description: 'Business days to a decision' }),
  coachBeforeAttempt: z
    .int()
    .min(2)
    .max(50)
    .optional()
    .meta({ description: 'The attempt before which the earner talks with a coach' }),
});

/** How the PD hours of a micro-credential were arrived at. */
const HoursBasis = z
  .strictObject({
    by: z.enum(['pilot-median', 'contact-hours', 'set-by-issuer']).meta({
      description: 'The median of what a pilot took, hours of contact counted, or hours that the issuer sets',
    }),
    note: z
      .string()
      .trim()
      .min(1)
      .max(1000)
      .optional()
      .meta({ description: 'Such as who took part in the pilot, and when' }),
  })
  .meta({ description: 'How the hours were arrived at' });
export type HoursBasis = z.output<typeof HoursBasis>;

const Companion = z.strictObject({
  title: Line,
  summary: Prose.optional(),
  presenter: Line.optional(),
  pdHours: z.number().min(0).max(1000).meta({ multipleOf: 0.25 }).optional(),
  access: z.enum(['open', 'subscribers']).default('open'),
});

const Note = z.strictObject({ title: Line, text: Prose });

const identity = {
  format: z.literal('tessera/1'),
  slug: Key,
  issuer: Key.meta({ description: 'The slug of the issuer that publishes it' }),
  title: Line,
  statement: Prose.meta({ description: 'The competency in one sentence' }),
  summary: Prose.meta({ description: 'One paragraph for the catalogue' }),
  audience: z.array(Audience).min(1),
};

/** A micro-credential in the format `tessera/1`. */
export const Definition = z.strictObject({
  ...identity,
  kind: z.literal('micro-credential'),
  worth: z.strictObject({
    // Steps of a quarter are asked for by the checks: what was published before them still reads.
    pdHours: z
      .number()
      .min(0)
      .max(1000)
      .meta({ description: 'Professional-development hours of the award, in quarters of an hour', multipleOf: 0.25 }),
    basis: HoursBasis.optional(),
    credit: z.array(Prose).default([]).meta({ description: 'What a state or district may make of them' }),
  }),
  effort: z.strictObject({
    hours: z.strictObject({ min: z.number().min(0.5).max(2000), max: z.number().min(0.5).max(2000) }),
    weeks: z.strictObject({ min: z.number().min(0).max(200), max: z.number().min(0).max(200) }).optional(),
    note: Prose.optional(),
  }),
  outcomes: z.array(Outcome).min(1).max(20),
  parts: z.array(Part).min(1).max(20),
  guides: z.array(Guide).min(1).max(20),
  award: AwardRule,
  assessment: Assessment.prefault({}),
  access: z
    .strictObject({
      offer: z.enum(['free', 'paid']).default('free'),
      includes: z.array(Prose).default([]).meta({ description: 'What comes with it, such as a subscription' }),
      note: Prose.optional(),
    })
    .prefault({}),
  resources: z.array(z.strictObject({ title: Line, url: Url.optional(), note: Prose.optional() })).default([]),
  research: z.array(z.strictObject({ citation: Prose, url: Url.optional() })).default([]),
  companions: z.array(Companion).default([]),
  notes: z.array(Note).default([]),
});
export type Definition = z.output<typeof Definition>;

/** A series of micro-credentials in tiers and strands, in the format `tessera/1`. */
export const Series = z.strictObject({
  ...identity,
  kind: z.literal('series'),
  tiers: z
    .array(
      z.strictObject({
        id: Key,
        title: Line,
        summary: Prose.optional(),
        after: TierAfter.optional().meta({ description: 'What comes before the members of this tier' }),
      }),
    )
    .min(1)
    .max(10),
  strands: z
    .array(z.strictObject({ id: Key, title: Line, summary: Prose.optional() }))
    .min(1)
    .max(10),
  members: z
    .array(z.strictObject({ microCredential: Key, tier: Key, strand: Key }))
    .min(2)
    .max(100),
  prerequisites: z
    .array(
      z.strictObject({
        microCredential: Key,
        after: z.array(Key).min(1),
        level: z.enum(['required', 'recommended']).default('recommended'),
        reason: Prose.optional(),
      }),
    )
    .default([]),
  stackAward: z.strictObject({ title: Line, statement: Prose, rule: StackRule.default('all-members') }).optional(),
  sisters: z
    .array(
      z.strictObject({
        title: Line,
        audience: z.array(Audience).min(1),
        status: z.enum(['planned', 'in-development', 'published']),
      }),
    )
    .default([])
    .meta({ description: 'Series for other audiences that go with this one' }),
  notes: z.array(Note).default([]),
});
export type Series = z.output<typeof Series>;

/** An issuer: who publishes the definitions in the same folder. */
export const Issuer = z.strictObject({
  format: z.literal('tessera/1'),
  kind: z.literal('issuer'),
  slug: Key,
  name: Line,
  statement: Prose,
  website: Url.optional(),
  email: z.email().optional(),
  palette: z
    .enum(['teal', 'ochre', 'terracotta', 'lapis', 'olive'])
    .meta({ description: 'The colour family of its tiles' }),
});
export type Issuer = z.output<typeof Issuer>;

/** Any document of the format. */
export const ProgrammeDocument = z.discriminatedUnion('kind', [Definition, Series, Issuer]);
export type ProgrammeDocument = z.output<typeof ProgrammeDocument>;
