import { isUtf8 } from 'node:buffer';
import { UnmeasurableError, readCellsApart } from './measure-apart.ts';

/** Comma-separated values as text, or the cells of the sheet that was looked for. */
export type ReadTable = { text: string } | { rows: (string | null)[][]; formulas: string[] };

/** A CSV or a workbook that lies at a path; a workbook is taken apart in a process of its own. See `readCellsApart`. */
export async function readTable(
  path: string,
  bytes: Buffer,
  { sheet, heads }: { sheet: string; heads: readonly string[] },
): Promise<ReadTable | 'unreadable' | 'no-sheet'> {
  try {
    if (bytes.subarray(0, 2).toString('latin1') !== 'PK') return { text: readText(bytes) };
    return (await readCellsApart(path, sheet, heads)) ?? 'no-sheet';
  } catch (error) {
    if (error instanceof UnmeasurableError || error instanceof TypeError) return 'unreadable';
    throw error;
  }
}

/** In UTF-8, or else as Excel on Windows writes “CSV”: Windows-1252. Throws a TypeError at what is no text. */
export function readText(bytes: Buffer): string {
  const text = isUtf8(bytes) ? new TextDecoder().decode(bytes) : readWindows1252(bytes);
  if (text.includes('\0')) throw new TypeError('a NUL in a text');
  return text;
}

/** Five bytes stand for nothing in Windows-1252; decoders let them through as controls, and no table has these. */
function readWindows1252(bytes: Buffer): string {
  if (bytes.some((byte) => [0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte)))
    throw new TypeError('neither UTF-8 nor Windows-1252');
  return new TextDecoder('windows-1252').decode(bytes);
}
