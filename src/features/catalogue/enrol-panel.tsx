import type { Viewer } from '#domain/access/viewer.ts';
import { Day } from '#ui/moment.tsx';
import { Status } from '#ui/status.tsx';
import { BeforeList } from '../series/before-list.tsx';
import type { OfferedMicroCredential } from './catalogue.queries.ts';
import type { WorkState } from './library.queries.ts';

const ways: Record<WorkState, string> = {
  working: 'Continue your work',
  submitted: 'See what you submitted',
  earned: 'See your work and award',
  suspended: 'See your work',
  revoked: 'See your work',
};

/** The one thing to do next, for whoever looks. */
export function EnrolPanel({ offered, viewer }: { offered: OfferedMicroCredential; viewer: Viewer | null }) {
  const { definition, work, beginning, titles } = offered;
  const here = `/micro-credentials/${definition.slug}`;
  if (work) {
    return (
      <div className="panel">
        <WorkStanding work={work} issuerName={offered.issuer.name} />
        <a href={`/work/${work.enrolmentId}`} className="btn btn-primary btn-block">
          {ways[work.state]}
        </a>
      </div>
    );
  }
  return (
    <div className="panel">
      {!beginning.ok && (
        <div id="before">
          <h2 className="aside-heading">What comes before it</h2>
          <BeforeList before={beginning.missing} titles={titles} />
        </div>
      )}
      {viewer && beginning.ok && beginning.advice.length > 0 && (
        <div>
          <h2 className="aside-heading">Goes best after</h2>
          <BeforeList before={beginning.advice} titles={titles} />
          <p className="meta">This is advice: you can enrol now all the same.</p>
        </div>
      )}
      {viewer && !beginning.ok && (
        <p className="meta">You can enrol as soon as you have earned it: the series asks for this order.</p>
      )}
      {viewer ? (
        beginning.ok && (
          <form method="post" action={`${here}/enrol`}>
            <button type="submit" className="btn btn-primary btn-block">
              Enrol
            </button>
          </form>
        )
      ) : (
        <>
          <a href={`/sign-up?next=${encodeURIComponent(here)}`} className="btn btn-primary btn-block">
            Sign up to enrol
          </a>
          <p className="meta">
            Have an account? <a href={`/sign-in?next=${encodeURIComponent(here)}`}>Sign in</a>
          </p>
        </>
      )}
      <p className="meta">
        {definition.access.offer === 'paid'
          ? 'Its issuer sells this micro-credential elsewhere; here enrolment is free for now.'
          : 'Enrolment is free.'}{' '}
        Begin when you like; nothing is due until you submit.
      </p>
    </div>
  );
}

type WorkStandingProps = { work: NonNullable<OfferedMicroCredential['work']>; issuerName: string };

/** Where one’s work stands; of an award that does not count, since when, and where its earner reads why. */
function WorkStanding({ work: { state, award }, issuerName }: WorkStandingProps) {
  if (!award || award.state === 'in-force')
    return (
      <p>
        <Status name={state} />
      </p>
    );
  const status = `/awards/${award.publicId}/status`;
  return (
    <>
      <p>
        <Status name={award.state} />
        {award.since !== null && (
          <>
            {' '}
            on <Day at={new Date(award.since)} />
          </>
        )}
      </p>
      {award.state === 'revoked' && (
        <p className="meta">
          The award no longer counts. That is for good, so you can’t enrol in this micro-credential anew.{' '}
          <a href={status}>Read why it was revoked</a>; if that is a mistake, ask {issuerName}.
        </p>
      )}
      {award.state === 'suspended' && (
        <p className="meta">
          The award does not count until that is settled. <a href={status}>Read why it is suspended</a>
        </p>
      )}
      {award.state === 'expired' && (
        <p className="meta">
          <a href={status}>See whether it can be renewed</a>
        </p>
      )}
    </>
  );
}
