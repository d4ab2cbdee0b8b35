import { formatBytes } from '#domain/evidence/file-types.ts';
import { type ScrubReport, scrubFiles } from '../features/artifacts/scrub-files.ts';
import { type Command, readArguments } from './command.ts';
import { withDeps } from './with-deps.ts';

export const scrub: Command = {
  summary: 'Check every stored file',
  usage: `scrub [--repair]

Reads every stored file and compares it with the database: missing, damaged (its content is not what was handed in) and
orphaned (nothing names it, for a day or longer). Ends with 0 when nothing is wrong, with 1 otherwise.
--repair removes orphans and nothing else; a missing or damaged file comes back from a backup, or when its owner hands it
in again: the content is put in its place, for every attempt that has it.`,
  async run(args, output) {
    const { values } = readArguments(args, { repair: { type: 'boolean' } });
    const report = await withDeps((deps) => scrubFiles(deps, { repair: values.repair ?? false, now: new Date() }));
    output.out(describe(report));
    return report.faults.some(({ isRemoved }) => !isRemoved) ? 1 : 0;
  },
};

function describe({ checked, bytes, faults }: ScrubReport): string {
  const rows = faults.map(
    ({ kind, name, size, usedBy, isRemoved }) =>
      [isRemoved ? 'removed' : kind, formatBytes(size), name, usedBy.join(', ')] as const,
  );
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0), 0));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const count = (kind: string) => faults.filter((fault) => fault.kind === kind).length;
  const total = `${checked} files checked, ${formatBytes(bytes)}: ${count('missing')} missing, ${count('damaged')} damaged, ${count('orphaned')} orphaned.`;
  return [...lines, total].join('\n');
}
