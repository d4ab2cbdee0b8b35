import { stackCounts } from '#domain/series/stack-words.ts';
import { ErrorSummary, TextField } from '#ui/form.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { WideTable } from '#ui/wide-table.tsx';
import { Status } from '#ui/status.tsx';
import { AdminFrame, Day, Pager, counted } from '../admin/admin-frame.tsx';
import type { AdminIssuer } from '../admin/admin.queries.ts';
import { type ReasonForm, longestReason, reasonField } from './led-series.form.ts';
import {
  type LedSeries,
  type OpenReview,
  type SeriesCounts,
  type SeriesPerson,
  peoplePerPage,
} from './led-series.queries.ts';

export type LedSeriesPageProps = {
  context: PageContext;
  issuer: AdminIssuer;
  led: LedSeries;
  people: readonly SeriesPerson[];
  counts: SeriesCounts;
  reviews: readonly OpenReview[];
  after: string | undefined;
  refused: { reviewId: string; form: Extract<ReasonForm, { ok: false }> } | undefined;
};

/** Who finished a series, how far the others are, and which stack awards somebody has to look at. */
export function LedSeriesPage(props: LedSeriesPageProps) {
  const { context, issuer, led, people, counts, reviews, after, refused } = props;
  const { series } = led;
  const here = `/admin/${issuer.slug}/series/${series.slug}`;
  const shown = people.slice(0, peoplePerPage);
  const last = people.length > peoplePerPage ? shown.at(-1) : undefined;
  const title = `People of ${series.title}`;
  return (
    <AdminFrame context={context} issuer={issuer} section="Programmes" title={title} hasErrors={refused !== undefined}>
      {refused && <ErrorSummary errors={refused.form.errors} />}
      <div className="toolbar">
        <div>
          <h1>{title}</h1>
          <p className="meta numeral">
            {counted(counts.people, 'person has begun', 'people have begun')}, {counts.finished} finished
          </p>
        </div>
        <p className="actions">
          <a className="btn" href={`/series/${series.slug}`}>
            See the mosaic
          </a>
          {counts.people > 0 && (
            <a className="btn" href={`${here}/people.csv`}>
              Everybody as a file (CSV)
            </a>
          )}
        </p>
      </div>
      {(reviews.length > 0 || refused) && <Reviews here={here} issuer={issuer} reviews={reviews} refused={refused} />}
      <section className="section" aria-labelledby="people">
        <h2 id="people">{after === undefined ? 'How far people are' : 'How far people are, continued'}</h2>
        {shown.length === 0 ? (
          <p className="empty-state">
            Nobody has begun a micro-credential of this series yet. Whoever does appears here with how far they are.
          </p>
        ) : (
          <People
            people={shown}
            members={series.members.length}
            label={title}
            hasStack={series.stackAward !== undefined}
          />
        )}
        <Pager href={last && `${here}?after=${last.personId}`} label="More people" />
      </section>
    </AdminFrame>
  );
}

type PeopleProps = { people: readonly SeriesPerson[]; members: number; label: string; hasStack: boolean };

function People({ people, members, label, hasStack }: PeopleProps) {
  const head = ['Person', 'E-mail', `Earned, of ${members}`, 'Under way', ...(hasStack ? ['Stack award'] : [])];
  return (
    <WideTable label={label} head={head}>
      {people.map(({ personId, name, email, earned, underWay, stack }) => (
        <tr key={personId}>
          <th scope="row" className="min-w-40">
            {name}
          </th>
          <td>{email}</td>
          <td className="numeral">{earned}</td>
          <td className="numeral">{underWay}</td>
          {hasStack && (
            <td>
              {stack ? (
                <>
                  {!stackCounts(stack.state) && (
                    <Status name="paused" word={stack.state === 'revoked' ? 'Revoked' : 'Suspended'} />
                  )}{' '}
                  <a href={`/verify/${stack.publicId}`}>
                    <span className="sr-only">Stack award of {name}, </span>
                    <Day at={new Date(stack.awardedOn)} />
                  </a>
                </>
              ) : (
                '–'
              )}
            </td>
          )}
        </tr>
      ))}
    </WideTable>
  );
}

type ReviewsProps = Pick<LedSeriesPageProps, 'issuer' | 'reviews' | 'refused'> & { here: string };

function Reviews({ here, issuer, reviews, refused }: ReviewsProps) {
  return (
    <section className="section" aria-labelledby="reviews" tabIndex={-1}>
      <h2 id="reviews">Stack awards that need a decision</h2>
      <p className="measure">
        A piece of these was suspended or revoked, and the others do not meet the rule. The stack award stays in force
        until somebody decides: say why it stands, or revoke it on its own page.
      </p>
      <ul className="rows mt-4">
        {reviews.map((review) => {
          const mine = refused?.reviewId === review.id ? refused.form : undefined;
          return (
            <li key={review.id}>
              <p>
                <strong>{review.name}</strong>: <a href={`/verify/${review.piecePublicId}`}>{review.pieceTitle}</a> was{' '}
                {review.pieceStatus}. Noted on <Day at={review.foundAt} />.
              </p>
              <form method="post" action={`${here}/reviews/${review.id}`} className="measure mt-3">
                <TextField
                  name={reasonField(review.id)}
                  label={`Why the stack award of ${review.name} stands`}
                  rows={2}
                  maxLength={longestReason}
                  value={mine?.typed}
                  errors={mine?.errors ?? []}
                  required
                />
                <p className="actions">
                  <button type="submit" className="btn">
                    It stands
                  </button>
                  <a className="btn" href={`/admin/${issuer.slug}/awards/${review.stackPublicId}`}>
                    Revoke it
                  </a>
                </p>
              </form>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
