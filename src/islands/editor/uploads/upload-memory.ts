/**
 * When each file that is on its way was last changed, kept in this browser: a file that is chosen again after the browser
 * was closed is taken for the same only if it is. Storage may be full or switched off: then name and size must do.
 */
const prefix = 'tessera:upload:';

/** Notes a file that is on its way; without one, forgets it. */
export function rememberUpload(url: string, file: Pick<File, 'lastModified'> | undefined): void {
  try {
    const key = prefix + pathOf(url);
    if (file) localStorage.setItem(key, String(file.lastModified));
    else localStorage.removeItem(key);
  } catch {
    // As above.
  }
}

/** Milliseconds since 1970, where it is known. */
export function recallUpload(url: string): number | undefined {
  try {
    const found = localStorage.getItem(prefix + pathOf(url));
    return found === null ? undefined : Number(found);
  } catch {
    return undefined;
  }
}

/** The address without its origin: the server lists it so. */
export function pathOf(url: string): string {
  return URL.parse(url, location.origin)?.pathname ?? url;
}
