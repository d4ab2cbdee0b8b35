import { Layout } from '#ui/layout.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Done } from './calibration-parts.tsx';
import type { findOwnConsent } from './anchors.queries.ts';

export type ConsentPageProps = {
  context: PageContext;
  attemptId: string;
  consent: NonNullable<Awaited<ReturnType<typeof findOwnConsent>>>;
  justAnswered: boolean;
};

/** Whether an attempt may become an anchor: what happens, and the choice, which stays open. */
export function ConsentPage({ context, attemptId, consent, justAnswered }: ConsentPageProps) {
  const agrees = consent.agreed === true && consent.withdrawnAt === null;
  const path = `/calibration/consents/${attemptId}`;
  return (
    <Layout context={context} title="May assessors learn from your work?">
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/work">My work</a>
        <a href={`/work/${consent.enrolmentId}/attempts/${consent.number}`}>{consent.microCredential}</a>
      </nav>
      {justAnswered && (
        <Done>
          {agrees
            ? 'Thank you. Assessors will learn from your work.'
            : 'That is fine. Your work is not used for this, and nothing else changes.'}
        </Done>
      )}
      <header className="page-head">
        <h1>May assessors learn from your work?</h1>
        <p className="lead">
          {consent.askedBy} of {consent.issuerName} asks about attempt {consent.number} of {consent.microCredential}.
        </p>
      </header>
      <div className="prose measure">
        <h2>What would happen</h2>
        <ul>
          <li>
            A copy of the attempt is made. Your name, and the names of peers who confirmed something, are replaced in
            its texts.
          </li>
          <li>Files that show people, and links, are left out. A lead assessor looks through the other files first.</li>
          <li>
            Assessors of {consent.issuerName} score the copy, so that all of them score alike. Nobody else sees it.
          </li>
          <li>Your own attempt, its decision and your award stay as they are, whatever you answer.</li>
          <li>You can take a yes back whenever you like: from then on no assessor is given the copy.</li>
        </ul>
        <h2>What it can’t promise</h2>
        <p>Somebody who knows your school well might still recognise the work by what happens in it.</p>
      </div>
      <section className="section" aria-labelledby="answer-title">
        <h2 id="answer-title">Your answer</h2>
        {consent.answeredAt !== null && (
          <p>
            {agrees
              ? 'You said yes on '
              : consent.withdrawnAt === null
                ? 'You said no on '
                : 'You took your yes back on '}
            <Day at={consent.withdrawnAt ?? consent.answeredAt} />.
          </p>
        )}
        <form method="post" action={path} className="actions">
          {!agrees && (
            <button type="submit" name="answer" value="yes" className="btn btn-primary">
              Yes, use a copy
            </button>
          )}
          {consent.agreed === null && (
            <button type="submit" name="answer" value="no" className="btn">
              No
            </button>
          )}
          {agrees && (
            <button type="submit" name="answer" value="withdraw" className="btn">
              Take it back
            </button>
          )}
        </form>
      </section>
    </Layout>
  );
}
