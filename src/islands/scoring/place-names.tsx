import { createContext, useContext } from 'react';
import { readPlaceKey } from '#domain/assessment/placed-locator.ts';
import { formatLocator } from '#domain/evidence/locator.ts';
import { PlaceLink } from '#ui/place-link.tsx';
import type { ScoringFile, ScoringProps } from './scoring-props.ts';

/** The attempt’s files by id, for all that names a place. */
export const FilesContext = createContext<ReadonlyMap<string, ScoringFile>>(new Map());

/** By requirement: the files that its evidence points at. */
export const FilesOfContext = createContext<ScoringProps['filesOf']>({});

/** “Tally.pdf, page 2”, which opens the file there. */
export function Place({ place }: { place: string }) {
  const files = useContext(FilesContext);
  const read = readPlaceKey(place);
  const file = read && files.get(read.artifact);
  if (!read || !file) return <span>A file that is hidden</span>;
  return (
    <PlaceLink artifact={file} locator={read.locator}>
      {sayPlace(place, files)}
    </PlaceLink>
  );
}

export function sayPlace(place: string, files: ReadonlyMap<string, ScoringFile>): string {
  const read = readPlaceKey(place);
  const name = read && files.get(read.artifact)?.name;
  if (!read || name === undefined) return 'a file that is hidden';
  return read.locator.type === 'whole' ? name : `${name}, ${formatLocator(read.locator)}`;
}
