/*
 * How somebody likes a page, kept in this browser. One that keeps nothing begins anew each time; that is no reason to fail.
 */

export function readSetting(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function keepSetting(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Not kept.
  }
}
