import type { Outcome } from '#domain/assessment/decide.ts';
import { listLookFors } from '#domain/definition/outline.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { RatingPlaces } from '#ui/rating-places.tsx';
import { Status } from '#ui/status.tsx';
import { decidesAlone, ratingsDigest } from '../judging/complete-assessment.ts';
import { RatingStatus } from '../work/look-for-life.tsx';
import type { Scoring } from './desk.queries.ts';
import { viewedArtifacts } from './scoring-files.ts';

export type ConfirmPageProps = { context: PageContext; scoring: Scoring; outcome: Outcome; refusal?: string };

/** Asks once, plainly, with all that will be sent in sight. */
export function ConfirmPage({ context, scoring, outcome, refusal }: ConfirmPageProps) {
  const { definition, sealed, overall, number } = scoring;
  const name = sealed.earner.name;
  const alone = decidesAlone(scoring);
  return (
    <Layout
      context={context}
      title={alone ? 'Send the decision' : 'Send your ratings'}
      width="wide"
      hasErrors={refusal !== undefined}
    >
      {refusal && (
        <div className="alert alert-error" role="alert">
          {refusal}
        </div>
      )}
      <header className="page-head">
        <p className="eyebrow">
          {definition.title}, attempt {number} of {name}
        </p>
        <h1>{alone ? 'Send this decision?' : 'Send these ratings?'}</h1>
        <p className="lead">
          <Status name={outcome} /> {alone ? whatFollows(scoring, outcome, name) : 'is what your ratings come to.'}
        </p>
        <p className="confirm-note">
          {alone
            ? `${name} gets a mail at once. You can’t change it after that; a lead assessor can take it back until it is read.`
            : scoring.role === 'appeal'
              ? 'What you rate Yes is demonstrated from then on; the rest stays as it was decided. The earner reads your answer. It can’t be changed.'
              : scoring.role === 'qualification'
                ? 'They are compared with the agreed ratings once you have sent all of the set. Ratings that are sent can’t be changed.'
                : 'The decision follows from all assessments of this attempt. Ratings that are sent can’t be changed.'}
        </p>
      </header>
      <ScoringSummary scoring={scoring} />
      {overall.comment.trim() === '' ? (
        <p className="meta">There is no overall comment.</p>
      ) : (
        <section className="section" aria-labelledby="overall-title">
          <h2 id="overall-title">{scoring.role === 'appeal' ? 'Your answer to the appeal' : 'Overall comment'}</h2>
          <p className="look-for__said">{overall.comment}</p>
        </section>
      )}
      <form method="post" action={`/desk/assessments/${scoring.id}/decide`} className="actions">
        <input type="hidden" name="seen" value={ratingsDigest(scoring)} />
        <button type="submit" className="btn btn-primary">
          {alone ? 'Send the decision' : 'Send my ratings'}
        </button>
        <a href={`/desk/assessments/${scoring.id}`} className="btn">
          Back to the scoring guide
        </a>
      </form>
    </Layout>
  );
}

/** Every look-for with what is said of it. */
export function ScoringSummary({ scoring }: { scoring: Scoring }) {
  const { definition, ratings, sealed, only } = scoring;
  const artifacts = viewedArtifacts(scoring);
  const carried = new Map(sealed.carriedOver.map((item) => [item.lookFor, item.attempt]));
  return (
    <ul className="rows rating-rows">
      {(only ? listLookFors(definition).filter(({ id }) => only.includes(id)) : listLookFors(definition)).map(
        (lookFor) => {
          const rating = ratings.get(lookFor.id);
          const demonstratedIn = carried.get(lookFor.id);
          return (
            <li key={lookFor.id}>
              <p className="rating-rows__head">
                <span>{lookFor.text}</span>
                {demonstratedIn === undefined ? (
                  <RatingStatus rating={rating ?? { value: null }} />
                ) : (
                  <Status name="demonstrated" word={`Demonstrated in attempt ${demonstratedIn}`} />
                )}
              </p>
              {rating && rating.comment.trim() !== '' && <p className="look-for__said">{rating.comment}</p>}
              {rating && <RatingPlaces places={rating.locators} artifacts={artifacts} />}
            </li>
          );
        },
      )}
    </ul>
  );
}

function whatFollows(scoring: Scoring, outcome: Outcome, name: string): string {
  if (outcome === 'earned')
    return `Every look-for is demonstrated: ${name} earns the micro-credential, and the award is issued.`;
  if (outcome === 'incomplete')
    return `${name} is asked to hand in again what could not be judged; what is demonstrated stays demonstrated.`;
  return `${name} is asked to revise ${openText(scoring)}; what is demonstrated stays demonstrated.`;
}

function openText({ ratings }: Scoring): string {
  return countOf(
    [...ratings.values()].filter(({ value, condition }) => value === 'almost' || value === 'no' || condition !== null)
      .length,
    'look-for',
  );
}
