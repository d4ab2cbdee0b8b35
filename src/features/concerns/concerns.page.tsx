import { type ConcernKind, concernKinds } from '#domain/assessment/concern.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { Moment } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { LeadFrame } from '../lead/lead-frame.tsx';
import { ConcernStatus } from './concern-status.tsx';
import type { ConcernFilter, LedConcern } from './led-concerns.queries.ts';

type ConcernsPageProps = {
  context: PageContext;
  concerns: readonly LedConcern[];
  count: number;
  next: string | undefined;
  filter: ConcernFilter;
};

/** What was raised, by the search or by assessors, for those who settle it. */
export function ConcernsPage({ context, concerns, count, next, filter }: ConcernsPageProps) {
  const isFiltered = filter.kind !== undefined || filter.state === 'settled';
  return (
    <LeadFrame context={context} current="concerns" title="Concerns">
      <header className="page-head">
        <h1>Concerns</h1>
        <p className="lead">
          What assessors saw and what the search found. None of it is a verdict: each is looked at by a person, and the
          earner is heard before anything is upheld. Decisions wait meanwhile.
        </p>
      </header>
      <form method="get" action="/lead/concerns" className="toolbar concern-filter">
        <p className="field">
          <label htmlFor="kind">About</label>
          <select id="kind" name="kind" className="select" defaultValue={filter.kind ?? ''}>
            <option value="">Everything</option>
            {(Object.keys(concernKinds) as ConcernKind[]).map((kind) => (
              <option key={kind} value={kind}>
                {concernKinds[kind].short}
              </option>
            ))}
          </select>
        </p>
        <p className="field">
          <label htmlFor="state">State</label>
          <select id="state" name="state" className="select" defaultValue={filter.state ?? ''}>
            <option value="">Any</option>
            <option value="open">Not settled</option>
            <option value="settled">Settled</option>
          </select>
        </p>
        <button type="submit" className="btn">
          Show
        </button>
      </form>
      <p className="meta numeral" role="status">
        {countOf(count, 'concern')}
      </p>
      {concerns.length === 0 ? (
        <div className="empty-state">
          <h2>{isFiltered ? 'None is like that' : 'Nothing to settle'}</h2>
          <p>
            {isFiltered
              ? 'Choose another kind or state.'
              : 'When an assessor raises something, or the search finds the same wording in two earners’ work, it stands here.'}
          </p>
        </div>
      ) : (
        <ul className="rows concern-rows">
          {concerns.map((concern) => (
            <li key={concern.id}>
              <h2>
                <a href={`/lead/concerns/${concern.id}`}>
                  {concernKinds[concern.kind].short}:{' '}
                  {concern.anchor
                    ? `anchor “${concern.anchor.title}”`
                    : `attempt ${concern.number} of ${concern.earnerName}`}
                </a>
              </h2>
              <p>
                <ConcernStatus state={concern.state} /> {concern.title}
              </p>
              <p className="meta">
                {concern.raisedBy === null ? 'Found by the search' : `Raised by ${concern.raisedBy}`},{' '}
                <Moment at={concern.raisedAt} />, {concern.issuerName}
              </p>
            </li>
          ))}
        </ul>
      )}
      {next && (
        <p>
          <a
            className="btn"
            href={`/lead/concerns?${new URLSearchParams({ ...typedFilter(filter), after: next }).toString()}`}
          >
            Earlier ones
          </a>
        </p>
      )}
    </LeadFrame>
  );
}

function typedFilter({ kind, state }: ConcernFilter): Record<string, string> {
  return { ...(kind !== undefined && { kind }), ...(state !== undefined && { state }) };
}
