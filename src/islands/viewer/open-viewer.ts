import type { Locator, LocatorType } from '#domain/evidence/locator.ts';
import { addressLocator } from '#domain/evidence/locator-address.ts';
import type { EditorArtifact } from '../editor/editor-props.ts';

export type ViewerOptions = {
  artifact: EditorArtifact;
  filesUrl: string;
  locator?: Locator;
  pick?: { allowed: readonly LocatorType[]; onPick(locator: Locator): void };
};

/** Opens an artifact at a place. */
export async function openViewer({ artifact, filesUrl, locator }: ViewerOptions): Promise<void> {
  const at = locator ? `?at=${addressLocator(locator)}` : '';
  window.open(artifact.url ?? `${filesUrl}/${artifact.id}/view${at}`, '_blank', 'noopener');
}
