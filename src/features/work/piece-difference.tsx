import type { PieceDifference as Difference } from '#domain/draft/compare-pieces.ts';
import { type Locator, formatLocator } from '#domain/evidence/locator.ts';
import type { EvidencePiece } from '#domain/evidence/kind.ts';
import { TextDiff } from '#ui/text-diff.tsx';

type Artifacts = ReadonlyMap<string, { name: string }>;

/** One piece: what was put in and taken out of its text, and the artifacts that it points at. */
export function PieceDifference({ difference, artifacts }: { difference: Difference; artifacts: Artifacts }) {
  const { label, before, after, place } = difference;
  const lines = (piece: EvidencePiece | undefined) =>
    (piece?.pointers ?? []).map((pointer) => pointerLine(pointer, artifacts));
  const [old, now] = [lines(before), lines(after)];
  const hasText = (before?.text ?? '') !== (after?.text ?? '');
  return (
    <section className="history-piece" aria-labelledby={`difference-${place}`}>
      <h2 id={`difference-${place}`}>{label}</h2>
      {!before && <p className="meta">Put in since.</p>}
      {!after && <p className="meta">Taken out since.</p>}
      {hasText && <TextDiff before={before?.text ?? ''} after={after?.text ?? ''} />}
      {old.join('\n') !== now.join('\n') && (
        <ul>
          {old
            .filter((line) => !now.includes(line))
            .map((line) => (
              <li key={line}>
                <span className="sr-only">Taken out: </span>
                <del className="text-diff__removed">{line}</del>
              </li>
            ))}
          {now.map((line) => (
            <li key={line}>
              {old.includes(line) ? (
                line
              ) : (
                <>
                  <span className="sr-only">Added: </span>
                  <ins className="text-diff__added">{line}</ins>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function pointerLine({ artifact, locator }: { artifact: string; locator: Locator }, artifacts: Artifacts): string {
  return `${artifacts.get(artifact)?.name ?? 'A file that was removed'}, ${formatLocator(locator)}`;
}
