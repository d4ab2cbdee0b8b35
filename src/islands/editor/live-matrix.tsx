import { useRef } from 'react';
import type { Matrix } from '#domain/evidence/portfolio/matrix.ts';
import type { WordLimits } from '#domain/evidence/word-limits.ts';
import { PortfolioMatrix } from '#ui/portfolio-matrix.tsx';
import type { EditorArtifact } from './editor-props.ts';
import { useGridKeys } from './use-grid-keys.ts';

type LiveMatrixProps = {
  matrix: Matrix<EditorArtifact>;
  limits: WordLimits;
  /** Unset until the page’s script has come. */
  onAdd: ((detail: string, artifact: string) => void) | undefined;
};

/** More rows than this stand between a person and their work: they open the table when they want it. */
const mostOpen = 12;

/** The matrix over an editor, as it stands with every letter typed; evidence can be added in its cells. */
export function LiveMatrix({ matrix, limits, onAdd }: LiveMatrixProps) {
  const root = useRef<HTMLDivElement>(null);
  const onKeyDown = useGridKeys(root);
  return (
    <details className="matrix-box" open={matrix.asked <= mostOpen && matrix.columns.length > 0}>
      <summary>Overview: which file shows which detail</summary>
      <div ref={root} onKeyDown={onKeyDown}>
        <PortfolioMatrix matrix={matrix} limits={limits} idPrefix="" onAdd={onAdd} />
      </div>
    </details>
  );
}
