import { coachDays } from '#domain/coaching/coach.ts';
import { ErrorSummary, Field, type FormErrors } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status, type StatusName } from '#ui/status.tsx';
import { workPaths } from '../work/work-paths.ts';
import type { Workspace } from '../work/workspace.queries.ts';
import type { OwnCoach } from './coaching.queries.ts';

type CoachPageProps = {
  context: PageContext;
  workspace: Workspace;
  coaches: readonly OwnCoach[];
  /** What just happened. */
  notice?: string | undefined;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

const states: Record<OwnCoach['state'], { name: StatusName; word: string }> = {
  active: { name: 'complete', word: 'Reads along' },
  invited: { name: 'waiting', word: 'Invited' },
  expired: { name: 'withdrawn', word: 'Invitation ran out' },
  ended: { name: 'withdrawn', word: 'Ended' },
};

/** The earner names coaches, and ends it. */
export function CoachPage({ context, workspace, coaches, notice, typed = {}, errors = [] }: CoachPageProps) {
  const { definition, enrolment } = workspace;
  const paths = workPaths(enrolment.id);
  return (
    <Layout context={context} title={`Your coach for ${definition.title}`} hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/work">My work</a>
        <a href={paths.home}>{definition.title}</a>
      </nav>
      <header className="page-head">
        <h1>Your coach</h1>
        <p className="lead">
          A coach is somebody you trust to read along: they see your drafts and the files in them, and comment on them.
        </p>
      </header>
      <ErrorSummary errors={errors} />
      {notice && (
        <p className="alert alert-success" role="status">
          {notice}
        </p>
      )}
      {coaches.length > 0 && (
        <section className="section" aria-labelledby="coaches-title">
          <h2 id="coaches-title">Named by you</h2>
          <ul className="rows coach-list">
            {coaches.map((coach) => (
              <CoachRow key={coach.id} coach={coach} enrolmentId={enrolment.id} />
            ))}
          </ul>
        </section>
      )}
      {enrolment.state === 'earned' ? (
        <p>This work is done, so it needs no coach any more.</p>
      ) : (
        <section className="section" aria-labelledby="name-title">
          <h2 id="name-title">{coaches.length > 0 ? 'Name another coach' : 'Name a coach'}</h2>
          <form method="post" action={paths.coach} className="form" noValidate>
            <Field name="name" label="Name" errors={errors}>
              {(control) => (
                <input {...control} className="input" autoComplete="off" maxLength={200} defaultValue={typed.name} />
              )}
            </Field>
            <Field
              name="email"
              label="E-mail address"
              hint={`They get a link that works for ${coachDays} days, and accept with any account.`}
              errors={errors}
            >
              {(control) => (
                <input
                  {...control}
                  className="input"
                  type="email"
                  autoComplete="off"
                  maxLength={320}
                  defaultValue={typed.email}
                />
              )}
            </Field>
            <button type="submit" className="btn btn-primary">
              Send the invitation
            </button>
          </form>
        </section>
      )}
      <section className="section measure" aria-labelledby="sees-title">
        <h2 id="sees-title">What a coach sees</h2>
        <p>
          Your drafts as they are now, the files in them, and where each requirement stands. Not how you rate yourself,
          your consent register, earlier versions, originals that you blacked out, or what assessors write to you.
        </p>
        <p>
          A coach changes nothing and scores nothing, and can’t be your assessor. Their comments are for you: they are
          never handed in.
        </p>
      </section>
    </Layout>
  );
}

function CoachRow({ coach, enrolmentId }: { coach: OwnCoach; enrolmentId: string }) {
  const { id, name, email, account, state, namedAt, expiresAt, acceptedAt, endedAt } = coach;
  const path = workPaths(enrolmentId).coachOf(id);
  const called = account?.name ?? name;
  return (
    <li id={`coach-${id}`} tabIndex={-1}>
      <p>
        <Status {...states[state]} /> <strong>{called}</strong>
      </p>
      <p className="meta">
        Invited at {email}, <Day at={namedAt} />
        {acceptedAt && (
          <>
            ; accepted <Day at={acceptedAt} /> with the account {account?.email}
          </>
        )}
        {state === 'invited' && (
          <>
            ; open until <Day at={expiresAt} />
          </>
        )}
        {endedAt && (
          <>
            ; ended <Day at={endedAt} />
          </>
        )}
      </p>
      {(state === 'invited' || state === 'expired') && (
        <div className="comment__acts">
          <form method="post" action={`${path}/resend`}>
            <button type="submit" className="btn btn-sm">
              Send again<span className="sr-only"> to {called}</span>
            </button>
          </form>
          <form method="post" action={`${path}/end`}>
            <button type="submit" className="link-button">
              Take back<span className="sr-only"> the invitation of {called}</span>
            </button>
          </form>
        </div>
      )}
      {state === 'active' && (
        <details className="coach-end">
          <summary>
            End<span className="sr-only"> the coaching of {called}</span>
          </summary>
          <p>{called} sees nothing of this work from then on. The comments stay with you.</p>
          <form method="post" action={`${path}/end`}>
            <button type="submit" className="btn btn-sm">
              End now
            </button>
          </form>
        </details>
      )}
    </li>
  );
}
