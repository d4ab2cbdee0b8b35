import { z } from 'zod';
import { NotFoundError } from './errors.ts';

const Uuid = z.uuid();

/** An id from a path. One that could not be an id is *not found*, like one that names nothing. */
export function pathId(value: unknown, what: string): string {
  const parsed = Uuid.safeParse(value);
  if (!parsed.success) throw new NotFoundError(what);
  return parsed.data;
}
