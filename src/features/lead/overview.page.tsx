import { hasRole } from '#domain/access/viewer.ts';
import type { PageContext } from '#ui/page-context.ts';
import { LeadFrame } from './lead-frame.tsx';
import type { LeadCounts } from './lead.queries.ts';

const shown: readonly { key: keyof LeadCounts; label: string; href: string }[] = [
  { key: 'held', label: 'Decisions held', href: '/lead/decisions#held' },
  { key: 'adjudications', label: 'With an adjudicator', href: '/lead/decisions#adjudications' },
  { key: 'checksOverdue', label: 'Completeness checks overdue', href: '/lead/workload' },
  { key: 'decisionsOverdue', label: 'Decisions overdue', href: '/lead/workload' },
  { key: 'appeals', label: 'Appeals open', href: '/lead/appeals' },
  { key: 'concerns', label: 'Concerns open', href: '/lead/concerns' },
];

/** Where whoever leads the assessing begins: what waits for them. */
export function LeadOverviewPage({ context, counts }: { context: PageContext; counts: LeadCounts }) {
  const leads = hasRole(context.viewer, ['lead_assessor']);
  const waiting = Object.values(counts).some((count) => count > 0);
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
      </dl>
    </LeadFrame>
  );
}
