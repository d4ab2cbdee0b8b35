import { ExternalLink, EyeOff, File, FileAudio, FileImage, FileSpreadsheet, FileText, FileVideo } from 'lucide-react';
import { artifactFacts, describeLink } from '#domain/evidence/artifact/artifact-facts.ts';
import { addressLocator } from '#domain/evidence/locator-address.ts';
import { type Locator, formatLocator } from '#domain/evidence/locator.ts';
import type { ViewedArtifact } from './viewed-artifact.ts';

type ArtifactLinkProps = { artifact: ViewedArtifact; href: string; locator?: Locator };

/**
 * A file or link by name. A file leads to its viewer, at the place that a locator points at: on this page with JavaScript
 * (`islands/enhance.ts` follows `data-view`), else on a page of its own.
 */
export function ArtifactLink({ artifact, href, locator }: ArtifactLinkProps) {
  const Icon = iconOf(artifact);
  if (artifact.hidden !== undefined) {
    return (
      <span className="artifact-link artifact-link--hidden">
        <EyeOff aria-hidden="true" size={18} strokeWidth={1.75} />
        <span>
          {artifact.name} <span className="artifact-measure">{artifact.hidden}</span>
        </span>
      </span>
    );
  }
  const isLink = artifact.kind === 'link';
  const at = locator && locator.type !== 'whole' ? `?at=${addressLocator(locator)}` : '';
  const target = isLink ? (artifact.url ?? '') : `${href}/view${at}`;
  return (
    <span className="artifact-link">
      <Icon aria-hidden="true" size={18} strokeWidth={1.75} />
      <span>
        <a
          href={target}
          target="_blank"
          rel="noopener noreferrer nofollow"
          data-view={isLink ? undefined : artifact.name}
        >
          {artifact.name}
          {at !== '' && locator && <span className="artifact-place">, {formatLocator(locator)}</span>}
          <span className={isLink ? 'sr-only' : 'sr-only opens-apart'}> (opens in a new tab)</span>
        </a>
        <span className="artifact-measure">{measureOf(artifact)}</span>
        {artifact.notice !== undefined && <span className="artifact-notice">{artifact.notice}</span>}
      </span>
    </span>
  );
}

function measureOf(artifact: ViewedArtifact): string {
  if (artifact.kind === 'link') {
    // Where names are hidden, a link leads over a page of this site, which says so before it is opened.
    if (artifact.url?.startsWith('/')) return 'its address may say whose work this is';
    const host = artifact.url ? new URL(artifact.url).host : 'link';
    return artifact.link ? `${host}. ${describeLink(artifact.link)}` : host;
  }
  return artifactFacts(artifact).join(', ');
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
