import { endsForGood } from '#domain/award/revocation.ts';
import type { Series } from '#domain/definition/schema.ts';
import { stackProgress } from '#domain/series/stack-progress.ts';
import { ruleWords, stackCounts } from '#domain/series/stack-words.ts';
import { Status } from '#ui/status.tsx';
import type { Standing } from './series.queries.ts';

/** What earns the stack award, and how far the viewer is. */
export function StackSection({ series, standing }: { series: Series; standing: Standing | undefined }) {
  const { stackAward } = series;
  if (!stackAward) return null;
  return (
    <section className="section" aria-labelledby="stack">
      <h2 id="stack">When the mosaic is whole</h2>
      <h3>{stackAward.title}</h3>
      <p className="measure">{stackAward.statement}</p>
      <p className="measure mt-3">
        <strong>{ruleWords(series)}</strong> The stack award is then signed and issued by itself, like every other
        award.
      </p>
      {standing && <Progress series={series} standing={standing} />}
    </section>
  );
}

function Progress({ series, standing }: { series: Series; standing: Standing }) {
  const { met, asks, missing } = stackProgress(series, new Set(standing.earned));
  const { stack } = standing;
  const comesBack = stack !== null && !(stack.revokedFor && endsForGood(stack.revokedFor));
  if (stack && (met || stack.state !== 'revoked')) return <OwnStack stack={stack} />;
  if (met) {
    return (
      <p className="alert alert-info" role="status">
        You have earned everything that it asks for. Your stack award is being signed; you get a mail when it is done.
      </p>
    );
  }
  return (
    <>
      {stack && <OwnStack stack={stack} />}
      <ul className="stack-asks">
        {asks.map((ask) => (
          <li key={ask.words}>
            <Status name={ask.met ? 'complete' : ask.earned > 0 ? 'started' : 'not-started'} />{' '}
            <span>
              {ask.words}: {Math.min(ask.earned, ask.atLeast)} earned
            </span>
          </li>
        ))}
      </ul>
      <p className="meta mt-3">
        Still missing: {missing.join('; ')}.{comesBack && ' Earn it, and the stack award is issued to you again.'}
      </p>
    </>
  );
}

function OwnStack({ stack: { publicId, state } }: { stack: NonNullable<Standing['stack']> }) {
  const counts = stackCounts(state);
  return (
    <p className="mt-4">
      {counts ? (
        <Status name="earned" />
      ) : (
        <Status name="paused" word={state === 'revoked' ? 'Revoked' : 'Suspended'} />
      )}{' '}
      <a href={`/verify/${publicId}`}>See your stack award</a>
    </p>
  );
}
