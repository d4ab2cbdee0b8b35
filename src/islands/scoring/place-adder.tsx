import { useContext, useState } from 'react';
import { mostPlaces, placeKey, readPlaceKey } from '#domain/assessment/placed-locator.ts';
import { locatorTypesFor } from '#domain/evidence/locator-fit.ts';
import { readTypedPlace } from '#domain/evidence/typed-place.ts';
import { openViewer } from '../viewer/open-viewer.ts';
import { FilesContext, FilesOfContext } from './place-names.tsx';
import { type ScoringFile, type ScoringLookFor, type ScoringProps, fieldNames } from './scoring-props.ts';

type Props = {
  lookFor: ScoringLookFor;
  live: boolean;
  error: (field: string) => string | undefined;
  isFull: boolean;
  onAdd: (place: string) => void;
};

/** The list of file names of which every look-for’s field takes one; it stands once in the form. */
export const filesListId = 'attempt-files';

/** Adds a place: pointed at in the viewer, or by hand. Without the script what is written is added with the next save. */
export function PlaceAdder({ lookFor, live, error, isFull, onAdd }: Props) {
  const { id, rating } = lookFor;
  const files = useContext(FilesContext);
  const filesOf = useContext(FilesOfContext);
  const [isOpen, setOpen] = useState(false);
  const [refused, setRefused] = useState('');
  const problem = refused || (error(fieldNames.file(id)) ?? error(fieldNames.at(id)));
  // Once: what was opened stays open when what was wrong in it is put right.
  const [isBegun] = useState(problem !== undefined || rating.typed !== undefined);
  const open = [...files.values()].filter(({ hidden }) => hidden === undefined);
  if (open.length === 0) return null;
  const usual = usualFile(lookFor, open, files);
  const names = [fieldNames.file(id), fieldNames.at(id)] as const;

  const fields = (within: Element) => ({
    // Quick hands are done before the list is drawn: then it is the file that the list would have begun with.
    file: files.get(within.querySelector<HTMLSelectElement>(`[id="${names[0]}"]`)?.value || (usual ?? '')),
    at: within.querySelector<HTMLInputElement>(`[id="${names[1]}"]`),
  });
  const refuse = (within: Element): ScoringFile | undefined => {
    const { file } = fields(within);
    const full = `Point at ${mostPlaces} places at most: take one out first`;
    setRefused(isFull ? full : file ? '' : 'Choose the file that the place is in');
    return isFull ? undefined : file;
  };
  const add = (within: Element) => {
    const file = refuse(within);
    const { at } = fields(within);
    if (!file || !at) return;
    const read = readTypedPlace(file, at.value);
    setRefused(read.ok ? '' : read.message);
    if (!read.ok) return;
    at.value = '';
    onAdd(placeKey({ artifact: file.id, locator: read.locator }));
  };
  const point = (within: Element) => {
    const file = refuse(within);
    const { at } = fields(within);
    if (!file) return;
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
      open={isBegun}
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
              {isOpen && <FileOptions usual={usual} {...groupsOf(lookFor, open, filesOf)} />}
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

type Groups = { bound: readonly ScoringFile[]; rest: readonly ScoringFile[] };

/** The files that the guide binds to a look-for, those of the earner’s places in it first; and the rest. */
function groupsOf(
  { evidence }: ScoringLookFor,
  open: readonly ScoringFile[],
  filesOf: ScoringProps['filesOf'],
): Groups {
  const named = evidence.flatMap(({ places }) => places.map((place) => readPlaceKey(place)?.artifact));
  const bound = new Set([...named, ...evidence.flatMap(({ requirement }) => filesOf[requirement] ?? [])]);
  const byId = new Map(open.map((file) => [file.id, file]));
  return {
    bound: [...bound].flatMap((one) => byId.get(one ?? '') ?? []),
    rest: open.filter((file) => !bound.has(file.id)),
  };
}

/** The file that the earner points at for it, or the only one there is. */
function usualFile(
  { evidence }: ScoringLookFor,
  open: readonly ScoringFile[],
  files: ReadonlyMap<string, ScoringFile>,
): string | undefined {
  const [only, ...others] = open;
  const named = evidence.flatMap(({ places }) => places.map((place) => readPlaceKey(place)?.artifact ?? ''));
  const isOpen = (one: string) => files.has(one) && files.get(one)?.hidden === undefined;
  return named.find(isOpen) ?? (others.length === 0 ? only?.id : undefined);
}

/** Only drawn in the browser, once the list is asked for: with hundreds of files it is long. */
function FileOptions({ bound, rest, usual }: Groups & { usual: string | undefined }) {
  const option = ({ id, name }: ScoringFile) => (
    <option key={id} value={id} selected={id === usual}>
      {name}
    </option>
  );
  return (
    <>
      {usual === undefined && <option value="">Choose a file</option>}
      {bound.length > 0 && <optgroup label="Evidence of this look-for">{bound.map(option)}</optgroup>}
      {rest.length > 0 &&
        (bound.length > 0 ? <optgroup label="Other files">{rest.map(option)}</optgroup> : rest.map(option))}
    </>
  );
}
