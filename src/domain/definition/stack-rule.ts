import { z } from 'zod';
import { Key } from '#domain/evidence/key.ts';

const Least = z.int().min(1).max(100);

const NOf = z
  .strictObject({
    choose: z.literal('n-of'),
    atLeast: Least,
    tier: Key.optional().meta({ description: 'Only members of this tier count' }),
    strand: Key.optional().meta({ description: 'Only members of this strand count' }),
    members: z.array(Key).min(1).max(100).optional().meta({ description: 'Only these members count' }),
  })
  .meta({ description: 'So many of the members, or of those that are in every group named' });

const FromEach = z
  .strictObject({
    choose: z.literal('from-each'),
    each: z.enum(['strand', 'tier']),
    atLeast: Least.default(1),
  })
  .meta({ description: 'So many from each strand or each tier' });

/** A choice that stands alone, or in a list of which every one holds. */
export const Choice = z.discriminatedUnion('choose', [NOf, FromEach]);
export type Choice = z.output<typeof Choice>;

const AllOf = z
  .strictObject({ choose: z.literal('all-of'), rules: z.array(Choice).min(1).max(20) })
  .meta({ description: 'Every one of these' });

/** What earns the stack award of a series. */
export const StackRule = z.union([z.literal('all-members'), z.discriminatedUnion('choose', [NOf, FromEach, AllOf])]);
export type StackRule = z.output<typeof StackRule>;

/** What must be earned of another tier before a tier's members. */
export const TierAfter = z.strictObject({
  tier: Key,
  atLeast: Least.meta({ description: 'How many of that tier' }),
  level: z.enum(['required', 'recommended']).default('recommended').meta({
    description: 'required: nobody enrols in a member of this tier before; recommended: people are advised',
  }),
  reason: z.string().trim().min(1).max(5000).optional(),
});
export type TierAfter = z.output<typeof TierAfter>;
