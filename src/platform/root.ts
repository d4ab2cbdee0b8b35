import { join } from 'node:path';

/** The checkout (or image) that this program runs from: `src/platform/` and `dist/server/` both lie two folders below it. */
export const projectRoot = join(import.meta.dirname, '../..');
