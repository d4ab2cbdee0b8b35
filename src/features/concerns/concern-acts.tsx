import { checkResolving } from '#domain/assessment/concern.ts';
import { TextField } from '#ui/form.tsx';
import { concernRefusals } from './ask-earner.ts';
import type { ConcernPageProps } from './concern.page.tsx';
import { longest } from './concern.form.ts';

type ActProps = Pick<ConcernPageProps, 'concern' | 'typed' | 'errors'>;

/** Putting it to the earner. */
export function AskForm({ concern, typed = {}, errors = [] }: ActProps) {
  return (
    <form method="post" action={`/lead/concerns/${concern.id}/ask`} className="panel stack">
      <h3>Ask the earner</h3>
      <TextField
        name="question"
        label="Your question"
        hint="Open and fair: what you saw, and how it came about. They see this and their own text, never whose else it is."
        errors={errors}
        rows={5}
        maxLength={longest.question}
        value={typed.question}
        required
      />
      <button type="submit" className="btn btn-primary">
        Send the question
      </button>
    </form>
  );
}

const endings = [
  { ending: 'dismissed', label: 'Dismiss it', hint: 'There is nothing in it.' },
  { ending: 'upheld', label: 'Uphold it', hint: 'There is something in it; the assessment goes on all the same.' },
  {
    ending: 'upheld-returned',
    label: 'Uphold it and send the attempt back',
    hint: 'As incomplete: it does not count, and the earner puts it right.',
  },
  { ending: 'referred', label: 'Refer it', hint: 'Somebody else looks after it. Say who.' },
] as const;

/** Settling it. What can’t be chosen yet says why. */
export function EndForm({ concern, typed = {}, errors = [], now }: ActProps & { now: Date }) {
  const error = errors.find(({ field }) => field === 'ending');
  const upholding = checkResolving({ ...concern, isAnchor: concern.anchor !== null }, 'upheld', now);
  const shown = endings.filter(
    ({ ending }) =>
      !((concern.kind === 'safeguarding' || concern.anchor) && ending.startsWith('upheld')) &&
      !(ending === 'upheld-returned' && !concern.isUndecided),
  );
  return (
    <form method="post" action={`/lead/concerns/${concern.id}/resolve`} className="panel stack">
      <h3>Settle it</h3>
      <fieldset className={error ? 'field field--error' : 'field'}>
        <legend>How does it end?</legend>
        {error && (
          <p id="ending-error" className="field-error">
            <span className="sr-only">Error: </span>
            {error.message}
          </p>
        )}
        {shown.map(({ ending, label, hint }, index) => (
          <label key={ending} className="choice">
            <input
              type="radio"
              name="ending"
              value={ending}
              id={index === 0 ? 'ending' : `ending-${ending}`}
              defaultChecked={typed.ending === ending}
              disabled={ending.startsWith('upheld') && !upholding.ok}
              required
            />
            <span>
              {label} <span className="meta">{hint}</span>
            </span>
          </label>
        ))}
        {concern.kind !== 'safeguarding' && !upholding.ok && (
          <p className="hint">{concernRefusals[upholding.reason]}</p>
        )}
      </fieldset>
      <TextField
        name="reason"
        label="Why"
        hint={
          concern.askedAt
            ? 'The earner reads this.'
            : 'It stays here with the concern; the earner was not asked, so they hear nothing of it.'
        }
        errors={errors}
        rows={4}
        maxLength={longest.resolution}
        value={typed.reason}
        required
      />
      <button type="submit" className="btn">
        Settle it
      </button>
    </form>
  );
}
