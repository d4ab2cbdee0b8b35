import { useEffect, useRef, useState } from 'react';
import { countOf } from '#domain/evidence/finding.ts';
import type { DetailContext } from '#domain/evidence/kind.ts';
import { formatLocator, parseLocator } from '#domain/evidence/locator.ts';
import type { DraftSource, PortfolioDraft } from '#domain/evidence/portfolio/draft.ts';
import type { EditorArtifact } from './editor-props.ts';

type UseElsewhereProps = {
  source: DraftSource;
  artifact: EditorArtifact;
  details: readonly DetailContext[];
  draft: PortfolioDraft;
  onUse: (details: string[]) => void;
  onClose: () => void;
};

/** One place of a file for other details as well, several at once. */
export function UseElsewhere({ source, artifact, details, draft, onUse, onClose }: UseElsewhereProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const parsed = parseLocator(source.type, source.place);
  const isThere = (detail: string) =>
    draft[detail]?.sources.some(
      ({ artifact: id, type, place }) => id === source.artifact && type === source.type && place === source.place,
    ) ?? false;
  return (
    <dialog ref={dialog} className="use-elsewhere" aria-labelledby="use-elsewhere-title" onClose={onClose}>
      <h2 id="use-elsewhere-title">Use the same for other details</h2>
      <p>
        <strong>{artifact.name}</strong>
        {parsed.ok && `, ${formatLocator(parsed.locator)}`}. Explain under each of them how it shows that detail.
      </p>
      {[...Map.groupBy(details, (detail) => detail.outcomeId)].map(([outcomeId, ofOutcome]) => (
        <fieldset key={outcomeId}>
          <legend>{ofOutcome[0]?.outcomeTitle}</legend>
          {ofOutcome.map(({ id, text }) => (
            <label key={id}>
              <input
                type="checkbox"
                className="checkbox checkbox-sm"
                checked={isThere(id) || chosen.includes(id)}
                disabled={isThere(id)}
                onChange={(event) => {
                  setChosen(event.target.checked ? [...chosen, id] : chosen.filter((one) => one !== id));
                }}
              />
              <span>
                {text}
                {isThere(id) && <span className="meta"> (there already)</span>}
              </span>
            </label>
          ))}
        </fieldset>
      ))}
      <p className="actions">
        <button
          type="button"
          className="btn btn-primary"
          disabled={chosen.length === 0}
          onClick={() => {
            onUse([...chosen]);
            dialog.current?.close();
          }}
        >
          {chosen.length === 0 ? 'Choose details' : `Use for ${countOf(chosen.length, 'more detail')}`}
        </button>
        <button type="button" className="btn" onClick={() => dialog.current?.close()}>
          Cancel
        </button>
      </p>
    </dialog>
  );
}
