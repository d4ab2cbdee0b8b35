import type { AttemptDifference, NamedPointer, PieceDifference } from '#domain/attempt/difference.ts';
import type { SealedArtifact } from '#domain/attempt/sealed-attempt.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { formatLocator } from '#domain/evidence/locator.ts';
import { Status } from '#ui/status.tsx';
import { TextDiff } from '#ui/text-diff.tsx';
import { ArtifactLink } from '../evidence/artifact-link.tsx';

type DifferenceViewProps = {
  difference: AttemptDifference;
  /** The attempt that it is compared with. */
  since: number;
  fileHref: (artifactId: string) => string;
  /** Where the evidence of a requirement stands on this page, or one place of it. */
  hrefOf: (requirement: string, place?: string) => string;
  headingLevel?: 2 | 3;
};

/** What changed since the attempt before: texts word by word, files that came, went or were replaced, locators that moved. */
export function DifferenceView({ difference, since, fileHref, hrefOf, headingLevel = 2 }: DifferenceViewProps) {
  const { requirements, files } = difference;
  const changes = requirements.reduce((sum, { pieces }) => sum + pieces.length, 0);
  const Heading = `h${headingLevel}` as const;
  const SubHeading = `h${headingLevel + 1}` as 'h3' | 'h4';
  if (changes === 0 && files.added.length + files.removed.length + files.replaced.length === 0) {
    return <p>No evidence was changed since attempt {since}.</p>;
  }
  return (
    <details className="difference">
      <summary>
        <Heading>What changed since attempt {since}</Heading>
        <span className="meta">
          {countOf(changes, 'piece')} of evidence in {countOf(requirements.length, 'place')}
          {filesInBrief(files)}
        </span>
      </summary>
      <FileChanges files={files} fileHref={fileHref} />
      {requirements.map(({ requirement, pieces }) => (
        <section key={requirement.id} aria-label={`Changes in ${requirement.title}`}>
          <SubHeading>
            <a href={hrefOf(requirement.id)}>{requirement.title}</a>
          </SubHeading>
          <ul className="difference__pieces">
            {pieces.map((piece) => (
              <li key={piece.place}>
                <PieceChange piece={piece} href={hrefOf(requirement.id, piece.place)} fileHref={fileHref} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </details>
  );
}

function filesInBrief({ added, removed, replaced }: AttemptDifference['files']): string {
  const parts = [
    added.length > 0 && `${countOf(added.length, 'file')} added`,
    replaced.length > 0 && `${replaced.length} replaced`,
    removed.length > 0 && `${removed.length} removed`,
  ].filter(Boolean);
  return parts.length > 0 ? `; ${parts.join(', ')}` : '';
}

function FileChanges({
  files,
  fileHref,
}: Pick<DifferenceViewProps, 'fileHref'> & { files: AttemptDifference['files'] }) {
  const { added, removed, replaced } = files;
  if (added.length + removed.length + replaced.length === 0) return null;
  const link = (artifact: SealedArtifact) => <ArtifactLink artifact={artifact} href={fileHref(artifact.id)} />;
  return (
    <ul className="difference__files" aria-label="Files and links">
      {added.map((artifact) => (
        <li key={artifact.id}>
          <Status name="added" /> {link(artifact)}
        </li>
      ))}
      {replaced.map(({ before, after }) => (
        <li key={after.id}>
          <Status name="replaced" /> {link(before)} by {link(after)}
        </li>
      ))}
      {removed.map((artifact) => (
        <li key={artifact.id}>
          <Status name="removed" /> {link(artifact)}
        </li>
      ))}
    </ul>
  );
}

function PieceChange({
  piece,
  href,
  fileHref,
}: { piece: PieceDifference; href: string } & Pick<DifferenceViewProps, 'fileHref'>) {
  const { added, removed, moved } = piece.pointers;
  const link = ({ artifact, locator }: NamedPointer) => (
    <ArtifactLink artifact={artifact} href={fileHref(artifact.id)} locator={locator} />
  );
  return (
    <>
      <p>
        <Status name={piece.change} /> {piece.change === 'removed' ? piece.label : <a href={href}>{piece.label}</a>}
      </p>
      {added.length + removed.length + moved.length > 0 && (
        <ul className="difference__pointers">
          {moved.map(({ before, after }, index) => (
            <li key={`moved-${index}`}>
              <Status name="moved" /> from {formatLocator(before.locator)} to {link(after)}
            </li>
          ))}
          {added.map((pointer, index) => (
            <li key={`added-${index}`}>
              <Status name="added" /> {link(pointer)}
            </li>
          ))}
          {removed.map((pointer, index) => (
            <li key={`removed-${index}`}>
              <Status name="removed" /> {link(pointer)}
            </li>
          ))}
        </ul>
      )}
      {piece.text && <TextDiff before={piece.text.before} after={piece.text.after} />}
    </>
  );
}
