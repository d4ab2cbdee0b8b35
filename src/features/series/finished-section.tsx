import { type MappedSeriesRow, namedPerPage } from './series.queries.ts';

/** How many finished, and who of them wants to be named; nobody is unless they ask for it. */
export function FinishedSection({ mapped, isSignedIn }: { mapped: MappedSeriesRow; isSignedIn: boolean }) {
  const { series, finished, named, standing } = mapped;
  if (!series.stackAward) return null;
  const shown = named.slice(0, namedPerPage);
  const last = named.length > namedPerPage ? shown.at(-1) : undefined;
  return (
    <section className="section" aria-labelledby="finished">
      <h2 id="finished">Who finished</h2>
      <p>
        {finished === 0
          ? 'Nobody has finished this series yet.'
          : finished === 1
            ? 'One person has finished this series.'
            : `${finished.toLocaleString('en-US')} people have finished this series.`}
        {finished > 0 && shown.length === 0 && ' Names appear here only when people ask for it.'}
      </p>
      {shown.length > 0 && (
        <>
          <p className="meta">Those who want to be named:</p>
          <ul className="finishers">
            {shown.map(({ name, publicId }) => (
              <li key={publicId}>
                <a href={`/verify/${publicId}`}>{name}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      {last && (
        <p className="pager">
          <a className="btn" href={`/series/${series.slug}?before=${last.publicId}#finished`}>
            Earlier finishers
          </a>
        </p>
      )}
      {isSignedIn && standing.stack && (
        <form method="post" action={`/series/${series.slug}/listed`} className="panel measure">
          <p>
            {standing.listed
              ? 'Your name is shown here with a link to your stack award.'
              : 'Your name is not shown here. You may have it shown, with a link to your stack award, and take it back at any time.'}
          </p>
          <button type="submit" name="listed" value={standing.listed ? 'no' : 'yes'} className="btn">
            {standing.listed ? 'Hide my name' : 'Show my name'}
          </button>
        </form>
      )}
    </section>
  );
}
