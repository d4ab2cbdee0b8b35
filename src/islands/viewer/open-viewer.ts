import type { Locator, LocatorType } from '#domain/evidence/locator.ts';

export type ViewerOptions = {
  artifact: { id: string; name: string };
  /** Where files are: `/artifacts`. */
  filesUrl: string;
  /** Where to open it; the whole of it unless said. */
  locator?: Locator;
  /** Set where a place is to be pointed at. */
  pick?: PickOptions;
};

export type PickOptions = { allowed: readonly LocatorType[]; onPick: (locator: Locator) => void };

/** Opens a file in a dialog on this page; its code is loaded only now. Resolves once the dialog is closed. */
export async function openViewer(options: ViewerOptions): Promise<void> {
  const { showViewer } = await import('./viewer-dialog.tsx');
  await showViewer(options);
}
