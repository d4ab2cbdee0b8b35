/** A list of names in this browser, for as long as its writer wants: never sent, and gone when they hand in or sign out. */
const prefix = 'tessera:names:';

export function keepNames(key: string, list: string): void {
  try {
    localStorage.setItem(key, list);
  } catch {
    // A browser that keeps nothing.
  }
}

export function readKept(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

export function forgetNames(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

/** Every list there is, whoever wrote it: at signing out, others may use this browser next. */
export function forgetAllNames(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}
