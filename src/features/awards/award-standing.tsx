import type { AwardState } from '#domain/award/status.ts';
import { codeWords } from '#domain/award/revocation.ts';
import { formatDate } from '#domain/text/format-date.ts';
import type { AwardStatus } from '../status/status.queries.ts';
import { AwardStatusLabel } from '../status/status-words.tsx';
import type { PublicAward } from './awards.queries.ts';

type StandingOf = {
  award: Pick<PublicAward, 'awardedAt' | 'validUntil'> & { issuer: Pick<PublicAward['issuer'], 'timeZone'> };
  status: AwardStatus;
};

/** What became of an award that does not count, in one sentence: in the past, and without the issuer’s own words. */
export function standingWords({ award, status: { state, since } }: StandingOf): string {
  const { awardedAt, validUntil, issuer } = award;
  const was = `This award was given on ${formatDate(awardedAt, issuer.timeZone)}`;
  const day = (at: Date | null) => (at ? ` on ${formatDate(at)}` : '');
  const words: Record<AwardState, string> = {
    'in-force': `${was}.`,
    revoked: `${was} and revoked${day(since)}. It does not count any more.`,
    suspended: `${was} and suspended${day(since)}. Until that is settled it does not count.`,
    expired: `${was} and expired${day(validUntil)}. It was earned, and counted until then.`,
  };
  return words[state];
}

/** Whatever keeps it from counting stands before everything else. Why, in the issuer’s words, is for its earner alone. */
export function Standing({ award, status }: StandingOf) {
  const { state, code } = status;
  if (state === 'in-force') return null;
  return (
    <div className="alert alert-warning award-standing" role="status">
      <div>
        <AwardStatusLabel state={state} />
        <p>{standingWords({ award, status })}</p>
        {state === 'revoked' && code !== null && <p>Why: {lowerFirst(codeWords[code])}.</p>}
        {state === 'suspended' && <p>Why is between its issuer and its earner.</p>}
      </div>
    </div>
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** What the head of the page says before the name and after it: affirmed is what counts, and nothing else. */
export function headWords(state: AwardState, issuerName: string): { before: string; joint: string } {
  switch (state) {
    case 'in-force':
      return { before: `${issuerName} certifies that`, joint: 'has earned the' };
    case 'expired':
      return { before: `Expired award of ${issuerName}`, joint: 'had earned, until it expired, the' };
    case 'suspended':
      return { before: `Suspended award of ${issuerName}`, joint: 'was awarded, before it was suspended, the' };
    case 'revoked':
      return { before: `Revoked award of ${issuerName}`, joint: 'was awarded, before it was revoked, the' };
  }
}

const titles: Record<AwardState, string> = {
  'in-force': '',
  suspended: 'Suspended: ',
  revoked: 'Revoked: ',
  expired: 'Expired: ',
};

/** The title of the page and of its card: whoever sees no more of it knows what it counts as. */
export function titleOf({ recipientName, title }: Pick<PublicAward, 'recipientName' | 'title'>, state: AwardState) {
  return `${titles[state]}${recipientName}: ${title}`;
}
