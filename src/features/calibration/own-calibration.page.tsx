import { lapseMessages } from '#domain/assessment/certification.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { Layout } from '#ui/layout.tsx';
import { Day, Moment } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { Refused, Standing } from './calibration-parts.tsx';
import type { Certification } from './certification.queries.ts';
import { ComparedList } from './compared-list.tsx';
import type { MeetingRow } from './norming.queries.ts';
import type { Compared, OwnQualification, SetRow } from './qualifications.queries.ts';
import { shareOf } from './rating-words.ts';

export type OwnGuide = {
  key: string;
  title: string;
  certification: Certification | undefined;
  sets: readonly SetRow[];
  /** Until when nothing can be tried again. */
  waitsUntil: Date | undefined;
};

export type OwnCalibrationPageProps = {
  context: PageContext;
  guides: readonly OwnGuide[];
  qualifications: readonly OwnQualification[];
  /** Seeded anchors that were completed at least a day ago. */
  seeded: readonly Compared[];
  meetings: readonly MeetingRow[];
  refusal?: string;
};

/** What somebody is certified for, and what to do where they are not. */
export function OwnCalibrationPage(props: OwnCalibrationPageProps) {
  const { context, guides, qualifications, seeded, meetings, refusal } = props;
  const open = qualifications.filter(({ finishedAt }) => finishedAt === null);
  const finished = qualifications.filter(({ finishedAt }) => finishedAt !== null);
  return (
    <Layout context={context} width="wide" title="Your calibration" hasErrors={refusal !== undefined}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/desk">Assessor’s desk</a>
        <span aria-current="page">Calibration</span>
      </nav>
      {refusal && <Refused>{refusal}</Refused>}
      <header className="page-head">
        <h1>Your calibration</h1>
        <p className="lead">So that an earner hears the same from whoever scores.</p>
      </header>
      <section aria-labelledby="guides-title">
        <h2 id="guides-title">Certifications</h2>
        {guides.length === 0 ? (
          <p className="empty-state mt-4">
            Nothing you could score asks for a certification now. When a qualification set is offered, it appears here.
          </p>
        ) : (
          <ul className="rows mt-4">
            {guides.map((guide) => (
              <Guide key={guide.key} guide={guide} open={open} now={context.now} />
            ))}
          </ul>
        )}
      </section>
      {finished.length > 0 && (
        <section className="section" aria-labelledby="goes-title">
          <h2 id="goes-title">Sets that you finished</h2>
          <ul className="rows">
            {finished.map((one) => (
              <li key={one.id}>
                <a href={`/desk/calibration/qualifications/${one.id}`}>
                  {one.title}, {one.microCredential}
                </a>{' '}
                <Status name={one.passed ? 'yes' : 'not_yet'} word={one.passed ? 'Qualified' : 'Not yet'} />
                <span className="meta block numeral">
                  {shareOf(one.exact ?? 0, one.lookFors ?? 0)} exact, {one.finishedAt && <Day at={one.finishedAt} />}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Meetings meetings={meetings} />
      <section className="section" aria-labelledby="seeded-title">
        <h2 id="seeded-title">Anchors among your attempts</h2>
        {seeded.length === 0 ? (
          <p className="muted">
            Some attempts in the queue are anchors with agreed ratings. A day after you score one, it stands here with
            them.
          </p>
        ) : (
          <ComparedList compared={seeded} />
        )}
      </section>
    </Layout>
  );
}

function Guide({ guide, open, now }: { guide: OwnGuide; open: readonly OwnQualification[]; now: Date }) {
  const { certification, sets, waitsUntil } = guide;
  const standing = certification?.standing;
  return (
    <li>
      <h3>{guide.title}</h3>
      {standing ? <Standing standing={standing} /> : <Status name="not-started" word="Not certified" />}
      {certification && certification.namedBy !== null && (
        <p className="meta">
          Named by {certification.namedBy}: {certification.reason}
        </p>
      )}
      {standing?.state === 'lapsed' && sets.length > 0 && <p>{lapseMessages[standing.reason]}</p>}
      {standing?.state === 'lapsed' && sets.length === 0 && (
        <p>
          It has lapsed. No set is on offer for this guide now, so you may score without a certification; once one is,
          it stands here.
        </p>
      )}
      {standing?.state !== 'active' &&
        sets.map((set) => {
          const going = open.find(({ setId }) => setId === set.id);
          if (going)
            return (
              <p key={set.id} className="actions">
                <a href={`/desk/calibration/qualifications/${going.id}`} className="btn btn-primary">
                  Go on with {set.title}
                </a>
              </p>
            );
          if (waitsUntil && waitsUntil > now)
            return (
              <p key={set.id}>
                You can try again from <Moment at={waitsUntil} />. Until then, read where your ratings differ and why.
              </p>
            );
          if (set.isShort)
            return (
              <p key={set.id}>
                “{set.title}” is being made anew, because an attempt was taken out of it. A lead assessor can name you
                meanwhile.
              </p>
            );
          return (
            <form key={set.id} method="post" action={`/desk/calibration/sets/${set.id}/start`} className="actions">
              <button type="submit" className="btn btn-primary">
                Qualify: {set.title}
              </button>
              <span className="meta">
                {countOf(set.anchors, 'attempt')}, {countOf(set.lookFors, 'look-for')}
              </span>
            </form>
          );
        })}
    </li>
  );
}

function Meetings({ meetings }: { meetings: readonly MeetingRow[] }) {
  if (meetings.length === 0) return null;
  return (
    <section className="section" aria-labelledby="meetings-title">
      <h2 id="meetings-title">Norming meetings</h2>
      <ul className="rows">
        {meetings.map((meeting) => (
          <li key={meeting.id}>
            <a href={`/desk/calibration/meetings/${meeting.id}`}>{meeting.title}</a>
            <span className="meta block">
              {meeting.microCredential}, <Moment at={meeting.startsAt} />
              {meeting.closedAt !== null && ', with its record'}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
