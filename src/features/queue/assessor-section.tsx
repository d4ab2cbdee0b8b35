import { languageName, listLanguages } from '#domain/text/language-names.ts';
import { Field, type FormErrors } from '#ui/form.tsx';
import type { AssessorProfile } from './assessor-profile.ts';
import type { NamedIssuer } from '#domain/access/issuers.ts';
import { readLanguages } from './profile.form.ts';

type AssessorSectionProps = {
  issuer: NamedIssuer;
  profile: AssessorProfile;
  /** What was posted, where it had errors. */
  typed: Readonly<Record<string, string>> | undefined;
  errors: FormErrors;
};

/** What an assessor takes at one issuer. A page may have several of these, so that each field carries its issuer. */
export function AssessorSection({ issuer, profile, typed, errors }: AssessorSectionProps) {
  const named = (name: string) => `${name}-${issuer.id}`;
  const value = (name: string, saved: string) => typed?.[named(name)] ?? saved;
  return (
    <section aria-labelledby={`assessor-${issuer.id}`} className="profile-section">
      <h2 id={`assessor-${issuer.id}`}>Assessing for {issuer.name}</h2>
      <form method="post" action="/profile/assessing" className="profile-assessing">
        <input type="hidden" name="issuer" value={issuer.id} />
        <Languages
          issuerId={issuer.id}
          chosen={typed ? readLanguages(typed, issuer.id) : profile.languages}
          error={errors.find(({ field }) => field === named('languages'))?.message}
        />
        <Field
          name={named('load')}
          label="Attempts that you take at a time"
          hint="What you have claimed and what you were given count. You are given no more than this."
          errors={errors}
        >
          {(control) => (
            <input
              {...control}
              className="input input--short"
              inputMode="numeric"
              defaultValue={value('load', String(profile.maxLoad))}
              required
            />
          )}
        </Field>
        <fieldset className="profile-away">
          <legend>Away</legend>
          <p className="hint">
            While you are away you are given nothing, and what you were given and have not begun goes to others.
          </p>
          <div className="profile-away__days">
            <Field name={named('from')} label="First day" errors={errors}>
              {(control) => (
                <input
                  {...control}
                  type="date"
                  className="input"
                  defaultValue={value('from', profile.awayFrom ?? '')}
                />
              )}
            </Field>
            <Field name={named('until')} label="Last day" errors={errors}>
              {(control) => (
                <input
                  {...control}
                  type="date"
                  className="input"
                  defaultValue={value('until', profile.awayUntil ?? '')}
                />
              )}
            </Field>
          </div>
        </fieldset>
        <label className="choice">
          <input
            type="checkbox"
            name={named('digest')}
            value="yes"
            className="checkbox"
            defaultChecked={typed ? typed[named('digest')] === 'yes' : profile.wantsDigest}
          />
          <span>Send me a mail in the morning when something waits</span>
        </label>
        <button type="submit" className="btn btn-primary">
          Save<span className="sr-only"> for {issuer.name}</span>
        </button>
      </form>
    </section>
  );
}

type LanguagesProps = { issuerId: string; chosen: readonly string[]; error: string | undefined };

/** A box for each; those that are chosen are said where the list is closed. */
function Languages({ issuerId, chosen, error }: LanguagesProps) {
  const id = `languages-${issuerId}`;
  return (
    <fieldset className={error ? 'field field--error' : 'field'} aria-describedby={`${id}-hint`}>
      <legend>Languages that you can judge in</legend>
      <p id={`${id}-hint`} className="hint">
        You are shown and given work in these. Choose none to be shown work in any language.
      </p>
      {error && (
        <p className="field-error">
          <span className="sr-only">Error: </span>
          {error}
        </p>
      )}
      <details className="profile-languages" open={error !== undefined}>
        <summary id={id}>{chosen.length === 0 ? 'Any language' : chosen.map(languageName).join(', ')}</summary>
        <ul>
          {listLanguages(chosen).map(({ code, name }) => (
            <li key={code}>
              <label className="choice">
                <input
                  type="checkbox"
                  name={`language-${code}-${issuerId}`}
                  value="yes"
                  className="checkbox"
                  defaultChecked={chosen.includes(code)}
                />
                <span>{name}</span>
              </label>
            </li>
          ))}
        </ul>
      </details>
    </fieldset>
  );
}
