import type { BusinessClock } from '#domain/assessment/business-clock.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { formatDate } from '#domain/text/format-date.ts';
import { languageName } from '#domain/text/language-names.ts';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { Due } from '../desk/due.tsx';
import { LeadFrame } from '../lead/lead-frame.tsx';
import type { NamedIssuer } from '#domain/access/issuers.ts';
import { type HeldAttempt, type Workload, mostHeld, unheldShown } from './workload.queries.ts';

export type WorkloadPageProps = {
  context: PageContext;
  clocks: ReadonlyMap<string, BusinessClock>;
  issuers: readonly NamedIssuer[];
  workload: readonly Workload[];
  /** Whose attempts are shown; undefined: what nobody has. */
  chosen: { id: string; name: string } | undefined;
  attempts: readonly HeldAttempt[];
  notice?: string | undefined;
  refusal?: string | undefined;
  /** What was chosen where it was refused. */
  typed?: Readonly<Record<string, string>>;
};

/** Who has how much, and who is to have what. */
export function WorkloadPage({ context, issuers, workload, chosen, notice, refusal, ...rest }: WorkloadPageProps) {
  return (
    <LeadFrame context={context} current="workload" title="Workload" hasErrors={refusal !== undefined}>
      {refusal && (
        <div className="alert alert-error" role="alert">
          {refusal}
        </div>
      )}
      {notice && (
        <p className="alert alert-success" role="status">
          {notice}
        </p>
      )}
      <header className="page-head">
        <h1>Workload</h1>
        <p className="lead">
          {countOf(new Set(workload.map(({ id }) => id)).size, 'person assesses', 'people assess')} here.
        </p>
      </header>
      {issuers.map((issuer) => (
        <People
          key={issuer.id}
          issuer={issuer}
          people={workload.filter(({ issuerId }) => issuerId === issuer.id)}
          chosen={chosen?.id}
          isOnly={issuers.length === 1}
        />
      ))}
      <Attempts
        {...rest}
        {...{ workload, chosen }}
        isOwn={chosen?.id === context.viewer?.person.id}
        now={context.now}
      />
    </LeadFrame>
  );
}

type PeopleProps = { issuer: NamedIssuer; people: readonly Workload[]; chosen: string | undefined; isOnly: boolean };

function People({ issuer, people, chosen, isOnly }: PeopleProps) {
  return (
    <section aria-label={`Who assesses for ${issuer.name}`} className="desk-section">
      {!isOnly && <h2>{issuer.name}</h2>}
      {people.length === 0 ? (
        <p className="empty-state">Nobody assesses for {issuer.name} yet. An issuer admin can invite assessors.</p>
      ) : (
        <table className="table desk-table workload-table">
          <caption className="sr-only">Assessors of {issuer.name} and what they hold</caption>
          <thead>
            <tr>
              <th scope="col">Assessor</th>
              <th scope="col">Load</th>
              <th scope="col">Overdue</th>
              <th scope="col">Last 30 days</th>
              <th scope="col">Languages</th>
              <th scope="col">Availability</th>
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <Person key={person.id} person={person} isChosen={person.id === chosen} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Person({ person, isChosen }: { person: Workload; isChosen: boolean }) {
  const { id, name, isLead, claimed, assigned, maxLoad, overdue, finished, languages, away } = person;
  const held = claimed + assigned;
  return (
    <tr>
      <th scope="row">
        <a href={`/lead/workload?assessor=${id}#attempts`} aria-current={isChosen ? 'true' : undefined}>
          {name}
        </a>
        {isLead && <span className="meta desk-table__issuer">Lead assessor</span>}
      </th>
      <td data-label="Load">
        <span className="numeral">
          {held} of {maxLoad}
        </span>{' '}
        <span className="meta">
          {claimed} begun, {assigned} given
        </span>
        <progress
          className="progress progress-primary load-bar"
          value={Math.min(held, maxLoad)}
          max={Math.max(1, maxLoad)}
          aria-hidden="true"
        />
      </td>
      <td data-label="Overdue">{overdue > 0 ? <Status name="overdue" word={String(overdue)} /> : '0'}</td>
      <td data-label="Last 30 days">{countOf(finished, 'assessment')}</td>
      <td data-label="Languages">{languages?.map(languageName).join(', ') ?? 'Any'}</td>
      <td data-label="Availability">
        <Presence person={person} away={away} />
      </td>
    </tr>
  );
}

function Presence({ person: { awayFrom, awayUntil }, away }: { person: Workload; away: boolean }) {
  if (awayFrom === null || awayUntil === null) return <Status name="complete" word="Available" />;
  const day = (text: string) => formatDate(new Date(`${text}T00:00:00Z`));
  if (away) return <Status name="withdrawn" word={`Away until ${day(awayUntil)}`} />;
  return (
    <>
      <Status name="complete" word="Available" />{' '}
      <span className="meta">
        away from {day(awayFrom)} until {day(awayUntil)}
      </span>
    </>
  );
}

type AttemptsProps = Pick<WorkloadPageProps, 'attempts' | 'chosen' | 'workload' | 'clocks' | 'typed'> & {
  /** Whether those who look have chosen themselves. */
  isOwn: boolean;
  now: Date;
};

function Attempts({ attempts, chosen, isOwn, workload, clocks, typed = {}, now }: AttemptsProps) {
  return (
    <section aria-labelledby="attempts" className="desk-section">
      <h2 id="attempts">{chosen ? `With ${chosen.name}` : 'With nobody yet'}</h2>
      {chosen && (
        <p>
          <a href={isOwn ? '/desk/conflicts' : `/lead/workload/${chosen.id}/conflicts`}>Conflicts of interest</a>{' '}
          <a href="/lead/workload#attempts">Show what nobody has</a>
        </p>
      )}
      {attempts.length === 0 ? (
        <p className="empty-state">
          {chosen ? `${chosen.name} holds nothing now.` : 'Everything that waits to be scored is with somebody.'}
        </p>
      ) : (
        <table className="table desk-table workload-table">
          <caption className="sr-only">Attempts, the first due first</caption>
          <thead>
            <tr>
              <th scope="col">Attempt</th>
              <th scope="col">Due</th>
              <th scope="col">Since</th>
              <th scope="col">Give to</th>
            </tr>
          </thead>
          <tbody>
            {attempts.map((attempt) => (
              <tr key={attempt.attemptId}>
                <th scope="row">
                  {attempt.title}
                  <span className="meta desk-table__issuer">
                    Attempt {attempt.number} by {attempt.earnerName}
                    {attempt.stage === 'adjudication' && ', to adjudicate'}
                  </span>
                  {attempt.how === undefined && attempt.passedOverAt && (
                    <Status name="overdue" word="Nobody to give it to" />
                  )}
                </th>
                <td data-label="Due">
                  <Due at={attempt.dueAt} now={now} clock={clocks.get(attempt.issuerId)} pausedAt={attempt.pausedAt} />
                </td>
                <td data-label="Since">
                  <Day at={attempt.since} /> <span className="meta">{attempt.how ?? 'handed in'}</span>
                </td>
                <td className="desk-table__action">
                  <HandOverForm attempt={attempt} chosen={chosen} workload={workload} typed={typed} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {attempts.length >= (chosen ? mostHeld : unheldShown) && (
        <p className="meta">Only the first {attempts.length} are shown, the first due first.</p>
      )}
    </section>
  );
}

type HandOverFormProps = Pick<AttemptsProps, 'chosen' | 'workload' | 'typed'> & { attempt: HeldAttempt };

function HandOverForm({ attempt, chosen, workload, typed = {} }: HandOverFormProps) {
  const { attemptId, issuerId, title, number, earnerName } = attempt;
  const others = workload.filter((person) => person.issuerId === issuerId && person.id !== chosen?.id);
  const which = `${title}, attempt ${number} by ${earnerName}`;
  return (
    <form method="post" action={`/lead/attempts/${attemptId}/hand-over`} className="hand-over">
      {chosen && <input type="hidden" name="from" value={chosen.id} />}
      <select
        name="to"
        className="select select-sm"
        aria-label={`Give to: ${which}`}
        defaultValue={typed.attempt === attemptId ? (typed.to ?? '') : ''}
        required={!chosen}
      >
        <option value="">{chosen ? 'Back to the queue' : 'Choose somebody'}</option>
        {others.map((person) => (
          <option key={person.id} value={person.id}>
            {person.name} ({person.claimed + person.assigned} of {person.maxLoad}
            {person.away && ', away'})
          </option>
        ))}
      </select>
      <button type="submit" className="btn btn-sm">
        {chosen ? 'Hand over' : 'Give'}
        <span className="sr-only">: {which}</span>
      </button>
    </form>
  );
}
