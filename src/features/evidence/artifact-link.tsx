import { ExternalLink, File, FileAudio, FileImage, FileSpreadsheet, FileText, FileVideo } from 'lucide-react';
import { formatBytes } from '#domain/evidence/file-types.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { type Locator, formatLocator } from '#domain/evidence/locator.ts';
import type { ViewedArtifact } from './viewed-artifact.ts';

type ArtifactLinkProps = { artifact: ViewedArtifact; href: string; locator?: Locator };

/** A file or link by name, opened at the place that a locator points at where browsers can. */
export function ArtifactLink({ artifact, href, locator }: ArtifactLinkProps) {
  const Icon = iconOf(artifact);
  const target = artifact.kind === 'link' ? (artifact.url ?? '') : href + fragmentOf(artifact, locator);
  return (
    <span className="artifact-link">
      <Icon aria-hidden="true" size={18} strokeWidth={1.75} />
      <span>
        <a href={target} target="_blank" rel="noopener noreferrer nofollow">
          {artifact.name}
          <span className="sr-only"> (opens in a new tab)</span>
        </a>
        {locator && locator.type !== 'whole' && <span className="artifact-place">, {formatLocator(locator)}</span>}
        <span className="artifact-measure">{measureOf(artifact)}</span>
      </span>
    </span>
  );
}

function measureOf(artifact: ViewedArtifact): string {
  if (artifact.kind === 'link') return artifact.url ? new URL(artifact.url).host : 'link';
  const parts = [artifact.size === null ? undefined : formatBytes(artifact.size)];
  if (artifact.pages !== null) parts.push(countOf(artifact.pages, 'page'));
  return parts.filter(Boolean).join(', ');
}

/** The part of an address that makes a browser go to a page of a PDF or a time of a recording. */
function fragmentOf({ mediaType }: ViewedArtifact, locator: Locator | undefined): string {
  if (!locator) return '';
  if (mediaType === 'application/pdf') {
    if (locator.type === 'page') return `#page=${locator.page}`;
    if (locator.type === 'slide') return `#page=${locator.slide}`;
    if (locator.type === 'pages' || locator.type === 'slides') return `#page=${locator.from}`;
  }
  if (/^(video|audio)\//.test(mediaType ?? '')) {
    if (locator.type === 'time') return `#t=${locator.at}`;
    if (locator.type === 'times') return `#t=${locator.from},${locator.to}`;
  }
  return '';
}

function iconOf({ kind, mediaType }: ViewedArtifact) {
  if (kind === 'link') return ExternalLink;
  const type = mediaType ?? '';
  if (type.startsWith('image/')) return FileImage;
  if (type.startsWith('video/')) return FileVideo;
  if (type.startsWith('audio/')) return FileAudio;
  if (/sheet|csv/.test(type)) return FileSpreadsheet;
  return /pdf|word|text/.test(type) ? FileText : File;
}
