import type { ArtifactData } from '#domain/evidence/artifact/artifact.ts';
import { Markdown } from '#ui/markdown.tsx';
import { ArtifactLink } from './artifact-link.tsx';
import type { KindViewProps } from './evidence-view.tsx';
import type { ViewedArtifact } from './viewed-artifact.ts';

/** Files and links, each with what the earner says it is. */
export function ArtifactView({ data, artifacts, fileHref, idPrefix }: KindViewProps<'artifact'>) {
  const present = (data as ArtifactData).items.flatMap(({ artifact: id, note }) => {
    const artifact = artifacts.get(id);
    return artifact ? [{ artifact, note }] : [];
  });
  if (present.length === 0) return <p className="evidence-none">Nothing added yet.</p>;
  return (
    <ul className="evidence-items">
      {present.map(({ artifact, note }) => (
        <li key={artifact.id} id={`${idPrefix}-item-${artifact.id}`}>
          <ArtifactLink artifact={artifact} href={fileHref(artifact.id)} />
          <Preview artifact={artifact} href={fileHref(artifact.id)} />
          {note.trim() !== '' && (
            <div className="evidence-note">
              <Markdown text={note} idPrefix={`${idPrefix}-item-${artifact.id}`} headingLevel={5} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What a browser can show in the page itself. HEIC and QuickTime open only in some, so those stay links. */
export function Preview({ artifact, href }: { artifact: ViewedArtifact; href: string }) {
  const { mediaType, name } = artifact;
  if (artifact.hidden !== undefined) return null;
  const tracks = artifact.captions?.map(({ language, label }) => (
    <track key={language} kind="captions" src={`${href}/captions/${language}.vtt`} srcLang={language} label={label} />
  ));
  if (mediaType && /^image\/(png|jpeg|gif|webp|avif)$/.test(mediaType))
    return <img src={href} alt={`The image “${name}”`} loading="lazy" className="evidence-image" />;
  if (mediaType && /^video\/(mp4|webm|ogg)$/.test(mediaType))
    return (
      <video src={href} controls preload="metadata" aria-label={`The video “${name}”`} className="evidence-video">
        {tracks}
      </video>
    );
  if (mediaType?.startsWith('audio/'))
    return (
      <audio src={href} controls preload="metadata" aria-label={`The recording “${name}”`}>
        {tracks}
      </audio>
    );
  return null;
}
