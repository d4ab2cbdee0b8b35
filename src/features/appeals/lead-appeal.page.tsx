import type { ToldReason } from '#domain/assessment/obstacles.ts';
import { ErrorSummary, Field, type FormErrors } from '#ui/form.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { LeadFrame } from '../lead/lead-frame.tsx';
import { RatingStatus } from '../work/look-for-life.tsx';
import type { DecidedLookFor, LeadAppeal } from './appeals.queries.ts';
import { DueDay, Holder, endedStatus } from './lead-appeals.page.tsx';

export type Candidate = { id: string; name: string; obstacle: ToldReason | undefined };

export type LeadAppealPageProps = {
  context: PageContext;
  appeal: LeadAppeal;
  decided: readonly DecidedLookFor[];
  /** Everyone who assesses for the issuer, with what keeps them from it. */
  candidates: readonly Candidate[];
  notice?: string | undefined;
  errors?: FormErrors;
};

/** One appeal: what it is against, and who answers it. */
export function LeadAppealPage(props: LeadAppealPageProps) {
  const { context, appeal, decided, notice, errors = [] } = props;
  const byKey = new Map(decided.map((one) => [one.lookFor, one]));
  return (
    <LeadFrame
      context={context}
      current="appeals"
      title={`Appeal of ${appeal.earnerName}, ${appeal.title}`}
      hasErrors={errors.length > 0}
    >
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/lead/appeals">Appeals</a>
        <span aria-current="page">Appeal</span>
      </nav>
      <ErrorSummary errors={errors} />
      {notice && (
        <p className="alert alert-success" role="status">
          {notice}
        </p>
      )}
      <header className="page-head">
        <p className="eyebrow">{appeal.issuerName}</p>
        <h1>{appeal.title}</h1>
        <p className="lead">
          {appeal.earnerName} appeals against the decision on attempt {appeal.number}.
        </p>
      </header>
      <div className="split">
        <div>
          <section className="section" aria-labelledby="reason-title">
            <h2 id="reason-title">Why</h2>
            <p className="said-by-earner">{appeal.reason}</p>
          </section>
          <section className="section" aria-labelledby="against-title">
            <h2 id="against-title">What it is against</h2>
            {appeal.lookFors.map(({ id, text }) => {
              const one = byKey.get(id);
              return (
                <article key={id} className="standing" data-look-for={id}>
                  <h3 className="standing__text">{text}</h3>
                  <ol className="standing__history">
                    {one && (
                      <li>
                        Decided: <RatingStatus rating={one.before} />
                        {one.before.comment.trim() !== '' && (
                          <blockquote className="assessor-comment">{one.before.comment}</blockquote>
                        )}
                      </li>
                    )}
                    {one?.after && (
                      <li>
                        On appeal: <RatingStatus rating={one.after} />
                        {one.after.comment.trim() !== '' && (
                          <blockquote className="assessor-comment">{one.after.comment}</blockquote>
                        )}
                      </li>
                    )}
                  </ol>
                </article>
              );
            })}
          </section>
          {appeal.state === 'decided' && (
            <section className="section" aria-labelledby="answer-title">
              <h2 id="answer-title">The answer</h2>
              <blockquote className="assessor-comment">{appeal.answer}</blockquote>
            </section>
          )}
        </div>
        <aside className="stack" aria-label="How it stands">
          <dl className="facts">
            <div>
              <dt>Raised</dt>
              <dd>
                <Day at={appeal.raisedAt} />
              </dd>
            </div>
            {appeal.state === 'open' ? (
              <div>
                <dt>Answer due</dt>
                <dd>
                  <DueDay at={appeal.dueAt} now={context.now} />
                </dd>
              </div>
            ) : (
              <div>
                <dt>Ended</dt>
                <dd>
                  <Status {...endedStatus(appeal)} /> {appeal.endedAt && <Day at={appeal.endedAt} />}
                </dd>
              </div>
            )}
            <div>
              <dt>With</dt>
              <dd>
                <Holder appeal={appeal} />
              </dd>
            </div>
          </dl>
          {appeal.state === 'open' && <WhoAnswers {...props} />}
        </aside>
      </div>
    </LeadFrame>
  );
}

function WhoAnswers({ context, appeal, candidates, errors = [] }: LeadAppealPageProps) {
  const action = `/lead/appeals/${appeal.attemptId}`;
  const me = context.viewer?.person.id;
  const own = candidates.find(({ id }) => id === me);
  const free = candidates.filter(({ id, obstacle }) => !obstacle && id !== appeal.holder?.id);
  const kept = candidates.filter(({ obstacle }) => obstacle);
  const isMine = appeal.holder?.id === me;
  return (
    <section aria-labelledby="who-title" className="stack">
      <h2 id="who-title" className="aside-title">
        Who answers it
      </h2>
      {free.length > 0 ? (
        <form method="post" action={`${action}/give`} className="form">
          <Field
            name="to"
            label={appeal.holder ? 'Give it to somebody else' : 'Give it to an assessor who has not judged it'}
            errors={errors}
          >
            {(control) => (
              <select {...control} className="select" defaultValue="">
                <option value="">Choose</option>
                {free.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <button type="submit" className="btn">
            Give it
          </button>
        </form>
      ) : (
        <p>Nobody else of {appeal.issuerName} may answer it. Certify another assessor first.</p>
      )}
      {(isMine || (!appeal.holder && own && !own.obstacle)) && (
        <form method="post" action={`${action}/take`}>
          <button type="submit" className="btn btn-primary">
            {isMine && appeal.holder?.hasBegun ? 'Go on with it' : 'Answer it myself'}
          </button>
        </form>
      )}
      {kept.length > 0 && (
        <details>
          <summary>Who may not, and why</summary>
          <ul className="talk-list">
            {kept.map(({ id, name, obstacle }) => (
              <li key={id}>
                <strong>{name}</strong>: {obstacle && candidateObstacles[obstacle]}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** The same reasons, said of somebody else. */
export const candidateObstacles: Record<ToldReason, string> = {
  'own-work': 'it is their own work',
  coached: 'they have coached this work, or talked it through',
  'conflict-declared': 'a conflict of interest is declared',
  'same-school': 'they and the earner are, or were, at the same school',
  'peer-in-evidence': 'they were asked to confirm something of it',
  conflict: 'a conflict of interest keeps them from it',
  'not-certified': 'not certified for this micro-credential',
  lapsed: 'their certification has lapsed',
  'names-seen': 'they have seen whose work it is, which is judged without names',
  'sat-already': 'they have judged this attempt',
  away: 'they are away',
};
