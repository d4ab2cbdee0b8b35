import { useContext, useState } from 'react';
import { placeKey, readPlaceKey } from '#domain/assessment/placed-locator.ts';
import { locatorTypesFor } from '#domain/evidence/locator-fit.ts';
import { readTypedPlace } from '#domain/evidence/typed-place.ts';
import { openViewer } from '../viewer/open-viewer.ts';
import { FilesContext } from './place-names.tsx';
import { type ScoringFile, type ScoringLookFor, fieldNames } from './scoring-props.ts';

type Props = {
  lookFor: ScoringLookFor;
  live: boolean;
  error: (field: string) => string | undefined;
  onAdd: (place: string) => void;
};

/** The list of file names of which every look-for’s field takes one; it stands once in the form. */
export const filesListId = 'attempt-files';

/** Adds a place: pointed at in the viewer, or by hand. Without the script what is written is added with the next save. */
export function PlaceAdder({ lookFor, live, error, onAdd }: Props) {
  const { id, rating } = lookFor;
  const files = useContext(FilesContext);
  const [isOpen, setOpen] = useState(false);
  const [refused, setRefused] = useState('');
  const open = [...files.values()].filter(({ hidden }) => hidden === undefined);
  if (open.length === 0) return null;
  const problem = refused || (error(fieldNames.file(id)) ?? error(fieldNames.at(id)));
  const spokenOf = lookFor.evidence.flatMap(({ places }) => places).map((place) => readPlaceKey(place)?.artifact);
  const usual = spokenOf.find((one) => one !== undefined && files.has(one));
  const names = [fieldNames.file(id), fieldNames.at(id)] as const;

  const fields = (within: Element) => ({
    // Quick hands are done before the list is drawn: then it is the file that the list would have begun with.
    file: files.get(within.querySelector<HTMLSelectElement>(`[id="${names[0]}"]`)?.value || (usual ?? open[0]!.id)),
    at: within.querySelector<HTMLInputElement>(`[id="${names[1]}"]`),
  });
  const add = (within: Element) => {
    const { file, at } = fields(within);
    if (!file || !at) return;
    const read = readTypedPlace(file, at.value);
    setRefused(read.ok ? '' : read.message);
    if (!read.ok) return;
    at.value = '';
    onAdd(placeKey({ artifact: file.id, locator: read.locator }));
  };
  const point = (within: Element) => {
    const { file, at } = fields(within);
    if (!file) return;
    setRefused('');
    const typed = readTypedPlace(file, at?.value ?? '');
    void openViewer({
      artifact: file,
      filesUrl: '/artifacts',
      ...(typed.ok && typed.locator.type !== 'whole' && { locator: typed.locator }),
      pick: {
        allowed: locatorTypesFor(file),
        onPick(locator) {
          if (at) at.value = '';
          onAdd(placeKey({ artifact: file.id, locator }));
        },
      },
    });
  };
  return (
    <details
      className="place-adder"
      open={problem !== undefined || rating.typed !== undefined || undefined}
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary>Point at a place</summary>
      <div className="place-adder__fields" data-place-adder>
        <label>
          File
          {live ? (
            <select id={names[0]} className="select">
              {isOpen && open.map((file) => <FileOption key={file.id} file={file} isUsual={file.id === usual} />)}
            </select>
          ) : (
            <input
              id={names[0]}
              name={names[0]}
              className="input"
              list={filesListId}
              defaultValue={rating.typed?.file ?? ''}
            />
          )}
        </label>
        <label>
          Where
          <input
            id={names[1]}
            name={live ? undefined : names[1]}
            className="input"
            defaultValue={rating.typed?.at ?? ''}
            placeholder="page 4, or 12:30 to 14:05"
            onKeyDown={(event) => {
              // Enter adds the place; it does not send the form.
              if (!live || event.key !== 'Enter') return;
              event.preventDefault();
              add(event.currentTarget.closest('[data-place-adder]')!);
            }}
          />
        </label>
        {live && (
          <div className="place-adder__buttons">
            <button
              type="button"
              className="btn btn-sm"
              onClick={(event) => {
                point(event.currentTarget.closest('[data-place-adder]')!);
              }}
            >
              Point in the file
            </button>
            <button
              type="button"
              className="btn btn-sm"
              onClick={(event) => {
                add(event.currentTarget.closest('[data-place-adder]')!);
              }}
            >
              Add
            </button>
          </div>
        )}
      </div>
      {problem && (
        <p className="field-error" role="alert">
          Error: {problem}
        </p>
      )}
      {!live && <p className="hint">It is added when you save.</p>}
    </details>
  );
}

/** Only drawn in the browser, once the list is asked for: with hundreds of files it is long. */
function FileOption({ file: { id, name }, isUsual }: { file: ScoringFile; isUsual: boolean }) {
  return (
    <option value={id} selected={isUsual}>
      {name}
    </option>
  );
}
