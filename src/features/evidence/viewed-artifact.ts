import type { SealedArtifact } from '#domain/attempt/sealed-attempt.ts';

/** An artifact as viewers show it; a sealed one and a draft's alike. */
export type ViewedArtifact = Pick<SealedArtifact, 'id' | 'kind' | 'name' | 'mediaType' | 'size' | 'url' | 'pages'>;
