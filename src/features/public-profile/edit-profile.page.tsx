import { handleLength } from '#domain/profile/handle.ts';
import { ErrorSummary, Field, type FormErrors, TextField } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Moment } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { ChooseAwards, ChooseSeries } from './choose-pieces.tsx';
import { type TypedProfile, longest, showsAny } from './profile.form.ts';
import type { ChoosableAward, ChoosableSeries, OwnProfile } from './public-profile.queries.ts';
import { SavedMeanwhile } from './saved-meanwhile.tsx';

export type EditProfilePageProps = {
  context: PageContext;
  profile: OwnProfile;
  awards: readonly ChoosableAward[];
  series: readonly ChoosableSeries[];
  typed: TypedProfile;
  errors?: FormErrors;
  notice?: string | undefined;
  /** Whether somebody saved while this was typed. */
  isStale?: boolean;
};

/** Where an earner puts their public page together, piece by piece. */
export function EditProfilePage(props: EditProfilePageProps) {
  const { context, profile, awards, series, typed, errors = [], notice, isStale = false } = props;
  return (
    <Layout context={context} title="Your public profile" hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/awards">My awards</a>
        <span>Public profile</span>
      </nav>
      <ErrorSummary errors={errors} />
      <header className="page-head">
        <h1>Your public profile</h1>
        <p className="lead">
          A page of your own, with what you choose to show. Nobody sees any of it until you switch it on.
        </p>
      </header>
      {notice && (
        <p className="alert alert-success" role="status">
          {notice}
        </p>
      )}
      {isStale && <SavedMeanwhile profile={profile} awards={awards} series={series} />}
      <div className="split section">
        <form method="post" action="/awards/profile" className="form form--wide" noValidate>
          {/* After an error it stays that of the page that was filled in: what was saved since must not go unseen. */}
          <input
            type="hidden"
            name="revision"
            value={isStale ? profile.revision : (typed.revision ?? profile.revision)}
          />
          <Words context={context} typed={typed} errors={errors} />
          <ChooseAwards awards={awards} typed={typed} errors={errors} />
          <ChooseSeries series={series} typed={typed} />
          <fieldset className="profile-set">
            <legend>Details</legend>
            <Tick name="showsHours" typed={typed} label="Show the hours of each award" />
            <Tick name="showsDates" typed={typed} label="Show when each was awarded" />
            <Tick name="mayBeFound" typed={typed} label="Search engines may list this page" />
          </fieldset>
          {awards.length > 0 && !showsAny(typed) && (
            <p className="alert alert-info mt-4">
              No award is chosen yet: tick above what the page is to show. Without any it shows your name and your words
              alone.
            </p>
          )}
          <p className="actions">
            <button type="submit" className="btn btn-primary" name="then" value="save">
              {profile.isOn ? 'Save and show' : 'Save'}
            </button>
            {!profile.isOn && (
              <button type="submit" className="btn" name="then" value="on">
                Save and switch on
              </button>
            )}
          </p>
        </form>
        <Standing context={context} profile={profile} isRefused={errors.length > 0} />
      </div>
    </Layout>
  );
}

type StandingProps = Pick<EditProfilePageProps, 'context' | 'profile'> & { isRefused: boolean };

function Standing({ context: { baseUrl }, profile, isRefused }: StandingProps) {
  const { isOn, handle, revision } = profile;
  // The first save that is refused leaves a row, but nothing in it.
  const updatedAt = revision > 0 ? profile.updatedAt : null;
  return (
    <aside className="panel stack" aria-labelledby="standing">
      <h2 id="standing">Your page is {isOn ? 'on' : 'off'}</h2>
      <p>{isOn ? <Status name="complete" word="Public" /> : <Status name="hidden" word="Private" />}</p>
      {isOn ? (
        <>
          <p>
            Anyone who has this address sees it: <a href={`/earners/${handle}`}>{`${baseUrl}/earners/${handle}`}</a>
          </p>
          <form method="post" action="/awards/profile/off">
            <button type="submit" className="btn">
              Switch it off
            </button>
          </form>
          <p className="meta">It is gone at once. What you chose stays here, and you can switch it on again.</p>
        </>
      ) : (
        <>
          <p>Nobody but you sees it.</p>
          {handle && <p>When you switch it on, its address is {`${baseUrl}/earners/${handle}`}</p>}
        </>
      )}
      {isRefused && <p>What you have just typed is not saved.</p>}
      {updatedAt && (
        <>
          <p>
            <a href="/awards/profile/preview">
              {isRefused ? 'Preview what was saved before' : 'Preview what is saved'}
            </a>
          </p>
          <p className="meta">
            {isRefused ? 'Last saved' : 'Changed'} <Moment at={updatedAt} />
          </p>
        </>
      )}
    </aside>
  );
}

type Typed = { typed: TypedProfile; errors: FormErrors };

function Words({ context, typed, errors }: Typed & { context: PageContext }) {
  return (
    <>
      <Field
        name="handle"
        label="Address"
        hint={`${context.baseUrl}/earners/ and then this: ${handleLength.min} to ${handleLength.max} letters a to z, digits and hyphens. Once taken, it is never given to somebody else.`}
        errors={errors}
      >
        {(control) => (
          <input
            {...control}
            className="input"
            defaultValue={typed.handle}
            maxLength={handleLength.max}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        )}
      </Field>
      <Field name="headline" label="Headline" hint="One line under your name. May stay empty." errors={errors}>
        {(control) => (
          <input {...control} className="input" defaultValue={typed.headline} maxLength={longest.headline} />
        )}
      </Field>
      <TextField
        name="about"
        label="About you"
        hint="In Markdown: a blank line begins a paragraph, **bold**, *italic*, [a link](https://…). May stay empty."
        errors={errors}
        rows={8}
        maxLength={longest.about}
        value={typed.about}
      />
    </>
  );
}

export function Tick({ name, label, typed }: { name: string; label: string; typed: TypedProfile }) {
  return (
    <label className="choice">
      <input type="checkbox" name={name} className="checkbox" defaultChecked={typed[name] !== undefined} /> {label}
    </label>
  );
}
