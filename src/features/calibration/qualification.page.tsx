import { countOf } from '#domain/evidence/finding.ts';
import { Layout } from '#ui/layout.tsx';
import { Moment } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { ComparedList } from './compared-list.tsx';
import type { Compared, OwnQualification } from './qualifications.queries.ts';
import { shareOf } from './rating-words.ts';

type QualificationPageProps = {
  context: PageContext;
  qualification: OwnQualification;
  compared: readonly Compared[];
  bar: number;
  /** From when it can be tried again. */
  again: Date | undefined;
};

/** A go at a set: what is left to score, or how it ended. */
export function QualificationPage({ context, qualification, compared, bar, again }: QualificationPageProps) {
  const { title, microCredential, finishedAt, seats, exact, lookFors, passed } = qualification;
  const left = seats.filter(({ isDone }) => !isDone).length;
  return (
    <Layout context={context} width="wide" title={`${title}, ${microCredential}`}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/desk">Assessor’s desk</a>
        <a href="/desk/calibration">Calibration</a>
        <span aria-current="page">{title}</span>
      </nav>
      <header className="page-head">
        <p className="eyebrow">{microCredential}</p>
        <h1>{title}</h1>
        {finishedAt === null ? (
          <p className="lead">
            Score each attempt as you would any other. With the last you learn how your ratings compare;{' '}
            {Math.round(bar * 100)} % of the look-fors exactly as agreed certify you.
          </p>
        ) : (
          <p className="lead">
            <Status name={passed ? 'yes' : 'not_yet'} word={passed ? 'Qualified' : 'Not yet'} />{' '}
            <span className="numeral">
              {exact} of {countOf(lookFors ?? 0, 'look-for')} exactly as agreed ({shareOf(exact ?? 0, lookFors ?? 0)}).
            </span>{' '}
            {passed
              ? 'You are certified for this scoring guide.'
              : `It takes ${Math.round(bar * 100)} %. Read where your ratings differ and why.`}
          </p>
        )}
        {finishedAt !== null && !passed && again && (
          <p>
            You can try again from <Moment at={again} />.
          </p>
        )}
      </header>
      {finishedAt === null ? (
        <section aria-labelledby="seats-title">
          <h2 id="seats-title">{left === seats.length ? 'To score' : `${countOf(left, 'attempt')} left`}</h2>
          <ol className="rows mt-4">
            {seats.map(({ assessmentId, isDone }, index) => (
              <li key={assessmentId} className="set-seat">
                {isDone ? (
                  <>
                    <span>Attempt {index + 1}</span> <Status name="complete" word="Scored" />
                  </>
                ) : (
                  <a href={`/desk/assessments/${assessmentId}`} className="btn">
                    Score attempt {index + 1}
                  </a>
                )}
              </li>
            ))}
          </ol>
        </section>
      ) : (
        <section aria-labelledby="compared-title">
          <h2 id="compared-title">Look-for by look-for</h2>
          <ComparedList compared={compared} />
        </section>
      )}
      <p className="mt-6">
        <a href="/desk/calibration">Back to your calibration</a>
      </p>
    </Layout>
  );
}
