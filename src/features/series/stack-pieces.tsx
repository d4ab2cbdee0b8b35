import type { Series } from '#domain/definition/schema.ts';
import { ruleWords } from '#domain/series/stack-words.ts';
import { Tile } from '#ui/tile.tsx';

type StackPiecesProps = { series: Series; pieces: readonly { publicId: string; slug: string; title: string }[] };

/** What a stack award was given for: its rule, and the awards that met it, each to be verified by itself. */
export function StackPieces({ series, pieces }: StackPiecesProps) {
  return (
    <section aria-labelledby="criteria">
      <h2 id="criteria">What it was given for</h2>
      <p>{ruleWords(series)} These awards met that rule; each has a page of its own, for anyone to verify.</p>
      <ul className="next-stones mt-4">
        {pieces.map(({ publicId, slug, title }) => (
          <li key={publicId}>
            <Tile slug={slug} size="sm" />
            <a href={`/verify/${publicId}`}>{title}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
