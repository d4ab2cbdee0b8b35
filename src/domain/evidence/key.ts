import { z } from 'zod';

/** The key of something that a definition names: lower case, digits and hyphens. */
export const Key = z
  .string()
  .max(80)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use lower-case letters, digits and single hyphens, as in “shared-vision”')
  // Evidence is kept by key in plain objects, and every one of those has a constructor already.
  .refine((key) => key !== 'constructor', 'Choose another word than “constructor”, which is taken');
