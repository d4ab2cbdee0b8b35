import { formatDate } from '#domain/text/format-date.ts';
import { Status } from '#ui/status.tsx';
import type { PublicAward } from '../awards/awards.queries.ts';
import { formatHours } from '../awards/award-words.ts';
import type { Claim } from './read-claim.ts';
import { VerificationSteps, verdictOf } from './verification-steps.tsx';
import type { VerificationStep } from './verification.ts';
import type { Verified } from './verify-anything.ts';

/** Awards of this installation that a PDF, or a badge of Open Badges 2, leads to. */
export type NamedAwards = {
  what: 'pdf' | 'older-badge';
  awards: readonly (Pick<PublicAward, 'publicId' | 'title' | 'recipientName' | 'awardedAt'> & { timeZone: string })[];
};

const namings: Record<NamedAwards['what'], { title: string; says: string }> = {
  pdf: {
    title: 'A PDF is a paper to read',
    says: 'Anybody can write one, so it proves nothing by itself.',
  },
  'older-badge': {
    title: 'An older badge, of Open Badges 2',
    says: 'Such a badge is not signed, so it proves nothing by itself.',
  },
};

/** What was brought proves nothing; what it leads to here does, and that is what is told. */
export function Named({ what, awards }: NamedAwards) {
  const { title, says } = namings[what];
  return (
    <section className="verify-named" aria-labelledby="named">
      <h2 id="named">{title}</h2>
      <p>
        {says}{' '}
        {awards.length === 1
          ? 'It leads to an award of this site, which was checked instead. Compare the two: name, award and date.'
          : 'It leads to these awards of this site. Open each, and compare the two: name, award and date.'}
      </p>
      <ul>
        {awards.map(({ publicId, title: award, recipientName, awardedAt, timeZone }) => (
          <li key={publicId}>
            <a href={`/verify/${publicId}`}>{award}</a>, {recipientName}, {formatDate(awardedAt, timeZone)}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Result({
  verification,
  claim,
  contents = [],
  page,
}: Pick<Verified, 'verification' | 'claim' | 'contents' | 'page'>) {
  const held = verification.steps.find(({ name }) => name === 'contents');
  return (
    <div className="split verify-result">
      <section className="panel verification" aria-labelledby="verification">
        <h2 id="verification">Result</h2>
        <VerificationSteps verification={verification} />
      </section>
      {claim && (claim.achievement ?? claim.issuer) !== undefined && (
        <div className="stack">
          <Says claim={claim} isTrue={verification.outcome === 'verified'} page={page} isRecord={contents.length > 0} />
          {contents.length > 0 && <Contents claims={contents} step={held} />}
        </div>
      )}
    </div>
  );
}

type SaysProps = { claim: Claim; isTrue: boolean; page: string | undefined; isRecord: boolean };

/** What it says comes from whoever wrote it: only a verified award is told without a warning. */
function Says({ claim, isTrue, page, isRecord }: SaysProps) {
  const hours = claim.hours === undefined ? undefined : formatHours(Number(claim.hours));
  const facts = [
    ['Earned by', claim.earner ?? 'Its holder; no name is given'],
    [isRecord ? 'Record' : 'Award', claim.achievement],
    ['From', claim.issuer],
    ['On', claim.day === undefined ? undefined : formatDay(claim.day)],
    ['Professional development', hours],
    ['Issuer’s identifier', claim.issuerId === claim.issuer ? undefined : claim.issuerId],
  ].filter((fact): fact is [string, string] => fact[1] !== undefined);
  return (
    <section aria-labelledby="says">
      <h2 id="says">What it says</h2>
      {!isTrue && <p className="meta">Do not rely on this: read the result first.</p>}
      <dl className="facts verify-says mt-3">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {page !== undefined && (
        <p className="verify-page">
          <a href={page}>The page of this award</a>, as it stands today
        </p>
      )}
      {isTrue && (
        <p className="meta">
          That the issuer signed it is certain. Whether you trust this issuer is for you to say: look at its identifier.
        </p>
      )}
    </section>
  );
}

/** The awards in a learner record, each with what became of it where that was looked into. */
function Contents({ claims, step }: { claims: readonly Claim[]; step: VerificationStep | undefined }) {
  return (
    <section aria-labelledby="contents">
      <h2 id="contents">{claims.length === 1 ? '1 award in it' : `${claims.length} awards in it`}</h2>
      <ul className="verify-contents">
        {claims.map(({ achievement, issuer, day, hours }, index) => {
          const found = step?.contents?.[index];
          const facts = [
            issuer,
            day === undefined ? undefined : formatDay(day),
            hours === undefined ? undefined : formatHours(Number(hours)),
          ].filter((fact) => fact !== undefined);
          return (
            // A record may hold the same award twice.
            <li key={index}>
              <strong>{achievement ?? 'Without a name'}</strong> {found && <Status {...verdictOf(found)} />}
              <span className="meta">{facts.join(' · ')}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** A day as people write it, or as it came where it is none. */
function formatDay(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? day : formatDate(at);
}
