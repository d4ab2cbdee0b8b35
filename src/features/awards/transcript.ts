import { renderSVG } from 'uqr';
import type { AwardState } from '#domain/award/status.ts';
import { formatDate } from '#domain/text/format-date.ts';
import { setPdf } from '#platform/set-pdf.ts';
import { formatHours } from './award-words.ts';
import type { AwardListed } from './awards.queries.ts';
import type { Paper } from './certificate.ts';

/** Calendar days, UTC; both are in the period. */
export type Period = { from: string | undefined; to: string | undefined };

/** What counts, or has counted until it expired, of the period, the oldest first. */
export function ofPeriod(awards: readonly AwardListed[], { from, to }: Period): AwardListed[] {
  return awards
    .filter(({ status, awardedAt }) => {
      const day = awardedAt.toISOString().slice(0, 10);
      const isHeld = status === 'in-force' || status === 'expired';
      return isHeld && (from === undefined || day >= from) && (to === undefined || day <= to);
    })
    .toSorted((a, b) => a.awardedAt.getTime() - b.awardedAt.getTime());
}

type TranscriptOptions = { name: string; period: Period; paper: Paper; baseUrl: string; now: Date };

/** A person’s awards of a period as a tagged PDF; each with the address at which it is verified, and a QR code that leads there. */
export function awardsTranscriptPdf(awards: readonly AwardListed[], options: TranscriptOptions): Buffer {
  const { name, period, paper, baseUrl, now } = options;
  const held = ofPeriod(awards, period);
  const hours = held.reduce((sum, { pdHours }) => sum + pdHours, 0);
  const data = {
    ...{ paper, name, period: periodWords(period) },
    documentTitle: `Transcript of awards of ${name}, ${periodWords(period)}`,
    date: { year: now.getUTCFullYear(), month: now.getUTCMonth() + 1, day: now.getUTCDate() },
    awards: held.map((award) => {
      const address = `${baseUrl}/verify/${award.publicId}`;
      return {
        title: award.title,
        kind: award.kind === 'stack' ? 'Stack award' : 'Micro-credential',
        issuer: award.issuerName,
        awarded: formatDate(award.awardedAt),
        ends: endWords(award.status, award.validUntil),
        hours: award.pdHours > 0 ? formatHours(award.pdHours) : '',
        address,
        qr: renderSVG(address, { ecc: 'M', border: 1 }),
        qrAlt: `QR code that leads to ${address}`,
      };
    }),
    total: `${held.length === 1 ? 'One award' : `${held.length} awards`}, ${formatHours(hours)} of professional development.`,
    made: `Made on ${formatDate(now)}. What is revoked or suspended is left out. Each award shows its status today at its address.`,
  };
  return setPdf(template, data, now);
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

const template = String.raw`
#let data = json(bytes(sys.inputs.data))
#let ink = rgb("#2a231d")
#let quiet = rgb("#675d53")
#let hair = rgb("#cfc6b8")
#set document(title: data.documentTitle, date: datetime(..data.date))
#set text(font: "Libertinus Serif", size: 10.5pt, fill: ink, lang: "en", hyphenate: false)
#set page(
  paper: data.paper, margin: (x: 22mm, y: 24mm),
  footer: context {
    set text(size: 9pt, fill: quiet)
    grid(columns: (1fr, auto), data.name, [Page #counter(page).display() of #counter(page).final().first()])
  },
)
#set par(leading: 0.6em)
#show heading: set text(weight: "regular")

#text(fill: quiet)[Transcript of awards]
#v(2mm)
#text(size: 24pt, heading(level: 1, data.name))
#v(1mm)
#text(size: 12pt, fill: quiet, data.period)
#v(6mm)
#if data.awards.len() == 0 [There are no awards in this period.] else {
  table(
    columns: (32mm, 1fr, auto, 21mm), align: (left, left, right, right),
    inset: (x, _) => (left: if x == 0 { 0mm } else { 4mm }, right: 0mm, y: 2.6mm),
    stroke: (_, y) => (bottom: 0.4pt + hair),
    table.header([Awarded], [Award], [Hours], [Verify]),
    ..data.awards.map(it => (
      it.awarded,
      block(breakable: false, {
        block(below: 1.6mm, text(size: 12pt, it.title))
        block(below: 1.6mm, text(fill: quiet, it.kind + " of " + it.issuer + if it.ends != "" { ", " + it.ends }))
        block(link(it.address, text(size: 8.5pt, it.address)))
      }),
      it.hours,
      image(bytes(it.qr), format: "svg", width: 17mm, alt: it.qrAlt),
    )).flatten(),
  )
}
#v(4mm)
#data.total
#v(2mm)
#text(size: 9pt, fill: quiet, data.made)
#if data.at("lacksLetters", default: false) {
  text(size: 9pt, fill: quiet)[ Some letters are in none of the fonts here. The pages at these addresses show them.]
}
`;
