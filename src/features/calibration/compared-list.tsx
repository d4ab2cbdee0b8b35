import { countOf } from '#domain/evidence/finding.ts';
import { Day } from '#ui/moment.tsx';
import { Status } from '#ui/status.tsx';
import type { Compared } from './qualifications.queries.ts';
import { shareOf } from './rating-words.ts';

/**
 * Anchor by anchor, each folded under how far it agrees: the look-fors that differ with the own rating, the agreed one and its
 * rationale, and below them those that are the same.
 */
export function ComparedList({ compared }: { compared: readonly Compared[] }) {
  return (
    <>
      {[...Map.groupBy(compared, ({ assessmentId }) => assessmentId)].map(([assessmentId, ones]) => (
        <Anchor key={assessmentId} assessmentId={assessmentId} ones={ones} />
      ))}
    </>
  );
}

function Anchor({ assessmentId, ones }: { assessmentId: string; ones: readonly Compared[] }) {
  const differing = ones.filter((one) => !isSame(one));
  const same = ones.filter(isSame);
  return (
    <details className="compared">
      <summary>
        {ones[0]?.microCredential}{' '}
        <span className="meta numeral">
          {same.length} of {ones.length} exact ({shareOf(same.length, ones.length)}),{' '}
          {ones[0] && <Day at={ones[0].completedAt} />}
        </span>{' '}
        <span>{differing.length === 0 ? 'Nothing differs' : differsWords(differing)}</span>
      </summary>
      <p>
        <a href={`/desk/assessments/${assessmentId}`}>Your ratings of it, with the evidence</a>
      </p>
      {differing.length > 0 && <Ratings ones={differing} />}
      {same.length > 0 && (
        <details className="compared__same">
          <summary>{countOf(same.length, 'look-for')} rated as agreed</summary>
          <Ratings ones={same} />
        </details>
      )}
    </details>
  );
}

/** How many differ, and which they are as far as a line holds them. */
function differsWords(differing: readonly Compared[]): string {
  const named = differing.slice(0, mostNamed).map(({ text }) => text);
  const more = differing.length > named.length ? `, and ${differing.length - named.length} more` : '';
  return `${differing.length} ${differing.length === 1 ? 'differs' : 'differ'}: ${named.join('; ')}${more}`;
}

const mostNamed = 2;

function isSame({ value, agreed }: Compared): boolean {
  return value === agreed;
}

function Ratings({ ones }: { ones: readonly Compared[] }) {
  return (
    <ul className="rows">
      {ones.map((one) => (
        <li key={one.lookFor}>
          <p className="compared__text">{one.text}</p>
          <p className="compared__pair">
            <span>
              You: <Status {...(one.value === null ? { name: 'unrated', word: 'Not judged' } : { name: one.value })} />
            </span>{' '}
            <span>
              Agreed: <Status name={one.agreed} />
            </span>{' '}
            {isSame(one) ? <Status name="complete" word="Same" /> : <Status name="changed" word="Differs" />}
          </p>
          {one.comment.trim() !== '' && <p className="look-for__said">{one.comment}</p>}
          <p>
            <strong>Why:</strong> {one.rationale}
          </p>
        </li>
      ))}
    </ul>
  );
}
