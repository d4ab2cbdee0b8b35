import type { ArtifactContext } from '#domain/evidence/kind.ts';
import { scanNames } from '#domain/privacy/scan-names.ts';
import type { FileHit } from './file-hits.tsx';

type State = { hits: FileHit[]; done: number; of: number; unread: string[] };

/** Most documents that are looked into at once: each is read from its beginning. */
const mostFiles = 100;
/** Most letters of one document. */
const mostLetters = 4_000_000;

const hasText = /^text\/|pdf|word|document|presentation|sheet|opendocument|rtf/u;

/**
 * Reads the text of each document, one after another, and looks for the names in it here. The requests name the file and
 * nothing else.
 */
export async function lookIntoFiles(
  filesUrl: string,
  artifacts: readonly Pick<ArtifactContext, 'id' | 'name' | 'kind' | 'mediaType'>[],
  names: readonly string[],
  onProgress: (state: State) => void,
): Promise<void> {
  const files = artifacts.filter(({ kind, mediaType }) => kind === 'file' && hasText.test(mediaType ?? ''));
  let state: State = { hits: [], done: 0, of: Math.min(files.length, mostFiles), unread: [] };
  onProgress(state);
  for (const { id, name } of files.slice(0, mostFiles)) {
    const text = await readText(`${filesUrl}/${id}/text`);
    const found = scanNames((text ?? '').slice(0, mostLetters), names).map((hit) => hit.found);
    state = {
      ...state,
      done: state.done + 1,
      hits: found.length > 0 ? [...state.hits, { id, name, found }] : state.hits,
      unread: text?.trim() ? state.unread : [...state.unread, name],
    };
    onProgress(state);
  }
}

async function readText(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { redirect: 'error' });
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}
