import { ErrorSummary, Field, type FormErrors } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import type { AssessorProfile } from './assessor-profile.ts';
import type { TimeZoneOf } from './time-zones.queries.ts';
import { AssessorSection } from './assessor-section.tsx';
import type { NamedIssuer } from '#domain/access/issuers.ts';
import { type Affiliation, type School, schoolTypes, schoolWords } from './schools.queries.ts';

export type ProfilePageProps = {
  context: PageContext;
  affiliations: readonly Affiliation[];
  /** What was looked for, and the schools that were found; undefined before anything was. */
  search: string | undefined;
  found: readonly School[];
  issuers: readonly NamedIssuer[];
  /** By which clocks what they hand in or judge is due. */
  zones: readonly TimeZoneOf[];
  profiles: readonly AssessorProfile[];
  notice?: string | undefined;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

/** What a person says of themselves: where they work, and as an assessor what they take. */
export function ProfilePage(props: ProfilePageProps) {
  const { context, affiliations, issuers, zones, profiles, notice, typed = {}, errors = [] } = props;
  const current = affiliations.filter(({ endedAt }) => endedAt === null);
  const past = affiliations.filter(({ endedAt }) => endedAt !== null);
  return (
    <Layout context={context} title="Your profile" hasErrors={errors.length > 0}>
      <ErrorSummary errors={errors} />
      {notice && (
        <p className="alert alert-success" role="status">
          {notice}
        </p>
      )}
      <header className="page-head">
        <h1>Your profile</h1>
        <dl className="facts">
          <div>
            <dt>Name</dt>
            <dd>{context.viewer?.person.name}</dd>
          </div>
          <div>
            <dt>E-mail address</dt>
            <dd>{context.viewer?.person.email}</dd>
          </div>
          {zones.length > 0 && (
            <div>
              <dt>Time zone</dt>
              <dd>
                {zones.map(({ timeZone, issuers: named }) => (
                  <p key={timeZone}>
                    {timeZone.replaceAll('_', ' ')}{' '}
                    <span className="meta">what is due at {named.join(', ')} goes by it</span>
                  </p>
                ))}
              </dd>
            </div>
          )}
        </dl>
      </header>
      <section aria-labelledby="work-title" className="profile-section">
        <h2 id="work-title">Where you work</h2>
        <p className="muted">
          Nobody assesses the work of a colleague. Where you say that you work keeps your colleagues from being given
          yours, and you from being given theirs, also after one of you has left. Earners and assessors don’t see it.
        </p>
        {current.length === 0 ? (
          <p className="empty-state">You have not said yet where you work. Look for your school below.</p>
        ) : (
          <ul className="rows">
            {current.map((school) => (
              <li key={school.id} className="profile-school">
                <div>
                  <strong>{school.name}</strong>
                  <p className="meta">
                    {[school.district, school.region, schoolTypes[school.type]].filter(Boolean).join(' · ')}
                  </p>
                </div>
                <form method="post" action={`/profile/schools/${school.id}/end`}>
                  <button type="submit" className="link-button">
                    I no longer work there<span className="sr-only">: {school.name}</span>
                  </button>
                </form>
              </li>
            ))}
          </ul>
        )}
        {past.length > 0 && (
          <details className="profile-past">
            <summary>Where you worked before ({past.length})</summary>
            <ul className="rows">
              {past.map((school) => (
                <li key={`${school.id}-${school.endedAt?.toISOString() ?? ''}`}>
                  {schoolWords(school)}{' '}
                  {school.endedAt && (
                    <span className="meta">
                      until <Day at={school.endedAt} />
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </details>
        )}
        <AddSchool {...props} typed={typed} errors={errors} />
      </section>
      {issuers.map((issuer) => {
        const profile = profiles.find(({ issuerId }) => issuerId === issuer.id);
        const isTyped = typed.issuer === issuer.id;
        return (
          profile && (
            <AssessorSection
              key={issuer.id}
              issuer={issuer}
              profile={profile}
              typed={isTyped ? typed : undefined}
              errors={isTyped ? errors : []}
            />
          )
        );
      })}
    </Layout>
  );
}

/** First look for it: the same school under two names would hide that two people are colleagues. */
function AddSchool({ search, found, typed = {}, errors = [] }: ProfilePageProps) {
  const isNew = errors.length > 0 && typed.issuer === undefined;
  return (
    <>
      <form method="get" action="/profile" className="profile-search" role="search">
        <Field
          name="q"
          label="Find your school or district office"
          hint="Two letters of its name are enough."
          errors={errors}
        >
          {(control) => (
            <input
              {...control}
              type="search"
              className="input"
              defaultValue={search ?? typed.q ?? ''}
              maxLength={200}
            />
          )}
        </Field>
        <button type="submit" className="btn">
          Find
        </button>
      </form>
      {search !== undefined && (
        <div role="status">
          {found.length === 0 ? (
            <p>No school here has “{search}” in its name. Add it below.</p>
          ) : (
            <form method="post" action="/profile/schools" className="profile-found">
              <fieldset>
                <legend>Which one is it?</legend>
                {found.map((school) => (
                  <label key={school.id} className="choice">
                    <input type="radio" name="school" value={school.id} className="radio" required />
                    <span>
                      {school.name}{' '}
                      <span className="meta">
                        {[school.district, school.region, schoolTypes[school.type]].filter(Boolean).join(' · ')}
                      </span>
                    </span>
                  </label>
                ))}
              </fieldset>
              <button type="submit" className="btn btn-primary">
                I work there
              </button>
            </form>
          )}
        </div>
      )}
      {(search !== undefined || isNew) && (
        <details className="panel profile-new" open={isNew || found.length === 0}>
          <summary>Add a school that is not in the list</summary>
          <form method="post" action="/profile/schools">
            <Field name="name" label="Name" errors={errors}>
              {(control) => (
                <input
                  {...control}
                  className="input"
                  defaultValue={typed.name ?? search ?? ''}
                  maxLength={200}
                  required
                />
              )}
            </Field>
            <Field name="district" label="District" hint="Leave it empty where there is none." errors={errors}>
              {(control) => (
                <input {...control} className="input" defaultValue={typed.district ?? ''} maxLength={200} />
              )}
            </Field>
            <Field name="region" label="State or region" errors={errors}>
              {(control) => <input {...control} className="input" defaultValue={typed.region ?? ''} maxLength={200} />}
            </Field>
            <Field name="type" label="Kind" errors={errors}>
              {(control) => (
                <select {...control} className="select" defaultValue={typed.type ?? ''} required>
                  <option value="">Choose one</option>
                  {Object.entries(schoolTypes).map(([type, word]) => (
                    <option key={type} value={type}>
                      {word}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            <button type="submit" className="btn btn-primary">
              Add it
            </button>
          </form>
        </details>
      )}
    </>
  );
}
