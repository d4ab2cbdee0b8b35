import type { ClaimTotals } from '#domain/credit/claim-totals.ts';
import { deadlineOf, daysUntil } from '#domain/credit/cycle.ts';
import { creditsOf, formatQuarters, hoursOf } from '#domain/credit/quarters.ts';
import { ErrorSummary, Field, type FormErrors } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { WideTable } from '#ui/wide-table.tsx';
import type { Claim } from './claims.queries.ts';
import { dayText, daysText, explainLine, totalsText } from './credit-words.ts';
import type { LedgerEntry } from './ledger.queries.ts';
import { LicenceFields } from './licence-fields.tsx';
import type { Licence } from './licences.queries.ts';
import type { RecognisableAward } from './recognition.queries.ts';
import { RecognitionSection } from './recognition.page.tsx';
import { RuleFacts, RuleWarning } from './rule-facts.tsx';
import { ruleAddress } from './rule.page.tsx';
import type { RuleVersion } from './rules.queries.ts';

type Typed = { typed: Readonly<Record<string, string>>; errors: FormErrors };

type LicencePageProps = {
  context: PageContext;
  licence: Licence;
  counted: ClaimTotals;
  entries: readonly LedgerEntry[];
  /** Awards without hours, and what is claimed of them for this rule. */
  awards: readonly RecognisableAward[];
  recognition: readonly Claim[];
} & Typed;

/** One licence: what counts towards its renewal, explained line by line, and the rule that says so. */
export function LicencePage(props: LicencePageProps) {
  const { context, licence, counted, entries, awards, recognition, typed, errors } = props;
  const { rule, cycle, title } = licence;
  const deadline = deadlineOf(rule, cycle);
  const left = daysUntil(deadline, context.now.toISOString().slice(0, 10));
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const open = entries.filter(
    ({ claimId, state, endsOn }) =>
      claimId === null && state === 'counts' && endsOn >= cycle.begins && endsOn <= cycle.ends,
  );
  return (
    <Layout context={context} title={title} hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/awards">My awards</a>
        <a href="/credit">Credit ledger</a>
      </nav>
      <ErrorSummary errors={errors} />
      <header className="page-head">
        <h1>{title}</h1>
        <p className="lead">
          {hoursOf(counted.accepted)} of {hoursOf(counted.needed)} hours accepted. {totalsText(counted)}
        </p>
        <progress
          className="credit-progress"
          max={counted.needed}
          value={Math.min(counted.accepted, counted.needed)}
          aria-label="Hours accepted"
        />
        <p className="meta">
          Cycle {daysText(cycle.begins, cycle.ends)}.{' '}
          {left >= 0 ? `${left} ${left === 1 ? 'day' : 'days'} until ${dayText(deadline)}.` : 'It is over.'}
        </p>
      </header>
      <RuleWarning rule={rule} />
      <p className="mt-4">
        <a href={ruleAddress(licence.ruleSlug, licence.ruleNumber)}>The whole rule on one page</a>, to print or to show
        somebody
      </p>
      <div className="split section">
        <div className="stack">
          <section aria-labelledby="counted">
            <h2 id="counted">What is claimed</h2>
            {counted.lines.length === 0 ? (
              <p className="muted">Nothing is claimed for this cycle yet.</p>
            ) : (
              <WideTable label="What is claimed" head={['Activity', 'Hours', 'Accepted', 'Waiting']}>
                {counted.lines.map((line) => (
                  <tr key={line.entryId}>
                    <th scope="row">
                      <a href={`/credit/claims/${byId.get(line.entryId)?.claimId ?? ''}`}>
                        {byId.get(line.entryId)?.title}
                      </a>
                      {explainLine(line).map((why) => (
                        <p key={why} className="meta">
                          {why}
                        </p>
                      ))}
                      {line.lacksProvider && line.standing === 'under-way' && line.counted > 0 && (
                        <p className="meta">No approval of the provider is entered.</p>
                      )}
                    </th>
                    <td className="numeral">{hoursOf(line.quarters)}</td>
                    <td className="numeral">{line.standing === 'accepted' ? hoursOf(line.counted) : 0}</td>
                    <td className="numeral">{line.standing === 'under-way' ? hoursOf(line.counted) : 0}</td>
                  </tr>
                ))}
              </WideTable>
            )}
            {rule.conversions.map(({ unit, hours }) => (
              <p key={unit} className="meta">
                What is accepted is {creditsOf(counted.accepted, hours)} in {unit}s of {hours} clock hours.
              </p>
            ))}
          </section>
          <section className="section" aria-labelledby="open">
            <h2 id="open">Not claimed yet</h2>
            {open.length === 0 && <p className="muted">There are no other hours in this cycle.</p>}
            <ul className="rows">
              {open.map(({ id, title: name, quarters, endsOn }) => (
                <li key={id}>
                  {name}
                  <p className="meta">
                    {formatQuarters(quarters)}, {dayText(endsOn)}
                  </p>
                  <a href={`/credit/claims/new?entry=${id}&licence=${licence.id}`}>
                    See what would count<span className="sr-only"> of {name}</span>
                  </a>
                </li>
              ))}
            </ul>
          </section>
          <RecognitionSection licence={licence} claims={recognition} awards={awards} />
          <section className="section" aria-labelledby="change">
            <h2 id="change">Number and cycle</h2>
            <form method="post" action={`/credit/licences/${licence.id}`} noValidate>
              <LicenceFields rule={rule} typed={typed} errors={errors} />
              <button type="submit" className="btn">
                Save
              </button>
            </form>
            <details className="panel mt-6">
              <summary>Remove this licence</summary>
              <form method="post" action={`/credit/licences/${licence.id}/remove`}>
                <p>Your hours stay in the ledger. Claims that are under way must be withdrawn first.</p>
                <button type="submit" className="btn">
                  Remove it
                </button>
              </form>
            </details>
          </section>
        </div>
        <aside>
          <RuleFacts rule={rule} number={licence.ruleNumber} />
        </aside>
      </div>
    </Layout>
  );
}

type NewLicencePageProps = {
  context: PageContext;
  rules: readonly RuleVersion[];
  chosen: RuleVersion | undefined;
  next: string;
} & Typed;

/** First the rule, then what it asks for. */
export function NewLicencePage({ context, rules, chosen, next, typed, errors }: NewLicencePageProps) {
  return (
    <Layout context={context} title="Add a licence" hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/awards">My awards</a>
        <a href="/credit">Credit ledger</a>
      </nav>
      <ErrorSummary errors={errors} />
      <header className="page-head">
        <h1>Add a licence</h1>
        <p className="lead">What counts depends on the state or district and on the licence.</p>
      </header>
      {rules.length === 0 && (
        <p className="empty-state">No rule is in force here. Your hours are in your ledger all the same.</p>
      )}
      {!chosen && (
        <ul className="rows">
          {rules.map(({ slug, rule }) => (
            <li key={slug}>
              <a href={`/credit/licences/new?rule=${slug}${next === '' ? '' : `&next=${encodeURIComponent(next)}`}`}>
                {rule.title}
              </a>
              <p className="meta">
                {rule.hours.perCycle} hours every {rule.cycle.years === 1 ? 'year' : `${rule.cycle.years} years`}
              </p>
            </li>
          ))}
        </ul>
      )}
      {!chosen && rules.length > 0 && (
        <p className="mt-6">
          Is yours not here? Nobody has written its rule down with its sources yet. Ask the office that renews your
          licence what counts, and take a transcript of your hours with you.
        </p>
      )}
      {chosen && (
        <div className="split">
          <form method="post" action="/credit/licences" noValidate>
            <input type="hidden" name="rule" value={chosen.slug} />
            <input type="hidden" name="next" value={next} />
            <Field name="licenceType" label="Licence" errors={errors}>
              {(control) => (
                <select {...control} className="select" defaultValue={typed.licenceType}>
                  {chosen.rule.licences.map(({ id, title }) => (
                    <option key={id} value={id}>
                      {title}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            <LicenceFields rule={chosen.rule} typed={typed} errors={errors} />
            <button type="submit" className="btn btn-primary">
              Add the licence
            </button>
          </form>
          <aside className="stack">
            <RuleWarning rule={chosen.rule} />
            <RuleFacts rule={chosen.rule} number={chosen.number} />
          </aside>
        </div>
      )}
    </Layout>
  );
}
