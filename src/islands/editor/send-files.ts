import type { EditorArtifact } from './editor-props.ts';

export type UploadAnswer = { added: EditorArtifact[]; refused: { name: string; message: string }[] };

/** Hands in files or a link; tells how much has gone over. Never throws: what went wrong is a refusal with a sentence. */
export function sendFiles(url: string, form: FormData, onProgress?: (part: number) => void): Promise<UploadAnswer> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const refuse = (message: string) => {
      resolve({ added: [], refused: [{ name: '', message }] });
    };
    request.open('POST', url);
    request.setRequestHeader('accept', 'application/json');
    request.responseType = 'json';
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress?.(event.loaded / event.total);
    };
    request.onerror = () => {
      refuse('The connection broke off. Choose the file again.');
    };
    request.onload = () => {
      const answer = request.response as (Partial<UploadAnswer> & { detail?: string }) | null;
      if (request.status === 401)
        refuse('You have been signed out. Sign in again in a new tab, then choose the file again.');
      else if (answer?.added && answer.refused) resolve({ added: answer.added, refused: answer.refused });
      else refuse(answer?.detail ?? 'The file could not be taken. Try again.');
    };
    request.send(form);
  });
}

/** Takes an artifact out, or puts it back; whether it worked. */
export async function setRemoved(url: string, undo: boolean): Promise<boolean> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams(undo ? { undo: '1' } : {}),
  }).catch(() => undefined);
  return answer?.ok ?? false;
}

/** Asks for a version of a file without what tells who made it and where. */
export async function cleanArtifact(url: string): Promise<UploadAnswer> {
  return ask(url, {});
}

/** Puts the version before in the place of a file again. */
export async function undoReplacement(url: string): Promise<UploadAnswer> {
  return ask(url, { undo: '1' });
}

async function ask(url: string, fields: Record<string, string>): Promise<UploadAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams(fields),
  }).catch(() => undefined);
  const answer = (await response?.json().catch(() => undefined)) as
    (Partial<UploadAnswer> & { detail?: string }) | undefined;
  if (answer?.added && answer.refused) return { added: answer.added, refused: answer.refused };
  return { added: [], refused: [{ name: '', message: answer?.detail ?? 'The server can’t be reached. Try again.' }] };
}
