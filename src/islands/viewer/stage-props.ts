import type { Locator, LocatorType } from '#domain/evidence/locator.ts';
import type { ViewerArtifact } from './viewer-artifact.ts';

/** What shows a file, whatever its type. */
export type StageProps = {
  artifact: ViewerArtifact;
  /** The file itself; what is made of it stands below this address. */
  fileUrl: string;
  /** What is marked. */
  locator: Locator;
  /** Grows whenever the marked place is to be brought into sight. */
  follow: number;
  /** Says something to those who don’t see the screen, and notes it for all. */
  say: (text: string) => void;
  /** Set where a place is pointed at: `choose` proposes one, `use` settles it. */
  pick?: StagePick;
};

export type StagePick = {
  allowed: readonly LocatorType[];
  choose: (locator: Locator) => void;
  use: (locator: Locator) => void;
};
