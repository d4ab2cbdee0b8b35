import { countedAttempts } from '#domain/assessment/counted-attempts.ts';
import { formatZoned } from '#domain/text/zoned-time.ts';
import { ErrorSummary, type FormErrors, TextField } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status, type StatusName } from '#ui/status.tsx';
import type { OwnTalk } from '../work/between.ts';
import { workPaths } from '../work/work-paths.ts';
import type { Workspace } from '../work/workspace.queries.ts';
import { askRefusals } from './ask-talk.ts';
import { longestWish } from './talk.form.ts';
import { TimeFields } from './time-fields.tsx';

export type TalkPageProps = {
  context: PageContext;
  workspace: Workspace;
  notice?: string | undefined;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

const states: Record<OwnTalk['state'], { name: StatusName; word: string }> = {
  asked: { name: 'waiting', word: 'Asked for' },
  booked: { name: 'complete', word: 'Booked' },
  held: { name: 'complete', word: 'Held' },
  cancelled: { name: 'withdrawn', word: 'Called off' },
};

/** The earner’s talk with a coach before the next attempt: asking for it, what is booked, and what was. */
export function TalkPage({ context, workspace, notice, typed = {}, errors = [] }: TalkPageProps) {
  const { definition, enrolment, issuer, talks, talk, attempts } = workspace;
  const open = talks.find(({ state }) => state === 'asked' || state === 'booked');
  const past = talks.filter(({ state }) => state === 'held' || state === 'cancelled');
  const isDue = talk === 'needed' || talk === 'asked';
  const refusal =
    enrolment.state !== 'working' ? 'not-working' : countedAttempts(attempts) === 0 ? 'too-early' : undefined;
  return (
    <Layout context={context} title={`A talk about ${definition.title}`} hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/work">My work</a>
        <a href={workPaths(enrolment.id).home}>{definition.title}</a>
      </nav>
      <header className="page-head">
        <h1>A talk with a coach</h1>
        <p className="lead">
          {isDue
            ? 'Before your next attempt you talk it through with a coach. As soon as the talk is booked, you can hand in.'
            : 'You can talk through what came back with a coach before you go on.'}
        </p>
      </header>
      <ErrorSummary errors={errors} />
      {notice && (
        <p className="alert alert-success" role="status">
          {notice}
        </p>
      )}
      {open?.state === 'booked' && <Booked talk={open} workspace={workspace} />}
      {open?.state === 'asked' && <Asked talk={open} workspace={workspace} />}
      {!open && refusal && <p className="alert alert-info">{askRefusals[refusal]}</p>}
      {!open && !refusal && (
        <section className="section" aria-labelledby="ask-title">
          <h2 id="ask-title">Ask for a talk</h2>
          <p className="measure">
            Your coaches, and the assessors and lead assessors of {issuer.name}, see when you could and what you would
            like to talk about. One of them books a time, and you both have mail.
          </p>
          <form method="post" action={workPaths(enrolment.id).talk} className="form" noValidate>
            <TimeFields timeZone={workspace.issuerSettings.timeZone} typed={typed} errors={errors} />
            <TextField
              name="wish"
              label="What would you like to talk about?"
              hint="You can leave this empty. Name no students."
              errors={errors}
              rows={4}
              maxLength={longestWish}
              value={typed.wish}
            />
            <button type="submit" className="btn btn-primary">
              Ask for a talk
            </button>
          </form>
        </section>
      )}
      {past.length > 0 && (
        <section className="section" aria-labelledby="past-title">
          <h2 id="past-title">Before</h2>
          <ul className="rows">
            {past.map((one) => (
              <li key={one.id}>
                <Status {...states[one.state]} />{' '}
                {one.startsAt ? (
                  <>
                    <When at={one.startsAt} workspace={workspace} />
                    {one.withName && ` with ${one.withName}`}
                  </>
                ) : (
                  <>
                    asked for on <Day at={one.askedAt} />
                  </>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </Layout>
  );
}

type OneTalk = { talk: OwnTalk; workspace: Workspace };

function Booked({ talk, workspace }: OneTalk) {
  return (
    <section className="panel" aria-labelledby="booked-title">
      <h2 id="booked-title">
        <Status {...states.booked} />
      </h2>
      <dl className="facts">
        {talk.startsAt && (
          <div>
            <dt>When</dt>
            <dd>
              <When at={talk.startsAt} workspace={workspace} />, {talk.minutes} minutes
            </dd>
          </div>
        )}
        <div>
          <dt>With</dt>
          <dd>{talk.withName}</dd>
        </div>
        <div>
          <dt>Where</dt>
          <dd className="talk-place">{talk.place}</dd>
        </div>
      </dl>
      <CallOff talk={talk} workspace={workspace} label="Call it off" />
    </section>
  );
}

function Asked({ talk, workspace }: OneTalk) {
  const { enrolment, issuer } = workspace;
  return (
    <>
      {talk.offers.length > 0 && (
        <section className="panel" aria-labelledby="offers-title">
          <h2 id="offers-title">Other times for you</h2>
          <p>
            {talk.withName} could talk with you for {talk.minutes} minutes. Where: {talk.place}
          </p>
          <form method="post" action={`${workPaths(enrolment.id).talk}/${talk.id}/accept`} className="form">
            <TimeChoice
              legend="Which one suits you?"
              times={talk.offers}
              timeZone={workspace.issuerSettings.timeZone}
            />
            <button type="submit" className="btn btn-primary">
              Book this time
            </button>
          </form>
        </section>
      )}
      <section className="panel" aria-labelledby="asked-title">
        <h2 id="asked-title">
          <Status {...states.asked} />
        </h2>
        <p>
          You asked on <Day at={talk.askedAt} />. Somebody of {issuer.name} books one of these times, or offers you
          others; you will have mail.
        </p>
        <ul className="talk-list">
          {talk.proposals.map((at) => (
            <li key={at.toISOString()}>
              <When at={at} workspace={workspace} />
            </li>
          ))}
        </ul>
        {talk.wish && <blockquote className="talk-wish">{talk.wish}</blockquote>}
        <CallOff talk={talk} workspace={workspace} label="Take the request back" />
      </section>
    </>
  );
}

function CallOff({ talk, workspace, label }: OneTalk & { label: string }) {
  return (
    <form method="post" action={`${workPaths(workspace.enrolment.id).talk}/${talk.id}/cancel`}>
      <button type="submit" className="btn btn-sm">
        {label}
      </button>
    </form>
  );
}

/** One of several times, as radio buttons; the first is chosen. */
export function TimeChoice({
  legend,
  times,
  timeZone,
  prefix = '',
  chosen,
}: {
  legend: string;
  times: readonly Date[];
  timeZone: string;
  prefix?: string;
  chosen?: string | undefined;
}) {
  const value = chosen ?? times[0]?.toISOString();
  return (
    <fieldset className="talk-times" id={`${prefix}at`}>
      <legend>{legend}</legend>
      {times.map((at) => (
        <label key={at.toISOString()} className="choice">
          <input
            type="radio"
            name="at"
            value={at.toISOString()}
            defaultChecked={at.toISOString() === value}
            className="radio"
          />
          <span>{formatZoned(at, timeZone)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function When({ at, workspace }: { at: Date; workspace: Workspace }) {
  return <time dateTime={at.toISOString()}>{formatZoned(at, workspace.issuerSettings.timeZone)}</time>;
}
