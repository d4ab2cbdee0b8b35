/**
 * Gives the focus to the first of these that can take it, once they are there: what was pressed has gone, or was moved, which
 * loses it.
 */
export function focusSoon(...ids: string[]): void {
  setTimeout(() => {
    const found = ids.flatMap((id) => document.getElementById(id) ?? []);
    found.find((element) => !element.matches(':disabled'))?.focus();
  });
}
