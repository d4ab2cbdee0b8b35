import { writeZoned } from '#domain/text/zoned-time.ts';
import { Field, type FormErrors } from '#ui/form.tsx';
import { mostTimes } from './talk.form.ts';

type TimeFieldsProps = {
  /** Before every id, where a page has several such forms. */
  prefix?: string;
  timeZone: string;
  typed: Readonly<Record<string, string>>;
  errors: FormErrors;
  times?: readonly Date[];
};

/** Up to three times, by the clock of the issuer’s place. */
export function TimeFields({ prefix = '', timeZone, typed, errors, times = [] }: TimeFieldsProps) {
  return (
    <fieldset className="talk-times">
      <legend>Times</legend>
      <p className="hint">By the clock in {placeOf(timeZone)}. One is enough; more make it easier to meet.</p>
      {Array.from({ length: mostTimes }, (_, index) => {
        const name = `time.${index}`;
        const given = times[index];
        return (
          <PrefixedField
            key={name}
            prefix={prefix}
            name={name}
            label={index === 0 ? 'First choice' : index === 1 ? 'Or' : 'Or else'}
            errors={errors}
          >
            {(control) => (
              <input
                {...control}
                type="datetime-local"
                className="input"
                defaultValue={typed[name] ?? (given && writeZoned(given, timeZone))}
              />
            )}
          </PrefixedField>
        );
      })}
    </fieldset>
  );
}

/** How long, and where. */
export function DetailFields({ prefix = '', typed, errors }: Pick<TimeFieldsProps, 'prefix' | 'typed' | 'errors'>) {
  return (
    <>
      <PrefixedField prefix={prefix} name="minutes" label="Minutes" errors={errors}>
        {(control) => (
          <input
            {...control}
            className="input talk-minutes"
            inputMode="numeric"
            maxLength={3}
            defaultValue={typed.minutes ?? '30'}
          />
        )}
      </PrefixedField>
      <PrefixedField
        prefix={prefix}
        name="place"
        label="Where"
        hint="A room, a number to call, or a link."
        errors={errors}
      >
        {(control) => <input {...control} className="input" maxLength={500} defaultValue={typed.place} />}
      </PrefixedField>
    </>
  );
}

/** A field whose id is its own on a page with several forms that ask the same. */
export function PrefixedField({ prefix, name, errors, ...rest }: { prefix: string } & Parameters<typeof Field>[0]) {
  const own = (errors ?? []).map((error) => ({ ...error, field: `${prefix}${error.field}` }));
  return (
    <Field {...rest} name={`${prefix}${name}`} errors={own}>
      {(control) => rest.children({ ...control, name })}
    </Field>
  );
}

/** "Chicago" of "America/Chicago": what people call the clock they look at. */
export function placeOf(timeZone: string): string {
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
}
