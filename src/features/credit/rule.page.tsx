import { formatDate } from '#domain/text/format-date.ts';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { RuleFacts, RuleWarning } from './rule-facts.tsx';
import type { RuleVersion } from './rules.queries.ts';

/** Of the current version, or of the one that a claim holds to. */
export function ruleAddress(slug: string, number?: number): string {
  return `/credit/rules/${slug}${number === undefined ? '' : `?version=${number}`}`;
}

type Props = { context: PageContext; version: RuleVersion & { isCurrent: boolean } };

/** All that a rule says on one page, for anyone: caps, days, forms and evidence, sources, and whom to ask. */
export function RulePage({ context, version: { rule, slug, number, sha256, isCurrent } }: Props) {
  const today = context.now.toISOString().slice(0, 10);
  const { from, to } = rule.effective;
  return (
    <Layout context={context} title={rule.title} description={`What counts towards a renewal: ${rule.title}`}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        {context.viewer === null ? <a href="/">Home</a> : <a href="/credit">Credit ledger</a>}
      </nav>
      <header className="page-head">
        <p className="eyebrow">Credit rule, {rule.jurisdiction.name}</p>
        <h1>{rule.title}</h1>
        <p className="lead">
          {rule.hours.perCycle} hours every {rule.cycle.years === 1 ? 'year' : `${rule.cycle.years} years`}, for the
          renewal of: {rule.licences.map(({ title }) => title).join(', ')}
        </p>
      </header>
      {!isCurrent && (
        <p className="alert alert-info credit-ask">
          <span>
            This is version {number}, which claims that were begun under it keep to.{' '}
            <a href={ruleAddress(slug)}>See the current version</a>
          </span>
        </p>
      )}
      {(today < from || (to !== undefined && today > to)) && (
        <p className="alert alert-warning credit-ask">
          This version is not written for activities of today. Those that end on its days fall under it.
        </p>
      )}
      <RuleWarning rule={rule} />
      <div className="credit-rule section">
        <RuleFacts rule={rule} number={number} />
      </div>
      <p className="meta section">
        This is what was read in the sources on the days that stand with them, and no legal advice. Tessera counts by
        it; it changes when it is published anew. {formatDate(context.now)}, SHA-256 {sha256.slice(0, 16)} …
      </p>
    </Layout>
  );
}
