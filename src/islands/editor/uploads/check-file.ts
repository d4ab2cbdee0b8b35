import { couldBeAccepted } from '#domain/evidence/file-endings.ts';
import { type FileType, describeFileTypes, formatBytes } from '#domain/evidence/file-types.ts';

/** What a requirement takes, as far as it can be told before a byte is sent. */
export type FileLimits = { accept: readonly FileType[]; maxMegabytes: number };

/** Why a file can’t be taken, by its name and size alone; the server looks into it once it is there. */
export function checkFile(file: Pick<File, 'name' | 'size'>, { accept, maxMegabytes }: FileLimits): string | undefined {
  const files = accept.filter((type) => type !== 'link');
  if (file.size === 0) return `“${file.name}” is empty. Check the file and choose it again.`;
  if (!couldBeAccepted(file.name, files)) {
    return `“${file.name}” can’t be used here: this asks for ${describeFileTypes(files)}.`;
  }
  if (file.size > maxMegabytes * 1e6) {
    return `“${file.name}” is too large: it has ${formatBytes(file.size)}, and a file may have up to ${formatBytes(maxMegabytes * 1e6)} here.`;
  }
  return undefined;
}
