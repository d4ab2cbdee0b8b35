import { conditionCodes } from '#domain/assessment/conditions.ts';
import { Status } from '#ui/status.tsx';
import type { Content } from './saver.ts';
import { type Choice, fieldNames, ratingChoices } from './scoring-props.ts';
import type { Savers } from './use-savers.ts';

type Props = {
  lookFor: string;
  content: Content;
  savers: Savers;
  error: (field: string) => string | undefined;
};

/**
 * Yes, Almost, No, or that it can’t be judged and why. Which condition is asked only then: the style sheet shows it by the
 * choice, with the script or without.
 */
export function RateField({ lookFor: id, content, savers, error }: Props) {
  const lacksChoice = error(`${fieldNames.value(id)}-yes`);
  const radio = (value: Choice) => (
    <input
      type="radio"
      id={`${fieldNames.value(id)}-${value}`}
      name={fieldNames.value(id)}
      value={value}
      checked={content.choice === value}
      aria-describedby={lacksChoice && `${fieldNames.value(id)}-error`}
      onChange={() => {
        savers.edited(id, true);
      }}
    />
  );
  const lacksReason = error(fieldNames.condition(id));
  return (
    <>
      {lacksChoice && (
        <p className="field-error" id={`${fieldNames.value(id)}-error`}>
          Error: choose Yes, Almost, No, or that it can’t be judged
        </p>
      )}
      <div className="rate">
        {ratingChoices.map(({ value }) => (
          <label key={value} className="rate__choice" htmlFor={`${fieldNames.value(id)}-${value}`}>
            {radio(value)}
            <Status name={value} />
          </label>
        ))}
        <div className="rate__cannot">
          <label className="rate__cannot-choice" htmlFor={`${fieldNames.value(id)}-cannot`}>
            {radio('cannot')} Can’t be judged
          </label>
          <div className="rate__condition">
            {lacksReason && (
              <p className="field-error" id={`${fieldNames.condition(id)}-error`}>
                Error: choose why
              </p>
            )}
            <label htmlFor={fieldNames.condition(id)}>Why</label>
            <select
              id={fieldNames.condition(id)}
              name={fieldNames.condition(id)}
              className="select"
              defaultValue={content.condition}
              aria-describedby={lacksReason && `${fieldNames.condition(id)}-error`}
              onChange={() => {
                savers.edited(id, true);
              }}
            >
              <option value="">Choose why</option>
              {Object.entries(conditionCodes).map(([code, { label, hint }]) => (
                <option key={code} value={code} title={hint}>
                  {label}
                </option>
              ))}
            </select>
          </div>
        </div>
      </div>
    </>
  );
}
