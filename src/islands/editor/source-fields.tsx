import { type LocatorType, locatorTypes, parseLocator, typeLocator } from '#domain/evidence/locator.ts';
import { locatorTypesFor } from '#domain/evidence/locator-fit.ts';
import { type DraftError, type DraftSource, portfolioFields } from '#domain/evidence/portfolio/draft.ts';
import { portfolio } from '#domain/evidence/portfolio/portfolio.ts';
import { PlaceLink } from '#ui/place-link.tsx';
import { openViewer } from '../viewer/open-viewer.ts';
import { ArtifactChoice } from './artifact-choice.tsx';
import { ArtifactName } from './artifact-name.tsx';
import type { EditorArtifact } from './editor-props.ts';

type SourceFieldsProps = {
  index: number;
  detail: { id: string; text: string };
  source: DraftSource;
  artifacts: ReadonlyMap<string, EditorArtifact>;
  labels: ReadonlyMap<string, string>;
  labelsId: string | undefined;
  files: string;
  errors: readonly DraftError[];
  /** Whether the page’s script has come: what needs it is not shown before. */
  isAlive: boolean;
  /** In words alone: it can be looked at and removed. */
  isBrief: boolean;
  onChange: (source: DraftSource) => void;
  onRemove: () => void;
  onUseElsewhere: () => void;
};

/** Which artifact, and where in it: pointed at in the viewer, or typed. */
export function SourceFields(props: SourceFieldsProps) {
  const { index, detail, source, artifacts, files, errors, isAlive, onChange } = props;
  const chosen = artifacts.get(source.artifact);
  const number = index + 1;
  // The names of the fields end in this, so that those who hear them know which is which.
  const which = <span className="sr-only">{` of evidence ${number} for “${detail.text}”`}</span>;
  const names = {
    artifact: portfolioFields.artifact(detail.id, index),
    type: portfolioFields.type(detail.id, index),
    place: portfolioFields.place(detail.id, index),
  };
  const errorOf = (field: string) => errors.find((error) => error.field === field)?.message;
  const wrongName = errorOf(names.artifact);
  const wrongPlace = errorOf(names.place);
  const place = parseLocator(source.type, source.place);
  const types = typesFor(chosen, source.type);
  const point = () => {
    if (!chosen) return;
    void openViewer({
      artifact: chosen,
      filesUrl: files,
      ...(place.ok && { locator: place.locator }),
      pick: {
        allowed: typesFor(chosen),
        onPick(locator) {
          onChange({ artifact: source.artifact, type: locator.type, place: typeLocator(locator) });
        },
      },
    });
  };
  const drop = (
    <button
      type="submit"
      name="drop"
      value={`${detail.id}.${index}`}
      className="btn btn-sm"
      aria-label={`Remove this place: evidence ${number} for “${detail.text}”, ${chosen?.name ?? ''}`}
      onClick={(event) => {
        event.preventDefault();
        props.onRemove();
      }}
    >
      Remove this place
    </button>
  );
  if (props.isBrief && chosen && place.ok) {
    return (
      <div className="source-fields source-fields--brief">
        <input type="hidden" name={names.artifact} value={source.artifact} />
        <input type="hidden" name={names.type} value={source.type} />
        <input type="hidden" name={names.place} value={source.place} />
        <p>
          <ArtifactName artifact={chosen} files={files} />,{' '}
          <PlaceLink artifact={chosen} locator={place.locator} files={files} />
        </p>
        {drop}
      </div>
    );
  }
  return (
    <fieldset className="source-fields">
      <legend>
        Evidence {number}
        {chosen && (
          <>
            {': '}
            <ArtifactName artifact={chosen} files={files} />
            {place.ok && place.locator.type !== 'whole' && (
              <>
                {', '}
                <PlaceLink artifact={chosen} locator={place.locator} files={files} />
              </>
            )}
          </>
        )}
      </legend>
      <div className="source-fields__row">
        <div className={wrongName ? 'field field--error' : 'field'}>
          <label htmlFor={names.artifact}>
            File or link
            {which}
          </label>
          <ArtifactChoice
            id={names.artifact}
            source={source}
            labels={props.labels}
            labelsId={props.labelsId}
            errorId={wrongName && `${names.artifact}-error`}
            onChange={({ artifact, name }) => {
              onChange({ artifact, type: source.type, place: source.place, ...(name !== undefined && { name }) });
            }}
          />
          {wrongName && (
            <p id={`${names.artifact}-error`} className="field-error">
              {wrongName}
            </p>
          )}
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
            {types.map((type) => (
              <option key={type} value={type}>
                {locatorTypes[type].label}
              </option>
            ))}
          </select>
        </div>
        <div className={wrongPlace ? 'field field--error' : 'field'}>
          <label htmlFor={names.place}>
            Place
            {which}
          </label>
          <input
            id={names.place}
            name={names.place}
            className="input"
            maxLength={2000}
            value={source.place}
            aria-describedby={`${names.place}-hint`}
            aria-invalid={wrongPlace ? true : undefined}
            onChange={(event) => {
              onChange({ ...source, place: event.target.value });
            }}
          />
          <p id={`${names.place}-hint`} className={wrongPlace ? 'field-error' : 'hint'}>
            {wrongPlace ?? locatorTypes[source.type].hint}
          </p>
        </div>
        {chosen && (
          <p className="source-fields__actions">
            {isAlive && chosen.kind === 'file' && (
              <button
                type="button"
                className="btn btn-sm"
                aria-label={`Point to the place: evidence ${number} for “${detail.text}”, ${chosen.name}`}
                onClick={point}
              >
                Point to the place
              </button>
            )}
            {isAlive && (
              <button
                type="button"
                className="btn btn-sm"
                aria-label={`Use for other details too: evidence ${number} for “${detail.text}”, ${chosen.name}`}
                onClick={props.onUseElsewhere}
              >
                Use for other details too
              </button>
            )}
            {drop}
          </p>
        )}
      </div>
    </fieldset>
  );
}

/** The types that an artifact can have, of those that a portfolio takes; all of them while none is chosen. */
function typesFor(artifact: EditorArtifact | undefined, chosen?: LocatorType): LocatorType[] {
  const fitting = artifact ? locatorTypesFor(artifact) : portfolio.locators;
  return portfolio.locators.filter((type) => fitting.includes(type) || type === chosen);
}
