import type { ReactNode } from 'react';
import { type Locator, formatLocator } from '#domain/evidence/locator.ts';
import { addressLocator } from '#domain/evidence/locator-address.ts';

export type PlacedArtifact = { id: string; kind: 'file' | 'link'; name: string; url?: string | null; hidden?: string };

type PlaceLinkProps = { artifact: PlacedArtifact; locator: Locator; files?: string; children?: ReactNode };

/**
 * A place in a file by its one text form; it opens the file there. A link has no places of its own to open, and what is
 * hidden from its reader is only named.
 */
export function PlaceLink({ artifact, locator, files = '/artifacts', children }: PlaceLinkProps) {
  const text = children ?? formatLocator(locator);
  if (artifact.hidden !== undefined) return <span>{text}</span>;
  if (artifact.kind === 'link') {
    return (
      <a href={artifact.url ?? ''} target="_blank" rel="noopener noreferrer nofollow">
        {text}
        <span className="sr-only"> (opens in a new tab)</span>
      </a>
    );
  }
  return (
    <a href={`${files}/${artifact.id}/view?at=${addressLocator(locator)}`} data-view="">
      {text}
    </a>
  );
}
