import type { LinkSnapshot } from '#domain/evidence/artifact/artifact-facts.ts';
import type { SealedArtifact } from '#domain/attempt/sealed-attempt.ts';

/** An artifact as viewers show it; a sealed one and a draft's alike. */
export type ViewedArtifact = Pick<SealedArtifact, 'id' | 'kind' | 'name' | 'mediaType' | 'size' | 'url' | 'pages'> & {
  captions?: readonly { language: string; label: string }[] | undefined;
  link?: LinkSnapshot | null | undefined;
  /** Why its reader may not open it (any more): said in its place. */
  hidden?: string;
  /** What its reader must know of it. */
  notice?: string;
};
