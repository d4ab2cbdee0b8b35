import type { CreditRule } from '#domain/credit/rule-schema.ts';
import type { FormErrors } from '#ui/form.tsx';
import { DayField, TextLine } from './entry-fields.tsx';

type Props = { rule: CreditRule; typed: Readonly<Record<string, string>>; errors: FormErrors };

/** What is asked of a licence: its number, who else has it, and its cycle. */
export function LicenceFields({ rule, typed, errors }: Props) {
  const { name, hint } = rule.licenceNumber;
  return (
    <>
      <TextLine
        name="number"
        label={name}
        hint={`${hint ?? ''} Kept encrypted; only you, who approves a claim and the provider of what you claim see it.`.trim()}
        max={80}
        autoComplete="off"
        typed={typed}
        errors={errors}
      />
      <div className="field">
        <label className="choice" htmlFor="sharesNumber">
          <input
            type="checkbox"
            id="sharesNumber"
            name="sharesNumber"
            value="yes"
            defaultChecked={typed.sharesNumber === 'yes'}
            aria-describedby="sharesNumber-hint"
          />{' '}
          Give my {name} to providers whose awards I earn
        </label>
        <p id="sharesNumber-hint" className="hint">
          Providers that report under this rule have it in their rosters: with each of their awards, and with other
          hours of theirs once you claim them. Hours that they merely enter for you give them no number. Without this
          they have the number only of hours that you claim.
        </p>
      </div>
      <DayField name="cycleBegins" label="First day of your cycle" typed={typed} errors={errors} />
      <DayField name="cycleEnds" label="Last day of your cycle" typed={typed} errors={errors} />
    </>
  );
}
