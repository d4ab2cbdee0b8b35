import { ErrorSummary } from '#ui/form.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { WideTable } from '#ui/wide-table.tsx';
import { LeadFrame } from '../lead/lead-frame.tsx';
import type { AnchorRow, ConsentRow } from './anchors.queries.ts';
import { AnchorState, Done, useWords } from './calibration-parts.tsx';
import { Certified, type CertifiedProps } from './certified-section.tsx';
import type { SetRow } from './qualifications.queries.ts';
import { shareOf } from './rating-words.ts';

export type CalibrationPageProps = CertifiedProps & {
  context: PageContext;
  anchors: readonly AnchorRow[];
  consents: readonly ConsentRow[];
  sets: readonly SetRow[];
  notice?: string | undefined;
};

/** Everything that keeps assessors scoring alike. */
export function CalibrationPage(props: CalibrationPageProps) {
  const { context, anchors, notice, errors = [] } = props;
  return (
    <LeadFrame context={context} current="calibration" title="Calibration" hasErrors={errors.length > 0}>
      <ErrorSummary errors={errors} />
      {notice && <Done>{notice}</Done>}
      <header className="page-head">
        <h1>Calibration</h1>
        <p className="lead">
          Anchors are attempts with agreed ratings. Assessors qualify on sets of them, and meet others in their queue
          without knowing it.
        </p>
        <p className="actions">
          <a href="/lead/calibration/anchors/new" className="btn btn-primary">
            Make an anchor
          </a>
          <a href="/lead/calibration/sets/new" className="btn">
            Make a set
          </a>
          <a href="/lead/calibration/finishers" className="btn">
            Invite finishers
          </a>
          <a href="/lead/ledger" className="btn">
            Ledger
          </a>
        </p>
      </header>
      <section aria-labelledby="anchors-title">
        <h2 id="anchors-title">Anchors</h2>
        {anchors.length === 0 ? (
          <p className="empty-state mt-4">
            There is no anchor yet. Ask an earner for leave to use an attempt, or write one.
          </p>
        ) : (
          <AnchorTable anchors={anchors} />
        )}
      </section>
      <Consents consents={props.consents} />
      <Sets sets={props.sets} />
      <Certified {...props} />
    </LeadFrame>
  );
}

function AnchorTable({ anchors }: { anchors: readonly AnchorRow[] }) {
  return (
    <WideTable label="Anchors" head={['Anchor', 'Micro-credential', 'State', 'Use', 'Look-fors', 'Scored by', 'Exact']}>
      {anchors.map((anchor) => (
        <tr key={anchor.id}>
          <th scope="row">
            <a href={`/lead/calibration/anchors/${anchor.id}`}>{anchor.title}</a>
            <span className="meta block font-normal">{anchor.source === 'written' ? 'Written' : 'With leave'}</span>
          </th>
          <td>{anchor.microCredential}</td>
          <td>
            <AnchorState state={anchor.state} />
          </td>
          <td>{useWords[anchor.use]}</td>
          <td className="numeral">{anchor.lookFors}</td>
          <td className="numeral">{anchor.people}</td>
          <td className="numeral">
            {shareOf(anchor.exact, anchor.rated)}
            {anchor.rated > 0 && (
              <span className="meta block">
                {anchor.exact} of {anchor.rated}
              </span>
            )}
          </td>
        </tr>
      ))}
    </WideTable>
  );
}

function Consents({ consents }: { consents: readonly ConsentRow[] }) {
  if (consents.length === 0) return null;
  return (
    <section className="section" aria-labelledby="consents-title">
      <h2 id="consents-title">Asked for leave</h2>
      <WideTable label="Asked for leave" head={['Attempt', 'Asked', 'Answer', 'Anchor']}>
        {consents.map((consent) => (
          <tr key={consent.attemptId}>
            <th scope="row">
              {consent.microCredential}
              <span className="meta block font-normal">
                Attempt {consent.number} of {consent.earnerName}
              </span>
            </th>
            <td>
              <Day at={consent.askedAt} />
            </td>
            <td>
              <Answer consent={consent} />
            </td>
            <td>
              {consent.anchorId !== null ? (
                <a href={`/lead/calibration/anchors/${consent.anchorId}`}>See it</a>
              ) : (
                consent.agreed === true &&
                consent.withdrawnAt === null && (
                  <a href={`/lead/calibration/consents/${consent.attemptId}`}>
                    Make it<span className="sr-only"> from the attempt of {consent.earnerName}</span>
                  </a>
                )
              )}
            </td>
          </tr>
        ))}
      </WideTable>
    </section>
  );
}

function Answer({ consent }: { consent: ConsentRow }) {
  if (consent.answeredAt === null) return <Status name="waiting" word="Not answered yet" />;
  if (consent.withdrawnAt !== null) return <Status name="withdrawn" word="Took it back" />;
  return consent.agreed ? <Status name="yes" /> : <Status name="no" />;
}

function Sets({ sets }: { sets: readonly SetRow[] }) {
  return (
    <section className="section" aria-labelledby="sets-title">
      <h2 id="sets-title">Qualification sets</h2>
      {sets.length === 0 ? (
        <p className="muted">
          There is none, so whoever is an assessor may score. As soon as a set is on offer for a scoring guide, only
          those who are certified for it may. <a href="/lead/calibration/sets/new">Make one</a> of anchors to qualify
          with.
        </p>
      ) : (
        <WideTable
          label="Qualification sets"
          head={['Set', 'Micro-credential', 'State', 'Anchors', 'Look-fors', 'Passed']}
        >
          {sets.map((set) => (
            <tr key={set.id}>
              <th scope="row">
                <a href={`/lead/calibration/sets/${set.id}`}>{set.title}</a>
              </th>
              <td>{set.microCredential}</td>
              <td>
                {set.isActive && set.isShort ? (
                  <Status name="overdue" word="Too few look-fors: make another" />
                ) : set.isActive ? (
                  <Status name="complete" word="On offer" />
                ) : (
                  <Status name="removed" word="Not offered" />
                )}
              </td>
              <td className="numeral">{set.anchors}</td>
              <td className="numeral">{set.lookFors}</td>
              <td className="numeral">
                {set.passed} of {set.tried}
              </td>
            </tr>
          ))}
        </WideTable>
      )}
    </section>
  );
}
