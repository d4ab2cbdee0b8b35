import readExcelFile from 'read-excel-file/node';
import { type ZipFile, listEntries, openArchive, readEntry } from './open-archive.ts';
import { attribute, unescapeXml } from './xml-text.ts';

/** A sheet that was made to be read back: every cell as text, and where a cell reckons instead of saying. */
export type SheetCells = { name: string; rows: (string | null)[][]; formulas: string[] };

/** Far more than any sheet of ours; a workbook past it was not made here. */
const mostEntries = 500;
/** All that is unpacked together, in bytes. */
const mostUnpacked = 40_000_000;
const mostRows = 5000;
const mostColumns = 30;
/** Of one column: those of a column that nobody asked for take no room from another’s. */
const mostFormulas = 100;

/**
 * The cells of one sheet of a workbook; `undefined` where no sheet has that name. With `heads`, where none has: the sheet with
 * these titles in its first row, or the only one. Formulas are told apart since what is kept as their value is what some
 * program once reckoned.
 */
export async function readCells(
  path: string,
  name: string,
  heads?: readonly string[],
): Promise<SheetCells | undefined> {
  const archive = await openArchive(path);
  let parts: ReadonlyMap<string, string>;
  try {
    parts = await readParts(archive);
  } finally {
    archive.close();
  }
  // Where no sheet has the name, nothing more of a stranger’s file is taken apart than has to be.
  if (!heads && sheetXml(parts, name) === undefined) return undefined;
  const sheets = await readExcelFile(path);
  const named = sheets.find(({ sheet }) => sheet === name);
  const found = named ?? (heads && (sheets.find((one) => hasHeads(one.data[0], heads)) ?? onlyOf(sheets)));
  const xml = found && sheetXml(parts, found.sheet);
  if (!found || xml === undefined) return undefined;
  const rows = found.data.slice(0, mostRows).map((row) => row.slice(0, mostColumns).map(showCell));
  return { name: found.sheet, rows, formulas: formulasOf(xml) };
}

function hasHeads(row: readonly unknown[] = [], heads: readonly string[]): boolean {
  const titles = new Set(row.slice(0, mostColumns).map((cell) => showCell(cell)?.trim().toLowerCase()));
  return heads.every((head) => titles.has(head.toLowerCase()));
}

function onlyOf<One>(list: readonly One[]): One | undefined {
  return list.length === 1 ? list[0] : undefined;
}

/** Everything that will be unpacked to read the workbook is unpacked once under a limit, so that none of it is a bomb. */
async function readParts(archive: ZipFile): Promise<ReadonlyMap<string, string>> {
  const entries = new Map((await listEntries(archive, mostEntries)).map((entry) => [entry.fileName, entry]));
  const parts = new Map<string, string>();
  let left = mostUnpacked;
  for (const [fileName, entry] of entries) {
    const content = await readEntry(archive, entry, left);
    left -= content.length;
    if (/^xl\/.*\.(xml|rels)$/u.test(fileName)) parts.set(fileName, content.toString('utf8'));
  }
  return parts;
}

function sheetXml(parts: ReadonlyMap<string, string>, name: string): string | undefined {
  const tags = parts.get('xl/workbook.xml')?.match(/<sheet\s[^>]*>/gu) ?? [];
  const tag = tags.find((one) => unescapeXml(attribute(one, 'name') ?? '') === name);
  const id = tag && attribute(tag, 'r:id');
  if (id === undefined) return undefined;
  const relations = parts.get('xl/_rels/workbook.xml.rels')?.match(/<Relationship\s[^>]*>/gu) ?? [];
  const target = attribute(relations.find((one) => attribute(one, 'Id') === id) ?? '', 'Target') ?? '';
  return parts.get(target.startsWith('/') ? target.slice(1) : `xl/${target}`);
}

/** “D14” for every cell that holds a formula. */
function formulasOf(xml: string): string[] {
  const cells = xml.split(/<c\b/u).slice(1);
  const found = new Map<string, number>();
  return cells
    .filter((cell) => /<f[\s/>]/u.test(cell.split('</c>', 1)[0] ?? ''))
    .map((cell) => /^[^>]*\br="([A-Z]{1,3}\d{1,7})"/u.exec(cell)?.[1] ?? '?')
    .filter((cell) => {
      const column = cell.replace(/\d+$/u, '');
      const before = found.get(column) ?? 0;
      found.set(column, before + 1);
      return before < mostFormulas;
    });
}

function showCell(cell: unknown): string | null {
  if (cell === null || cell === undefined) return null;
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  return typeof cell === 'string' || typeof cell === 'number' ? String(cell) : null;
}
