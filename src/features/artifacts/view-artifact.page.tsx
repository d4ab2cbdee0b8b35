import { artifactFacts } from '#domain/evidence/artifact/artifact-facts.ts';
import { findOutside } from '#domain/evidence/locator-fit.ts';
import { type Locator, formatLocator } from '#domain/evidence/locator.ts';
import { ArtifactViewer } from '#islands/artifact-viewer.tsx';
import { fileFragment } from '#islands/viewer/file-fragment.ts';
import { type ViewerArtifact, isMarkdown, isUsable, viewerKindOf } from '#islands/viewer/viewer-artifact.ts';
import { Island } from '#ui/island.tsx';
import { Layout } from '#ui/layout.tsx';
import { Markdown } from '#ui/markdown.tsx';
import type { PageContext } from '#ui/page-context.ts';

type ViewArtifactPageProps = {
  context: PageContext;
  artifact: ViewerArtifact;
  locator: Locator;
  /** Whether the address names a place that nobody can read. */
  isUnreadable: boolean;
  /** Of a text file: what it says. */
  paragraphs: readonly string[];
};

/** One file, open at its place: whole without JavaScript as far as the browser itself can show it. */
export function ViewArtifactPage({ context, artifact, locator, isUnreadable, paragraphs }: ViewArtifactPageProps) {
  const { name, kind } = artifact;
  const problem = isUnreadable
    ? 'The place in this address can’t be read, so the file opens at its start.'
    : findOutside(artifact, locator);
  return (
    <Layout context={context} title={`Viewing “${name}”`} width="wide" islands>
      <h1 className="viewer-page__title">{name}</h1>
      <p className="meta">{artifactFacts(artifact).join(' · ')}</p>
      {locator.type !== 'whole' && (
        <p className="viewer-page__place">
          Opened at <strong>{formatLocator(locator)}</strong>
        </p>
      )}
      {problem && (
        <p className="alert alert-warning" role="status">
          {problem}
        </p>
      )}
      {kind === 'link' ? (
        <LinkNote artifact={artifact} />
      ) : isUsable(artifact) ? (
        <>
          <noscript>
            <Native artifact={artifact} locator={locator} paragraphs={paragraphs} />
          </noscript>
          <Island
            name="artifact-viewer"
            component={ArtifactViewer}
            props={{ artifact, filesUrl: '/artifacts', locator }}
          />
          <noscript>
            <FileLinks artifact={artifact} locator={locator} />
          </noscript>
        </>
      ) : (
        <p className="alert alert-warning">
          {artifact.scan === 'infected'
            ? 'A virus was found in this file, so nobody can open it.'
            : 'This file is being scanned for viruses. Come back in a minute.'}
        </p>
      )}
    </Layout>
  );
}

function LinkNote({ artifact: { url } }: { artifact: ViewerArtifact }) {
  return (
    <>
      <p>
        <a href={url ?? ''} target="_blank" rel="noopener noreferrer nofollow" className="btn btn-primary">
          Open the link<span className="sr-only"> (opens in a new tab)</span>
        </a>
      </p>
    </>
  );
}

function FileLinks({ artifact: { id, name, mediaType }, locator }: { artifact: ViewerArtifact; locator: Locator }) {
  return (
    <p className="actions">
      <a href={`/artifacts/${id}${fileFragment(mediaType, locator)}`} className="btn">
        Open the file itself
      </a>
      <a href={`/artifacts/${id}`} download={name} className="btn">
        Download
      </a>
    </p>
  );
}

/** What a browser shows by itself. */
function Native({ artifact, locator, paragraphs }: Pick<ViewArtifactPageProps, 'artifact' | 'locator' | 'paragraphs'>) {
  const { id, name, mediaType } = artifact;
  const href = `/artifacts/${id}${fileFragment(mediaType, locator)}`;
  const tracks = artifact.captions.map(({ language, label }) => (
    <track
      key={language}
      kind="captions"
      src={`/artifacts/${id}/captions/${language}.vtt`}
      srcLang={language}
      label={label}
    />
  ));
  switch (viewerKindOf(artifact)) {
    case 'image':
      return <img src={href} alt={`The image “${name}”`} className="viewer-native" />;
    case 'video':
      return (
        <video src={href} controls preload="metadata" aria-label={`The video “${name}”`} className="viewer-native">
          {tracks}
        </video>
      );
    case 'audio':
      return (
        <audio src={href} controls preload="metadata" aria-label={`The recording “${name}”`} className="viewer-native">
          {tracks}
        </audio>
      );
    case 'text':
      return (
        <ol className="viewer-text">
          {paragraphs.map((paragraph, index) => (
            <li
              key={index}
              id={`paragraph-${index + 1}`}
              aria-current={locator.type === 'paragraph' && locator.paragraph === index + 1 ? 'location' : undefined}
            >
              {isMarkdown(artifact) ? <Markdown text={paragraph} /> : paragraph}
            </li>
          ))}
        </ol>
      );
    default:
      return <p>Open the file itself to read it.</p>;
  }
}
