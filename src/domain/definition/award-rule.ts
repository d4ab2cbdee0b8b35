import { z } from 'zod';

const window = {
  opensDays: z
    .int()
    .min(1)
    .max(730)
    .default(90)
    .meta({ description: 'Days before the end of an award from which it can be renewed' }),
  graceDays: z
    .int()
    .min(0)
    .max(730)
    .default(30)
    .meta({ description: 'Days after its end until which it still can; it is not in force meanwhile' }),
};

/** How an award that expires is renewed. */
export const Renewal = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('again').meta({ description: 'again: the current version is earned anew, as an award of its own' }),
    ...window,
  }),
  z.strictObject({
    by: z.literal('hours').meta({ description: 'hours: professional-development hours earned since' }),
    hours: z.number().min(0.25).max(1000).multipleOf(0.25).meta({ description: 'How many, in quarter hours' }),
    ...window,
  }),
  z.strictObject({
    by: z.literal('statement').meta({ description: 'statement: a short text that a lead assessor approves' }),
    prompt: z.string().trim().min(1).max(5000).meta({ description: 'What the earner is asked to write' }),
    ...window,
  }),
]);

/** What earns an award, and how long it lasts. */
export const AwardRule = z
  .strictObject({
    rule: z.literal('all-look-fors'),
    badge: z.string().trim().min(1).max(300).optional(),
    validMonths: z
      .int()
      .min(1)
      .max(240)
      .optional()
      .meta({ description: 'Months for which an award is valid; without it, it does not expire' }),
    renewal: Renewal.optional().meta({ description: 'How it is renewed; without it, an award that expires is over' }),
  })
  .refine(({ validMonths, renewal }) => renewal === undefined || validMonths !== undefined, {
    path: ['renewal'],
    error: 'Only what expires is renewed: say validMonths, too, or leave the renewal out',
  });
