import { leastRespondents } from '#domain/credit/evaluation-results.ts';
import type { PageContext } from '#ui/page-context.ts';
import type { AdminIssuer } from '../admin/admin.queries.ts';
import type { EvaluationVersion } from './evaluation-forms.ts';
import type { EvaluationResult, OfferedMicroCredential } from './evaluation.queries.ts';
import { type Filter, PeriodFields, queryOf } from './period-fields.tsx';
import { dayText } from '../credit/credit-words.ts';
import { ProviderFrame } from './provider-frame.tsx';

type Props = {
  context: PageContext;
  issuer: AdminIssuer;
  form: EvaluationVersion | undefined;
  filter: Filter;
  offered: readonly OfferedMicroCredential[];
  results: readonly EvaluationResult[];
};

/** What those who were awarded said, never of fewer than five together. */
export function EvaluationsPage({ context, issuer, form, filter, offered, results }: Props) {
  const path = `/admin/${issuer.slug}/evaluations`;
  const isFiltered = filter.from !== undefined || filter.to !== undefined || filter.microCredential !== undefined;
  return (
    <ProviderFrame context={context} issuer={issuer} page="Evaluations">
      <header className="page-head">
        <h1>Evaluations</h1>
        <p className="lead">
          What those who were awarded say. Answers come out {leastRespondents} at a time, so that nobody can be told
          from the others.
        </p>
      </header>
      <form method="get" action={path} className="report-filter no-print">
        <PeriodFields filter={filter} offered={offered} from="Came out from" to="to" />
        <button type="submit" className="btn">
          Show
        </button>
      </form>
      {results.length === 0 ? (
        <div className="empty-state">
          <h2>{isFiltered ? 'Nothing came out in this choice' : 'No answers yet'}</h2>
          <p>
            {isFiltered
              ? 'Choose a longer period or all micro-credentials.'
              : `Everyone who is awarded a micro-credential is asked once. The first answers show here when ${leastRespondents} people have answered about the same micro-credential.`}
          </p>
          {isFiltered && (
            <p className="actions">
              <a href={path} className="btn">
                Show all
              </a>
            </p>
          )}
        </div>
      ) : (
        <>
          <p className="actions no-print">
            <a href={`/admin/${issuer.slug}/files`} className="btn">
              Make a file for your records
            </a>
          </p>
          {results.map((result) => (
            <Result key={`${result.form.slug} ${result.number}`} result={result} />
          ))}
        </>
      )}
      <p className="meta section">
        {form ? `Asked at present: “${form.title}”, version ${form.number}.` : 'Nothing is asked at present.'}
        {isFiltered && results.length > 0 && <a href={`${path}${queryOf({})}`}> Show all</a>}
      </p>
      {form?.ask && (
        <p className="alert alert-warning credit-ask mt-4">
          <span>
            <strong>Ask {form.ask.whom}.</strong> {form.ask.text}{' '}
            {form.ask.url !== undefined && <a href={form.ask.url}>Where this comes from</a>} As of{' '}
            {dayText(form.ask.asOf)}.
          </span>
        </p>
      )}
    </ProviderFrame>
  );
}

function Result({ result }: { result: EvaluationResult }) {
  const { form, number, respondents, questions } = result;
  const id = `form-${form.slug}-${number}`;
  return (
    <section className="section" aria-labelledby={id}>
      <h2 id={id}>
        “{form.title}”, version {number}
      </h2>
      <p className="meta">{respondents} people answered</p>
      <div className="provider-results">
        {questions.map((question) => (
          <section key={question.id} className="panel" aria-labelledby={`${id}-${question.id}`}>
            <h3 id={`${id}-${question.id}`}>{question.text}</h3>
            {question.kind === 'texts' ? (
              question.texts.length === 0 ? (
                <p className="muted">Nobody wrote anything.</p>
              ) : (
                <>
                  <ul className="provider-said">
                    {question.texts.map((text, index) => (
                      <li key={index}>{text}</li>
                    ))}
                  </ul>
                  {question.answered > question.texts.length && (
                    <p className="meta">{question.answered - question.texts.length} more are in the file.</p>
                  )}
                </>
              )
            ) : (
              <>
                {question.mean !== undefined && <p className="meta">Mean {question.mean.toFixed(1)} of 5</p>}
                <table className="table provider-counts">
                  <tbody>
                    {question.counts.map(({ label, count }) => (
                      <tr key={label}>
                        <th scope="row">{label}</th>
                        <td>
                          <progress className="credit-progress" max={respondents} value={count} aria-hidden="true" />
                        </td>
                        <td className="numeral">{count}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </>
            )}
          </section>
        ))}
      </div>
    </section>
  );
}
