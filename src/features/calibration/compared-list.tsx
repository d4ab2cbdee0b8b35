import { Day } from '#ui/moment.tsx';
import { Status } from '#ui/status.tsx';
import type { Compared } from './qualifications.queries.ts';
import { shareOf } from './rating-words.ts';

/** Every look-for with the own rating, the agreed one and its rationale; anchor by anchor. */
export function ComparedList({ compared }: { compared: readonly Compared[] }) {
  return (
    <>
      {[...Map.groupBy(compared, ({ assessmentId }) => assessmentId)].map(([assessmentId, ones]) => {
        const exact = ones.filter(({ value, agreed }) => value === agreed).length;
        return (
          <details key={assessmentId} className="compared" open>
            <summary>
              <a href={`/desk/assessments/${assessmentId}`}>{ones[0]?.microCredential}</a>
              <span className="meta numeral">
                {exact} of {ones.length} exact ({shareOf(exact, ones.length)}),{' '}
                {ones[0] && <Day at={ones[0].completedAt} />}
              </span>
            </summary>
            <ul className="rows">
              {ones.map((one) => (
                <li key={one.lookFor}>
                  <p className="compared__text">{one.text}</p>
                  <p className="compared__pair">
                    <span>
                      You:{' '}
                      <Status
                        {...(one.value === null ? { name: 'unrated', word: 'Not judged' } : { name: one.value })}
                      />
                    </span>{' '}
                    <span>
                      Agreed: <Status name={one.agreed} />
                    </span>{' '}
                    {one.value === one.agreed ? (
                      <Status name="complete" word="Same" />
                    ) : (
                      <Status name="changed" word="Differs" />
                    )}
                  </p>
                  {one.comment.trim() !== '' && <p className="look-for__said">{one.comment}</p>}
                  <p>
                    <strong>Why:</strong> {one.rationale}
                  </p>
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </>
  );
}
