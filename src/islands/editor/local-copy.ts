/** What the server has not acknowledged yet, kept in this browser. Storage may be full or switched off: then there is no copy. */
export type LocalCopy<Draft> = { draft: Draft; revision: number };

export function readLocalCopy<Draft>(key: string): LocalCopy<Draft> | undefined {
  try {
    const text = localStorage.getItem(key);
    return text === null ? undefined : (JSON.parse(text) as LocalCopy<Draft>);
  } catch {
    return undefined;
  }
}

export function writeLocalCopy<Draft>(key: string, copy: LocalCopy<Draft>): void {
  try {
    localStorage.setItem(key, JSON.stringify(copy));
  } catch {
    // The server's copy is the one that counts.
  }
}

export function clearLocalCopy(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // As above.
  }
}
