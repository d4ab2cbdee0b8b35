import { recordWords } from '#domain/credit/provider-records.ts';
import { ErrorSummary, Field, type FormErrors } from '#ui/form.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { type AdminIssuer } from '../admin/admin.queries.ts';
import { counted } from '../admin/admin-frame.tsx';
import { dayText } from '../credit/credit-words.ts';
import { ProviderFrame } from './provider-frame.tsx';
import { type Held, type RecordClock, sumOf } from './records.queries.ts';

type Props = {
  context: PageContext;
  issuer: AdminIssuer;
  clocks: readonly RecordClock[];
  /** What was done away with just now. */
  disposed?: string | undefined;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

/** For how long what is kept, and what may go. Nothing goes by itself. */
export function RecordsPage({ context, issuer, clocks, disposed, typed = {}, errors = [] }: Props) {
  return (
    <ProviderFrame context={context} issuer={issuer} page="Records" hasErrors={errors.length > 0}>
      <ErrorSummary errors={errors} />
      {disposed !== undefined && (
        <p className="alert alert-success mb-6" role="status">
          {disposed}
        </p>
      )}
      <header className="page-head">
        <h1>Records</h1>
        <p className="lead">
          How long you keep what a provider has to keep. Nothing is deleted by itself: what is due goes when one of you
          says so. Awards and credit ledgers always stay.
        </p>
      </header>
      <div className="provider-clocks">
        {clocks.map((clock) => (
          <Clock key={clock.kind} clock={clock} path={`/admin/${issuer.slug}/records`} typed={typed} errors={errors} />
        ))}
      </div>
    </ProviderFrame>
  );
}

function Clock({
  clock,
  path,
  typed,
  errors,
}: {
  clock: RecordClock;
  path: string;
  typed: Readonly<Record<string, string>>;
  errors: FormErrors;
}) {
  const { kind, years, asked, isSet, rules, kept, due, through, next } = clock;
  const isDue = sumOf(due) > 0;
  const field = `years-${kind}`;
  const isTyped = typed.kind === kind;
  return (
    <section className="panel stack" aria-labelledby={kind}>
      <h2 id={kind}>{recordWords[kind]}</h2>
      <dl className="facts">
        <div>
          <dt>Kept for</dt>
          <dd>{counted(years, 'year')}</dd>
          <dd className="credit-note">
            {isSet
              ? 'As you set it.'
              : rules.length > 0
                ? `As these rules ask: ${rules.join('; ')}.`
                : 'As usual here; no rule says otherwise.'}
          </dd>
          {kind === 'roster' && (
            <dd className="credit-note">
              The numbers of licences in a batch, too, from the day on which it was sent or taken apart.
            </dd>
          )}
          {isSet && years < asked && (
            <dd className="credit-note">
              <strong>That is less than is asked of you</strong>: {counted(asked, 'year')}
              {rules.length > 0 && `, by ${rules.join('; ')}`}.
            </dd>
          )}
        </div>
        <div>
          <dt>Kept now</dt>
          <dd>{sumOf(kept) === 0 ? 'Nothing yet' : whatOf(kept)}</dd>
        </div>
        <div>
          <dt>Due for disposal</dt>
          <dd>{isDue ? `${whatOf(due)}, of ${dayText(through)} and before` : 'Nothing'}</dd>
          {next !== undefined && <dd className="credit-note">The next becomes due on {dayText(next)}.</dd>}
        </div>
      </dl>
      {isDue && (
        <form method="post" action={`${path}/dispose`} className="alert alert-warning provider-dispose">
          <input type="hidden" name="kind" value={kind} />
          <input type="hidden" name="through" value={through} />
          <p>
            {whatOf(due)} will be deleted for good. That they were kept stays in the trail, of files with their SHA-256.
          </p>
          <button type="submit" className="btn">
            Delete what is due<span className="sr-only">: {recordWords[kind]}</span>
          </button>
        </form>
      )}
      <details open={isTyped && errors.length > 0}>
        <summary>
          Change how long<span className="sr-only"> {recordWords[kind]} are kept</span>
        </summary>
        <form method="post" action={path} noValidate>
          <input type="hidden" name="kind" value={kind} />
          <Field name={field} label="Years" hint="Empty: as the rules ask." errors={errors}>
            {(control) => (
              <input
                {...control}
                name="years"
                className="input"
                inputMode="numeric"
                maxLength={3}
                defaultValue={isTyped ? typed.years : isSet ? years : ''}
              />
            )}
          </Field>
          <button type="submit" className="btn">
            Save
          </button>
        </form>
      </details>
    </section>
  );
}

/** “2 files and 12 licence numbers in batches”. */
export function whatOf({ files, answers, numbers }: Held): string {
  return [
    files > 0 && counted(files, 'file'),
    answers > 0 && `${counted(answers, 'answer')} to evaluations`,
    numbers > 0 && `${counted(numbers, 'licence number')} in batches`,
  ]
    .filter(Boolean)
    .join(' and ');
}
