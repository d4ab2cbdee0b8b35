import { type LocatorType, locatorTypes } from '#domain/evidence/locator.ts';
import type { DraftSource } from '#domain/evidence/portfolio/draft.ts';
import { ArtifactName } from './artifact-name.tsx';
import type { EditorArtifact } from './editor-props.ts';

type SourceFieldsProps = {
  number: number;
  /** What the evidence shows; the names of the fields end in it, so that those who hear them know which is which. */
  detail: string;
  source: DraftSource;
  names: { artifact: string; type: string; place: string; drop: string };
  artifacts: ReadonlyMap<string, EditorArtifact>;
  files: string;
  error: string | undefined;
  onChange: (source: DraftSource) => void;
  onRemove: () => void;
};

/** Which artifact, and where in it. */
export function SourceFields({
  number,
  detail,
  source,
  names,
  artifacts,
  files,
  error,
  onChange,
  onRemove,
}: SourceFieldsProps) {
  const chosen = artifacts.get(source.artifact);
  const which = <span className="sr-only">{` of evidence ${number} for “${detail}”`}</span>;
  const hintId = `${names.place}-hint`;
  return (
    <fieldset className="source-fields">
      <legend>
        Evidence {number}
        {chosen && (
          <>
            {': '}
            <ArtifactName artifact={chosen} files={files} />
          </>
        )}
      </legend>
      <div className="source-fields__row">
        <div className="field">
          <label htmlFor={names.artifact}>
            File or link
            {which}
          </label>
          <select
            id={names.artifact}
            name={names.artifact}
            className="select"
            value={chosen ? source.artifact : ''}
            onChange={(event) => {
              onChange({ ...source, artifact: event.target.value });
            }}
          >
            <option value="">{artifacts.size > 0 ? 'Choose one' : 'Nothing handed in yet'}</option>
            {[...artifacts.values()].map((artifact) => (
              <option key={artifact.id} value={artifact.id}>
                {artifact.name}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor={names.type}>
            Where in it
            {which}
          </label>
          <select
            id={names.type}
            name={names.type}
            className="select"
            value={source.type}
            onChange={(event) => {
              onChange({ ...source, type: event.target.value as LocatorType });
            }}
          >
            {Object.entries(locatorTypes).map(([type, { label }]) => (
              <option key={type} value={type}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <div className={error ? 'field field--error' : 'field'}>
          <label htmlFor={names.place}>
            Place
            {which}
          </label>
          <input
            id={names.place}
            name={names.place}
            className="input"
            maxLength={200}
            value={source.place}
            aria-describedby={hintId}
            aria-invalid={error ? true : undefined}
            onChange={(event) => {
              onChange({ ...source, place: event.target.value });
            }}
          />
          <p id={hintId} className={error ? 'field-error' : 'hint'}>
            {error ?? locatorTypes[source.type].hint}
          </p>
        </div>
        {chosen && (
          <button
            type="submit"
            name="drop"
            value={names.drop}
            className="btn btn-sm"
            aria-label={`Remove this place: evidence ${number} for “${detail}”, ${chosen.name}`}
            onClick={(event) => {
              event.preventDefault();
              onRemove();
            }}
          >
            Remove this place
          </button>
        )}
      </div>
    </fieldset>
  );
}
