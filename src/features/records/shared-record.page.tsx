import { Layout } from '#ui/layout.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { RecordFiles } from './records.page.tsx';
import type { AwardOfRecord, RecordIssuer } from './records.queries.ts';

export type SharedRecordPageProps = {
  context: PageContext;
  name: string;
  token: string;
  issuers: readonly (RecordIssuer & { list: readonly AwardOfRecord[] })[];
};

/** What somebody sees who was given a link to a learner record. */
export function SharedRecordPage({ context, name, token, issuers }: SharedRecordPageProps) {
  return (
    <Layout context={context} title={`Learner record of ${name}`}>
      <header className="page-head">
        <p className="eyebrow">Learner record</p>
        <h1>{name}</h1>
        <p className="lead">
          {name} gave you this link. It shows the awards that are in force now, and lasts until {name} ends it.
        </p>
      </header>
      {issuers.length === 0 && <p className="empty-state">No award is in force at the moment.</p>}
      {issuers.map((issuer) => (
        <section key={issuer.id} className="section" aria-labelledby={`issuer-${issuer.slug}`}>
          <h2 id={`issuer-${issuer.slug}`}>{issuer.name}</h2>
          <ul className="rows">
            {issuer.list.map((award) => (
              <li key={award.publicId}>
                <a href={`/verify/${award.publicId}`}>{award.title}</a>{' '}
                <span className="meta">
                  <Day at={award.awardedAt} timeZone={award.timeZone} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {issuers.length > 0 && <RecordFiles issuers={issuers} address={`/records/${token}/transcript.clr`} />}
    </Layout>
  );
}
