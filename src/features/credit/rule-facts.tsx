import { natureWords, sourceWords } from '#domain/credit/entry.ts';
import { type Cap, type CreditRule, type FormField, askInstead } from '#domain/credit/rule-schema.ts';
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

/** `source` is missing in versions that were published before this fact had to name one. */
type Fact = { name: string; value: string; source?: string | undefined; note?: string | undefined };

/** What a rule says, each fact with where it comes from, or that nobody says it and somebody must be asked. */
export function RuleFacts({ rule, number }: { rule: CreditRule; number: number }) {
  const place = new Map(rule.sources.map(({ id }, index) => [id, index + 1]));
  return (
    <section className="panel" aria-labelledby="rule">
      <h2 id="rule">The rule</h2>
      <p className="meta">
        {rule.title}, version {number}
      </p>
      <dl className="facts">
        {factsOf(rule).map(({ name, value, source, note }) => (
          <div key={name}>
            <dt>
              {name} <Source source={source} place={place} />
            </dt>
            <dd>{value}</dd>
            {note !== undefined && <dd className="credit-note">{note}</dd>}
          </div>
        ))}
      </dl>
      {rule.evidence.length > 0 && (
        <>
          <h3>What to keep or hand in</h3>
          <ul>
            {rule.evidence.map(({ text, source }) => (
              <li key={text}>
                {text} <Source source={source} place={place} />
              </li>
            ))}
          </ul>
        </>
      )}
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

function Source({ source, place }: { source: string | undefined; place: ReadonlyMap<string, number> }) {
  if (source === askInstead) return <strong className="credit-unsaid">No source: ask</strong>;
  const number = source === undefined ? undefined : place.get(source);
  return number === undefined ? null : <a href={`#rule-source-${source}`}>[{number}]</a>;
}

function factsOf(rule: CreditRule): Fact[] {
  const { licenceNumber, effective, hours, cycle, accepts, approval, form, records, provider, deadline, retention } =
    rule;
  const years = (count: number) => `${count} ${count === 1 ? 'year' : 'years'}`;
  const until = effective.to === undefined ? '' : ` until ${dayText(effective.to)}`;
  const facts: (Fact | undefined)[] = [
    licenceNumber.format && {
      name: licenceNumber.name,
      value: upperFirst(licenceNumber.format.says),
      ...licenceNumber.format,
    },
    { name: 'For activities', value: `Since ${dayText(effective.from)}${until}`, ...effective },
    { name: 'Hours in a cycle', value: String(hours.perCycle), ...hours },
    {
      name: 'Cycle',
      value: cycle.begins === 'on-the-licence' ? `${years(cycle.years)}, as your licence says` : years(cycle.years),
      ...cycle,
    },
    { name: 'Counts', value: accepts.sources.map((one) => sourceWords[one]).join(', '), ...accepts },
    accepts.natures && { name: 'Kinds of activity', value: accepts.natures.map((one) => natureWords[one]).join(', ') },
    {
      name: 'Hours that only you vouch for',
      value: accepts.selfReported ? 'Counted' : 'Not counted here',
      source: accepts.source,
    },
    ...rule.caps.map((cap) => ({ name: capName(cap), value: `At most ${cap.hours} hours`, ...cap })),
    rule.caps.length === 0 ? { name: 'Caps', value: 'None is written down' } : undefined,
    rule.minimum && { name: 'Least of one activity', value: `${rule.minimum.hours} hours`, ...rule.minimum },
    ...rule.conversions.map((one) => ({ name: `One ${one.unit}`, value: `${one.hours} clock hours`, ...one })),
    { name: 'Must approve', value: approverWords[approval.by], ...approval },
    { name: 'Form', value: `${form.title}: ${form.asks.map((one) => askWord(one, rule)).join(', ')}`, ...form },
    provider && { name: 'Provider', value: provider.approved ? 'Approved by the agency' : 'Any', ...provider },
    records && {
      name: 'Provider keeps',
      value: [
        `A roster with ${records.roster.map((one) => askWord(one, rule)).join(' and ')}`,
        ...(records.evaluations ? ['evaluations'] : []),
      ].join(', '),
      ...records,
    },
    { name: 'Provider keeps records', value: years(retention.years), ...retention },
    {
      name: 'To be reported',
      value:
        deadline.daysBeforeEnd === 0
          ? 'By the end of the cycle'
          : `${deadline.daysBeforeEnd} days before the cycle ends`,
      ...deadline,
    },
  ];
  return facts.filter((fact) => fact !== undefined);
}

function upperFirst(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function askWord(field: FormField, { licenceNumber }: CreditRule): string {
  if (field === 'licence-number') return licenceNumber.name;
  return field === 'hours' ? 'clock hours' : field;
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
