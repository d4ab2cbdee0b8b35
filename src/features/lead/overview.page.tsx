import type { BusinessClock } from '#domain/assessment/business-clock.ts';
import { hasRole } from '#domain/access/viewer.ts';
import type { PageContext } from '#ui/page-context.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { Day } from '#ui/moment.tsx';
import { Status } from '#ui/status.tsx';
import { Due } from '../desk/due.tsx';
import { LeadFrame } from './lead-frame.tsx';
import { hinderedAdvice, hinderedSentence, waitsForWords } from '../judging/hindered-words.ts';
import { type NobodysAttempt, nobodysLookedAt } from '../queue/who-may.queries.ts';
import type { WaitingStatus } from '../status/award-history.queries.ts';
import type { LeadCounts } from './lead.queries.ts';

const shown: readonly { key: keyof LeadCounts; label: string; href: string }[] = [
  { key: 'held', label: 'Decisions held', href: '/lead/decisions#held' },
  { key: 'adjudications', label: 'With an adjudicator', href: '/lead/decisions#adjudications' },
  { key: 'checksOverdue', label: 'Completeness checks overdue', href: '/lead/workload' },
  { key: 'decisionsOverdue', label: 'Decisions overdue', href: '/lead/workload' },
  { key: 'appeals', label: 'Appeals against decisions', href: '/lead/appeals' },
  { key: 'concerns', label: 'Concerns open', href: '/lead/concerns' },
];

const revocationLabel = 'Appeals against revocations';

export type LeadOverviewPageProps = {
  context: PageContext;
  counts: LeadCounts;
  /** What waits for somebody who is not there, the first due first. */
  nobodys: readonly NobodysAttempt[];
  /** Of the issuers, by which what is due is counted. */
  clocks: ReadonlyMap<string, BusinessClock>;
  /** Revocations that are under way, and renewals that wait. */
  statusWaiting: readonly WaitingStatus[];
  /** The issuers whose attempts the viewer may open. */
  ledIds: readonly string[];
};

/** Where whoever leads the assessing begins: what waits for them. */
export function LeadOverviewPage({ context, counts, nobodys, clocks, ledIds, statusWaiting }: LeadOverviewPageProps) {
  const leads = hasRole(context.viewer, ['lead_assessor']);
  const waiting = nobodys.length > 0 || statusWaiting.length > 0 || Object.values(counts).some((count) => count > 0);
  const revocationAppeals = statusWaiting.filter(({ kind }) => kind === 'appeal').length;
  return (
    <LeadFrame context={context} current="overview" title="Overview">
      <header className="page-head">
        <h1>Assessing</h1>
        <p className="lead">
          {waiting ? 'What waits for you, and what is late.' : 'Nothing waits for you, and nothing is late.'}
        </p>
      </header>
      <dl className="lead-counts">
        {shown.map(({ key, label, href }) => (
          <div key={key}>
            <dt>{leads ? <a href={href}>{label}</a> : label}</dt>
            <dd className="numeral">{counts[key]}</dd>
          </div>
        ))}
        <div>
          <dt>{revocationAppeals === 0 ? revocationLabel : <a href="#awards">{revocationLabel}</a>}</dt>
          <dd className="numeral">{revocationAppeals}</dd>
        </div>
      </dl>
      {statusWaiting.length > 0 && <StatusWaiting rows={statusWaiting} />}
      {nobodys.length > 0 && <Nobodys {...{ nobodys, clocks, ledIds }} now={context.now} />}
    </LeadFrame>
  );
}

const statusWords = {
  appeal: { name: 'overdue', word: 'Appeal to decide' },
  renewal: { name: 'waiting', word: 'Renewal to decide' },
  announced: { name: 'waiting', word: 'Revocation announced' },
} as const;

function StatusWaiting({ rows }: { rows: readonly WaitingStatus[] }) {
  return (
    <section className="desk-section" aria-labelledby="awards-title" id="awards">
      <h2 id="awards-title">Awards</h2>
      <ul className="rows mt-3">
        {rows.map(({ publicId, issuerSlug, title, earner, kind, at }) => (
          <li key={`${publicId} ${kind}`}>
            <p>
              <a href={`/admin/${issuerSlug}/awards/${publicId}`}>
                {title}, {earner}
              </a>
            </p>
            <p className="mt-1">
              <Status {...statusWords[kind]} />{' '}
              <span className="meta">
                {kind === 'announced' ? 'takes effect on ' : 'since '}
                <Day at={at} />
              </span>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** More are counted, not listed: the first ones say what is missing. */
const nobodysShown = 20;

type NobodysProps = Pick<LeadOverviewPageProps, 'nobodys' | 'clocks' | 'ledIds'> & { now: Date };

function Nobodys({ nobodys, clocks, ledIds, now }: NobodysProps) {
  const shown = nobodys.slice(0, nobodysShown);
  return (
    <section className="desk-section" aria-labelledby="nobodys-title" id="nobodys">
      <h2 id="nobodys-title">Waiting for somebody</h2>
      <p>
        {nobodys.length === 1
          ? 'One attempt has nobody who may take it now.'
          : `${countOf(nobodys.length, 'attempt')} have nobody who may take them now.`}{' '}
        {nobodys.length > nobodysShown && `The first ${nobodysShown} are shown. `}
        <span className="meta">Of each kind, the {nobodysLookedAt} first due are looked at.</span>
      </p>
      <ul className="rows nobodys">
        {shown.map((attempt) => (
          <li key={`${attempt.attemptId} ${attempt.waitsFor}`}>
            <p className="nobodys__what">
              <Nobody attempt={attempt} isLed={ledIds.includes(attempt.issuerId)} />{' '}
              <Status name="waiting" word={waitsForWords[attempt.waitsFor]} />{' '}
              <Due at={attempt.dueAt} now={now} clock={clocks.get(attempt.issuerId)} />
            </p>
            <p>{hinderedSentence(attempt.hindered)}</p>
            <p className="meta">{hinderedAdvice(attempt.waitsFor, attempt.hindered)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Nobody({ attempt, isLed }: { attempt: NobodysAttempt; isLed: boolean }) {
  const { attemptId, title, number, waitsFor } = attempt;
  const name = `${title}, attempt ${number}`;
  const place = waitsFor === 'appeal' ? 'appeals' : 'attempts';
  return isLed ? <a href={`/lead/${place}/${attemptId}`}>{name}</a> : <strong>{name}</strong>;
}
