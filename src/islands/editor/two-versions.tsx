import { useRef, useState } from 'react';
import type { Choice } from '#domain/draft/merge-evidence.ts';
import { MarkedText } from '#ui/text-diff.tsx';
import type { ConflictPlace, PlaceSide } from './conflict-places.ts';

type TwoVersionsProps = {
  /** Plain text of both, for where only whole versions can be chosen from. */
  mine: string;
  theirs: string;
  editorHref: string;
  stale: {
    places: readonly ConflictPlace[];
    chosen: Readonly<Record<string, Choice>>;
    baseRevision: number | undefined;
    resolve: (choices: Readonly<Record<string, Choice>>) => boolean;
  };
  onKeepMine: () => void;
  onTakeTheirs: () => void;
};

/** Both versions side by side, place by place, and the choice. Without JavaScript the choices are fields of the form. */
export function TwoVersions(props: TwoVersionsProps) {
  const { mine, theirs, stale } = props;
  const { places } = stale;
  return (
    <section className="two-versions" aria-labelledby="two-versions-title" tabIndex={-1}>
      <h2 id="two-versions-title">This was changed elsewhere meanwhile</h2>
      <p>
        Another window or device saved a version after you opened this one. Nothing has been written over.{' '}
        {places.length === 0
          ? 'Compare the two, copy what you need from either, and choose.'
          : `Both changed the same ${places.length === 1 ? 'place' : `${places.length} places`}: say what to keep. Everything else is put together for you.`}
      </p>
      {places.length > 0 ? (
        <Places {...props} />
      ) : (
        <div className="two-versions__pair">
          <Whole title="What you have here" text={mine} />
          <Whole title="What is saved" text={theirs} />
        </div>
      )}
      <WholeChoices {...props} isSecond={places.length > 0} />
    </section>
  );
}

function Places({ stale }: TwoVersionsProps) {
  const { places, baseRevision, resolve } = stale;
  const [chosen, setChosen] = useState(stale.chosen);
  const [isMissing, setIsMissing] = useState(Object.keys(stale.chosen).length > 0);
  const box = useRef<HTMLDivElement>(null);
  const choose = (key: string) => (choice: Choice) => setChosen((all) => ({ ...all, [key]: choice }));
  return (
    <div ref={box}>
      {baseRevision !== undefined && <input type="hidden" name="base" value={baseRevision} />}
      {isMissing && <p className="field-error">Error: Choose what to keep at every place</p>}
      {places.map((place, index) => (
        <Place
          key={place.key}
          place={place}
          number={places.length > 1 ? index + 1 : undefined}
          id={`conflict-${index}`}
          choice={chosen[place.key]}
          onChoose={choose(place.key)}
        />
      ))}
      <p className="actions mt-6">
        <button
          type="submit"
          name="then"
          value="stay"
          className="btn btn-primary"
          onClick={(event) => {
            event.preventDefault();
            if (resolve(chosen)) return;
            setIsMissing(true);
            const open = places.find(({ key }) => chosen[key] === undefined) ?? places[0];
            const field = [...(box.current?.querySelectorAll<HTMLInputElement>('input[type=radio]') ?? [])].find(
              ({ name }) => name === fieldName(open?.key ?? ''),
            );
            field?.focus();
          }}
        >
          Save what I chose
        </button>
      </p>
    </div>
  );
}

const fieldName = (key: string) => `choose.${key}`;

type PlaceProps = {
  place: ConflictPlace;
  number: number | undefined;
  id: string;
  choice: Choice | undefined;
  onChoose: (choice: Choice) => void;
};

function Place({ place, number, id, choice, onChoose }: PlaceProps) {
  const radio = (value: Choice) => ({
    type: 'radio' as const,
    className: 'radio',
    name: fieldName(place.key),
    value,
    checked: choice === value,
    onChange: () => onChoose(value),
  });
  const { mine, theirs, around } = place;
  return (
    <fieldset className="conflict-place">
      <legend>
        {number !== undefined && `${number}. `}
        {place.label}
      </legend>
      <div className="two-versions__pair">
        <div className="conflict-side">
          <label>
            <input {...radio('mine')} aria-describedby={`${id}-mine`} /> Keep what you have here
          </label>
          <SideText id={`${id}-mine`} side={mine} other={theirs} around={around} />
        </div>
        <div className="conflict-side">
          <label>
            <input {...radio('theirs')} aria-describedby={`${id}-theirs`} /> Keep what is saved
          </label>
          <SideText id={`${id}-theirs`} side={theirs} other={mine} around={around} />
        </div>
      </div>
      {place.canKeepBoth && (
        <label className="conflict-both">
          <input {...radio('both')} /> Keep both, one after the other
        </label>
      )}
    </fieldset>
  );
}

type SideTextProps = { id: string; side: PlaceSide; other: PlaceSide; around: ConflictPlace['around'] };

function SideText({ id, side, other, around }: SideTextProps) {
  const isEmpty = side.text === '' && side.lines.length === 0;
  return (
    <div id={id} className="conflict-side__text">
      {side.lines.length > 0 && (
        <ul>
          {side.lines.map((line) => (
            <li key={line}>{other.lines.includes(line) ? line : <MarkedText text={line} other="" />}</li>
          ))}
        </ul>
      )}
      {around?.before && <span className="conflict-side__around">{around.before}</span>}
      {side.text !== '' && <MarkedText text={side.text} other={other.text} />}
      {isEmpty && <em>{around ? '(nothing here)' : 'Nothing.'}</em>}
      {around?.after && <span className="conflict-side__around">{around.after}</span>}
    </div>
  );
}

function Whole({ title, text }: { title: string; text: string }) {
  return (
    <div>
      <h3>{title}</h3>
      <div className="two-versions__text" tabIndex={0} role="region" aria-label={title}>
        {text || 'Nothing.'}
      </div>
    </div>
  );
}

function WholeChoices({ onKeepMine, onTakeTheirs, editorHref, isSecond }: TwoVersionsProps & { isSecond: boolean }) {
  return (
    <p className="actions">
      <button
        type="submit"
        name="keep"
        value="mine"
        className={isSecond ? 'btn btn-sm' : 'btn btn-primary'}
        onClick={(event) => {
          event.preventDefault();
          onKeepMine();
        }}
      >
        {isSecond ? 'Keep all that I have here' : 'Save what I have here'}
      </button>
      <a
        href={editorHref}
        className={isSecond ? 'btn btn-sm' : 'btn'}
        onClick={(event) => {
          event.preventDefault();
          onTakeTheirs();
        }}
      >
        Go on with the saved version
      </a>
    </p>
  );
}
