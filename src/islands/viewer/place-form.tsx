import { type Locator, type LocatorType, locatorTypes, parseLocator } from '#domain/evidence/locator.ts';

type Typed = { type: LocatorType; text: string };
type PlaceFormProps = {
  allowed: readonly LocatorType[];
  typed: Typed;
  problem: string | undefined;
  /** With the place, where what is typed is one. */
  onType: (typed: Typed, place: Locator | undefined) => void;
  /** When the field is left: time to show what is typed. */
  onLeave: () => void;
  onProblem: (message: string) => void;
  onUse: (locator: Locator) => void;
};

/** The place in words: filled in by pointing, or typed by hand. */
export function PlaceForm({ allowed, typed, problem, onType, onLeave, onProblem, onUse }: PlaceFormProps) {
  const type = allowed.includes(typed.type) ? typed.type : (allowed[0] ?? 'whole');
  const change = (next: Typed) => {
    const read = parseLocator(next.type, next.text);
    onType(next, read.ok ? read.locator : undefined);
  };
  return (
    <form
      className="place-form"
      onSubmit={(event) => {
        event.preventDefault();
        const read = parseLocator(type, typed.text);
        if (read.ok) onUse(read.locator);
        else onProblem(read.message);
      }}
    >
      <div className="field">
        <label htmlFor="place-type">Where in it</label>
        <select
          id="place-type"
          className="select"
          value={type}
          onChange={(event) => {
            change({ type: event.target.value as LocatorType, text: '' });
          }}
        >
          {allowed.map((one) => (
            <option key={one} value={one}>
              {locatorTypes[one].label}
            </option>
          ))}
        </select>
      </div>
      {type !== 'whole' && (
        <div className={problem ? 'field field--error place-form__text' : 'field place-form__text'}>
          <label htmlFor="place-text">Place</label>
          <input
            id="place-text"
            className="input"
            value={typed.text}
            maxLength={1000}
            autoComplete="off"
            aria-describedby="place-hint"
            aria-invalid={problem ? true : undefined}
            onChange={(event) => {
              change({ type, text: event.target.value });
            }}
            onBlur={onLeave}
          />
        </div>
      )}
      <button type="submit" className="btn btn-primary">
        Use this place
      </button>
      <p id="place-hint" className={problem ? 'field-error' : 'hint'} role={problem ? 'alert' : undefined}>
        {problem ?? locatorTypes[type].hint}
      </p>
    </form>
  );
}
