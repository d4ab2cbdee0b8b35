import { natureWords, sourceWords } from '#domain/credit/entry.ts';
import type { Cap, CreditRule } from '#domain/credit/rule-schema.ts';
import { approverWords, dayText } from './credit-words.ts';

/** The plain warning of a rule. */
export function RuleWarning({ rule }: { rule: CreditRule }) {
  return (
    <div className="alert alert-warning credit-ask">
      <p>
        <strong>Ask {rule.ask.whom}.</strong> {rule.ask.text}
      </p>
    </div>
  );
}

/** What a rule says, each fact with where it comes from. */
export function RuleFacts({ rule, number }: { rule: CreditRule; number: number }) {
  const years = `${rule.cycle.years} ${rule.cycle.years === 1 ? 'year' : 'years'}`;
  const facts: { name: string; value: string; source: string; note?: string | undefined }[] = [
    { name: 'Hours in a cycle', value: String(rule.hours.perCycle), ...rule.hours },
    {
      name: 'Cycle',
      value: rule.cycle.begins === 'on-the-licence' ? `${years}, as your licence says` : years,
      ...rule.cycle,
    },
    { name: 'Counts', value: rule.accepts.sources.map((one) => sourceWords[one]).join(', '), ...rule.accepts },
    ...rule.caps.map((cap) => ({ name: capName(cap), value: `At most ${cap.hours} hours`, ...cap })),
    ...(rule.minimum ? [{ name: 'Least of one activity', value: `${rule.minimum.hours} hours`, ...rule.minimum }] : []),
    ...rule.conversions.map((one) => ({ name: `One ${one.unit}`, value: `${one.hours} clock hours`, ...one })),
    { name: 'Must approve', value: approverWords[rule.approval.by], ...rule.approval },
    { name: 'Form', value: rule.form.title, ...rule.form },
    ...(rule.provider
      ? [{ name: 'Provider', value: rule.provider.approved ? 'Approved by the agency' : 'Any', ...rule.provider }]
      : []),
    { name: 'Provider keeps records', value: `${rule.retention.years} years`, ...rule.retention },
  ];
  const place = new Map(rule.sources.map(({ id }, index) => [id, index + 1]));
  return (
    <section className="panel" aria-labelledby="rule">
      <h2 id="rule">The rule</h2>
      <p className="meta">
        {rule.title}, version {number}, for activities since {dayText(rule.effective.from)}
        {rule.effective.to !== undefined && ` until ${dayText(rule.effective.to)}`}
      </p>
      <dl className="facts">
        {facts.map(({ name, value, source, note }) => (
          <div key={name}>
            <dt>
              {name} <a href={`#rule-source-${source}`}>[{place.get(source)}]</a>
            </dt>
            <dd>{value}</dd>
            {note !== undefined && <dd className="credit-note">{note}</dd>}
          </div>
        ))}
      </dl>
      <h3>Where this comes from</h3>
      <ol className="credit-sources">
        {rule.sources.map(({ id, citation, url, asOf }) => (
          <li key={id} id={`rule-source-${id}`}>
            {url === undefined ? citation : <a href={url}>{citation}</a>}, as of {dayText(asOf)}
          </li>
        ))}
      </ol>
    </section>
  );
}

function capName(cap: Cap): string {
  switch (cap.per) {
    case 'cycle':
      return 'All together in a cycle';
    case 'activity':
      return 'One activity';
    case 'source':
      return `${cap.sources.map((one) => sourceWords[one]).join(', ')} in a cycle`;
    case 'nature':
      return `${cap.natures.map((one) => natureWords[one]).join(', ')} in a cycle`;
  }
}
