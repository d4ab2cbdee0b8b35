import { formatZoned } from '#domain/text/zoned-time.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { ErrorSummary, type FormErrors } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { TimeChoice } from './talk.page.tsx';
import { type DeskTalk, mostTalks } from './talks.queries.ts';
import { DetailFields, TimeFields } from './time-fields.tsx';

export type DeskTalksPageProps = {
  context: PageContext;
  talks: readonly DeskTalk[];
  notice?: string | undefined;
  /** A form that came back, by the talk that it is of. */
  returned?: { talkId: string; form: 'book' | 'offer'; typed: Readonly<Record<string, string>>; errors: FormErrors };
};

/** The talks that earners ask for, and those that one has. */
export function DeskTalksPage({ context, talks, notice, returned }: DeskTalksPageProps) {
  const open = talks.filter(({ state }) => state === 'asked');
  const booked = talks.filter(({ state }) => state === 'booked');
  const held = talks.filter(({ state }) => state === 'held');
  const isCut = talks.length >= mostTalks;
  const isAssessor = context.viewer?.memberships.some(({ role }) => role === 'assessor' || role === 'lead_assessor');
  const prefix = returned ? prefixOf(returned.talkId, returned.form) : '';
  return (
    <Layout context={context} width="wide" title="Talks with earners" hasErrors={returned !== undefined}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        {isAssessor ? <a href="/desk">Assessor’s desk</a> : <a href="/coaching">Coaching</a>}
        <span aria-current="page">Talks with earners</span>
      </nav>
      <header className="page-head">
        <h1>Talks with earners</h1>
        <p className="lead">
          Before a fourth attempt, an earner talks it through with a coach. {countOf(open.length, 'request')}{' '}
          {open.length === 1 ? 'waits' : 'wait'} for somebody.
        </p>
      </header>
      <ErrorSummary
        errors={(returned?.errors ?? []).map((error) => ({ ...error, field: `${prefix}${error.field}` }))}
      />
      {notice && (
        <p className="alert alert-success" role="status">
          {notice}
        </p>
      )}
      {booked.length > 0 && (
        <section className="section" aria-labelledby="booked-title">
          <h2 id="booked-title">Booked with you</h2>
          <ul className="rows">
            {booked.map((talk) => (
              <BookedRow key={talk.id} talk={talk} now={context.now} />
            ))}
          </ul>
        </section>
      )}
      <section className="section" aria-labelledby="open-title">
        <h2 id="open-title">Asked for</h2>
        {open.length === 0 ? (
          <div className="empty-state">
            <p>Nobody waits for a talk right now. When an earner asks for one, it appears here.</p>
          </div>
        ) : (
          <ul className="rows">
            {open.map((talk) => (
              <OpenRow key={talk.id} talk={talk} returned={returned?.talkId === talk.id ? returned : undefined} />
            ))}
          </ul>
        )}
        {isCut && held.length === 0 && (
          <p className="meta">Only the first {mostTalks} are shown. Others come up as these are booked.</p>
        )}
      </section>
      {held.length > 0 && (
        <section className="section" aria-labelledby="held-title">
          <h2 id="held-title">Held</h2>
          <ul className="rows">
            {held.map((talk) => (
              <li key={talk.id}>
                <Status name="complete" word="Held" /> <strong>{talk.title}</strong>, {talk.earnerName}
                {talk.startsAt && <span className="meta">, {formatZoned(talk.startsAt, talk.timeZone)}</span>}
              </li>
            ))}
          </ul>
          {isCut && <p className="meta">Only the latest {held.length} are shown.</p>}
        </section>
      )}
    </Layout>
  );
}

const prefixOf = (talkId: string, form: 'book' | 'offer') => `${form}-${talkId}-`;

function OpenRow({ talk, returned }: { talk: DeskTalk; returned: DeskTalksPageProps['returned'] }) {
  const action = `/desk/talks/${talk.id}`;
  const of = (form: 'book' | 'offer') =>
    returned?.form === form ? returned : { typed: {} as Record<string, string>, errors: [] };
  const who = talk.earnerName ?? 'An earner';
  return (
    <li className="talk" id={`talk-${talk.id}`}>
      <h3>
        {talk.title}
        <span className="sr-only">, asked for on {formatZoned(talk.askedAt, talk.timeZone)}</span>
      </h3>
      <p className="meta">
        {talk.issuerName}. {who}, before attempt {talk.beforeAttempt}; asked on <Day at={talk.askedAt} />.
        {talk.earnerName === null && ' You see who it is once it is booked.'}
      </p>
      {talk.wish && <blockquote className="talk-wish">{talk.wish}</blockquote>}
      {talk.offers.length > 0 && (
        <p className="meta">
          <Status name="waiting" word={talk.isOwnOffer ? 'You offered other times' : 'Somebody offered other times'} />{' '}
          {talk.offers.map((at) => formatZoned(at, talk.timeZone)).join('; ')}
        </p>
      )}
      <div className="talk__forms">
        <form method="post" action={`${action}/book`} className="form" noValidate>
          <TimeChoice
            legend="Proposed times"
            times={talk.proposals}
            timeZone={talk.timeZone}
            prefix={prefixOf(talk.id, 'book')}
            chosen={of('book').typed.at}
          />
          <DetailFields prefix={prefixOf(talk.id, 'book')} typed={of('book').typed} errors={of('book').errors} />
          <button type="submit" className="btn btn-primary">
            Book this talk<span className="sr-only"> about {talk.title}</span>
          </button>
        </form>
        <details open={returned?.form === 'offer'}>
          <summary>
            Offer other times<span className="sr-only"> for {talk.title}</span>
          </summary>
          <form method="post" action={`${action}/offer`} className="form" noValidate>
            <TimeFields prefix={prefixOf(talk.id, 'offer')} timeZone={talk.timeZone} {...of('offer')} />
            <DetailFields prefix={prefixOf(talk.id, 'offer')} {...of('offer')} />
            <button type="submit" className="btn">
              Offer these times
            </button>
          </form>
        </details>
      </div>
    </li>
  );
}

function BookedRow({ talk, now }: { talk: DeskTalk; now: Date }) {
  const action = `/desk/talks/${talk.id}`;
  const hasBegun = talk.startsAt !== null && talk.startsAt <= now;
  return (
    <li className="talk" id={`talk-${talk.id}`}>
      <h3>{talk.startsAt && formatZoned(talk.startsAt, talk.timeZone)}</h3>
      <p>
        <strong>{talk.earnerName}</strong>, {talk.title}, before attempt {talk.beforeAttempt}. {talk.minutes} minutes.
      </p>
      <p className="talk-place">Where: {talk.place}</p>
      {talk.wish && <blockquote className="talk-wish">{talk.wish}</blockquote>}
      <p className="meta">Whoever talks an attempt through with its earner does not score it afterwards.</p>
      <div className="comment__acts">
        {hasBegun && (
          <form method="post" action={`${action}/held`}>
            <button type="submit" className="btn btn-sm btn-primary">
              It was held<span className="sr-only">: {talk.title}</span>
            </button>
          </form>
        )}
        <form method="post" action={`${action}/give-back`}>
          <button type="submit" className="btn btn-sm">
            I can’t come<span className="sr-only">: {talk.title}</span>
          </button>
        </form>
      </div>
    </li>
  );
}
