import type { FormErrors } from '#ui/form.tsx';
import { Tile } from '#ui/tile.tsx';
import { AwardStatusLabel } from '../status/status-words.tsx';
import type { TypedProfile } from './profile.form.ts';
import type { ChoosableAward, ChoosableSeries } from './public-profile.queries.ts';

type ChooseAwardsProps = { awards: readonly ChoosableAward[]; typed: TypedProfile; errors: FormErrors };

/** One’s awards, each to be shown or not, and at which place. */
export function ChooseAwards({ awards, typed, errors }: ChooseAwardsProps) {
  return (
    <fieldset className="profile-set">
      <legend>Awards</legend>
      {awards.length === 0 ? (
        <p className="muted">You have none yet. As soon as you have, you choose here which of them to show.</p>
      ) : (
        <p className="hint">Tick what to show. Number them to set their order; what has no number comes last.</p>
      )}
      <ul className="profile-choices">
        {awards.map(({ publicId, slug, title, issuerName, status }) => {
          const place = `place-${publicId}`;
          const error = errors.find(({ field }) => field === place);
          return (
            <li key={publicId} id={`award-${publicId}`}>
              <Tile slug={slug} size="sm" />
              <div>
                <label className="choice">
                  <input
                    type="checkbox"
                    name={`show-${publicId}`}
                    className="checkbox"
                    defaultChecked={typed[`show-${publicId}`] !== undefined}
                  />{' '}
                  {title}
                </label>
                <p className="meta">{issuerName}</p>
                {status !== 'in-force' && (
                  <p className="meta">
                    <AwardStatusLabel state={status} />
                    {status === 'suspended' && ' Not shown until that is settled.'}
                  </p>
                )}
                {error && (
                  <p id={`${place}-error`} className="field-error">
                    <span className="sr-only">Error: </span>
                    {error.message}
                  </p>
                )}
              </div>
              <div className="profile-choices__place">
                <label htmlFor={place} className="meta">
                  Place<span className="sr-only"> of {title}</span>
                </label>
                <input
                  id={place}
                  name={place}
                  className="input numeral"
                  inputMode="numeric"
                  maxLength={4}
                  defaultValue={typed[place]}
                  {...(error ? { 'aria-invalid': true, 'aria-describedby': `${place}-error` } : {})}
                />
              </div>
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}

type ChooseSeriesProps = { series: readonly ChoosableSeries[]; typed: TypedProfile };

export function ChooseSeries({ series, typed }: ChooseSeriesProps) {
  if (series.length === 0) return null;
  return (
    <fieldset className="profile-set">
      <legend>Series</legend>
      <p className="hint">Shows how far its mosaic is laid, with the awards that you show above and no others.</p>
      {series.map(({ slug, title }) => (
        <label key={slug} className="choice">
          <input
            type="checkbox"
            name={`series-${slug}`}
            className="checkbox"
            defaultChecked={typed[`series-${slug}`] !== undefined}
          />{' '}
          {title}
        </label>
      ))}
    </fieldset>
  );
}
