import { recallUpload } from './upload-memory.ts';

/** What the server has of a file whose sending broke off. */
export type Unfinished = {
  id: string;
  name: string;
  size: number;
  offset: number;
  requirement: string;
  replaces?: string | null;
  url: string;
};

/** Uploads of an enrolment that were begun and not finished, wherever; none where the server can't be asked. */
export async function listUnfinished(enrolment: string): Promise<Unfinished[]> {
  const response = await fetch(`/uploads?enrolment=${enrolment}`, { headers: { accept: 'application/json' } }).catch(
    () => undefined,
  );
  return response?.ok ? ((await response.json().catch(() => [])) as Unfinished[]) : [];
}

/** The upload that a chosen file goes on with: the same name, size and, where this browser knows it, time of change. */
export function findSame(
  file: Pick<File, 'name' | 'size' | 'lastModified'>,
  unfinished: readonly Unfinished[],
  recall: (url: string) => number | undefined = recallUpload,
): Unfinished | undefined {
  return unfinished.find(({ name, size, url }) => {
    if (name !== file.name || size !== file.size) return false;
    const changed = recall(url);
    return changed === undefined || changed === file.lastModified;
  });
}
