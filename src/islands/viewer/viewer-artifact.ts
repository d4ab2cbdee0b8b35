import type { ArtifactContext } from '#domain/evidence/kind.ts';

/** A file or link as its viewer knows it. */
export type ViewerArtifact = Pick<
  ArtifactContext,
  'id' | 'kind' | 'name' | 'mediaType' | 'size' | 'pages' | 'measure' | 'scan'
> & {
  url: string | null;
  /** Of a link: what its page was called when it was last seen (ISO 8601, UTC). */
  link: { title: string | null; seenAt: string } | null;
  captions: readonly { language: string; label: string }[];
};

export type ViewerKind = 'pdf' | 'image' | 'video' | 'audio' | 'text' | 'table' | 'document' | 'none';

const kindsByMedia: readonly [RegExp, ViewerKind][] = [
  [/^application\/pdf$/, 'pdf'],
  [/^image\//, 'image'],
  [/^video\//, 'video'],
  [/^audio\//, 'audio'],
  [/spreadsheet|^text\/csv$/, 'table'],
  [/^text\//, 'text'],
  [/presentation|wordprocessing|opendocument\.text|rtf$/, 'document'],
];

/** What shows a file of this media type; a link is shown by its own site. */
export function viewerKindOf({ kind, mediaType }: Pick<ArtifactContext, 'kind' | 'mediaType'>): ViewerKind {
  if (kind === 'link') return 'none';
  return kindsByMedia.find(([media]) => media.test(mediaType ?? ''))?.[1] ?? 'none';
}

/** Nobody's browser knows Markdown by its type, so it is known by its name. */
export function isMarkdown({ name, mediaType }: Pick<ArtifactContext, 'name' | 'mediaType'>): boolean {
  return mediaType === 'text/markdown' || (mediaType === 'text/plain' && /\.(md|markdown)$/i.test(name));
}

/** Nothing is opened before the scan for viruses is through, where there is one. */
export function isUsable({ scan }: Pick<ArtifactContext, 'scan'>): boolean {
  return scan !== 'waiting' && scan !== 'infected';
}
