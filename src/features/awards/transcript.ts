import { renderSVG } from 'uqr';
import type { AwardState } from '#domain/award/status.ts';
import { dayOf } from '#domain/assessment/local-day.ts';
import { formatDate } from '#domain/text/format-date.ts';
import { setPdf } from '#platform/set-pdf.ts';
import { formatHours } from './award-words.ts';
import type { AwardListed } from './awards.queries.ts';
import { type Paper, type Signer, signersData } from './certificate.ts';
import { transcriptTemplate } from './transcript-template.ts';

/** Calendar days, of the issuer of each award; both are in the period. */
export type Period = { from: string | undefined; to: string | undefined };

/** What counts, or has counted until it expired, of the period, the oldest first. */
export function ofPeriod(awards: readonly AwardListed[], { from, to }: Period): AwardListed[] {
  return awards
    .filter(({ status, awardedAt, timeZone }) => {
      const day = dayOf(timeZone, awardedAt);
      const isHeld = status === 'in-force' || status === 'expired';
      return isHeld && (from === undefined || day >= from) && (to === undefined || day <= to);
    })
    .toSorted((a, b) => a.awardedAt.getTime() - b.awardedAt.getTime());
}

type TranscriptOptions = {
  name: string;
  period: Period;
  /** Of one issuer alone, by its slug. */
  issuer?: string | undefined;
  /** Who signs for each issuer, by its slug. */
  signers: ReadonlyMap<string, readonly Signer[]>;
  paper: Paper;
  baseUrl: string;
  now: Date;
};

/**
 * A person’s awards of a period as a tagged PDF: issuer by issuer, each in its colour and signed by who signs for it today, and each
 * award with the address at which it is verified, and a QR code that leads there.
 */
export function awardsTranscriptPdf(awards: readonly AwardListed[], options: TranscriptOptions): Buffer {
  const { name, period, issuer, signers, paper, baseUrl, now } = options;
  const held = ofPeriod(awards, period).filter(({ issuerSlug }) => issuer === undefined || issuerSlug === issuer);
  const groups = Map.groupBy(held, ({ issuerSlug }) => issuerSlug);
  const line = (award: AwardListed) => {
    const address = `${baseUrl}/verify/${award.publicId}`;
    return {
      title: award.title,
      kind: award.kind === 'stack' ? 'Stack award' : 'Micro-credential',
      awarded: formatDate(award.awardedAt, award.timeZone),
      ends: endWords(award.status, award.validUntil),
      hours: award.pdHours > 0 ? formatHours(award.pdHours) : '',
      address,
      qr: renderSVG(address, { ecc: 'M', border: 1 }),
      qrAlt: `QR code that leads to ${address}`,
    };
  };
  const data = {
    ...{ paper, name, period: periodWords(period) },
    documentTitle: `Transcript of awards of ${name}, ${periodWords(period)}`,
    date: { year: now.getUTCFullYear(), month: now.getUTCMonth() + 1, day: now.getUTCDate() },
    groups: [...groups].map(([slug, ofIssuer]) => ({
      issuer: ofIssuer[0]?.issuerName ?? slug,
      palette: ofIssuer[0]?.palette ?? '',
      total: sumWords(ofIssuer),
      awards: ofIssuer.map(line),
      signers: signersData(signers.get(slug) ?? []),
    })),
    total: groups.size > 1 ? `Together ${sumWords(held).replace(/^One/, 'one')}.` : '',
    made: `Made on ${formatDate(now)}. What is revoked or suspended is left out. Each award shows its status today at its address.`,
  };
  return setPdf(transcriptTemplate, data, now);
}

function sumWords(awards: readonly AwardListed[]): string {
  const hours = awards.reduce((sum, { pdHours }) => sum + pdHours, 0);
  return `${awards.length === 1 ? 'One award' : `${awards.length} awards`}, ${formatHours(hours)} of professional development`;
}

function endWords(status: AwardState, validUntil: Date | null): string {
  if (validUntil === null) return '';
  return `${status === 'expired' ? 'expired' : 'valid until'} ${formatDate(validUntil)}`;
}

function periodWords({ from, to }: Period): string {
  const day = (text: string) => formatDate(new Date(`${text}T00:00:00Z`));
  if (from !== undefined && to !== undefined) return `${day(from)} to ${day(to)}`;
  if (from !== undefined) return `since ${day(from)}`;
  return to === undefined ? 'all awards' : `until ${day(to)}`;
}
