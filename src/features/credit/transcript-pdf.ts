import { renderSVG } from 'uqr';
import { natureWords, sourceWords } from '#domain/credit/entry.ts';
import { formatQuarters, hoursOf } from '#domain/credit/quarters.ts';
import { breakable } from '#domain/text/breakable.ts';
import { formatDate } from '#domain/text/format-date.ts';
import { setPdf } from '#platform/set-pdf.ts';
import { daysText, dayText, recordingWords } from './credit-words.ts';
import type { LedgerEntry, LedgerFilter } from './ledger.queries.ts';
import { sumLedger } from './sum-ledger.ts';

/** The transcript of a period: every line that counts, with who stands behind it, and the sums. */
export function transcriptPdf(
  entries: readonly LedgerEntry[],
  {
    name,
    filter,
    paper,
    baseUrl,
    now,
  }: { name: string; filter: LedgerFilter; paper: 'a4' | 'us-letter'; baseUrl: string; now: Date },
): Buffer {
  const counting = entries.filter(({ state }) => state === 'counts').toReversed();
  const sums = sumLedger(entries);
  const period = periodText(filter);
  const data = {
    ...{ paper, name, period },
    documentTitle: `PD transcript of ${name}, ${period}`,
    date: { year: now.getUTCFullYear(), month: now.getUTCMonth() + 1, day: now.getUTCDate() },
    lines: counting.map((entry) => ({
      when: daysText(entry.beginsOn, entry.endsOn),
      title: breakable(entry.title),
      detail: breakable(`${natureWords[entry.nature]} · ${entry.provider} · ${recordingWords[entry.recordedAs]}`),
      how: breakable(entry.how),
      proof: entry.proofName === null ? '' : breakable(`Proof file: ${entry.proofName}`),
      hours: hoursOf(entry.quarters).toFixed(2),
      ...verifyWay(entry.publicId, baseUrl),
    })),
    total: hoursOf(sums.total).toFixed(2),
    vouched: `${formatQuarters(sums.vouched)} by awards and providers, ${formatQuarters(sums.self)} self-reported.`,
    made: `Made on ${formatDate(now)}. Lines that were taken out, and hours of revoked or suspended awards, are left out.`,
  };
  return setPdf(template, data, now);
}

/** Of an award: where its hours are verified, and a QR code that leads there. */
function verifyWay(publicId: string | null, baseUrl: string) {
  if (publicId === null) return { address: '', qr: '', qrAlt: '' };
  const address = `${baseUrl}/verify/${publicId}`;
  return { address, qr: renderSVG(address, { ecc: 'M', border: 1 }), qrAlt: `QR code that leads to ${address}` };
}

/** “all time”, “since May 4, 2026”, “May 4, 2026 – June 1, 2026”; “all time, awards only”. */
export function periodText({ source, ...days }: LedgerFilter): string {
  return source === undefined ? daysOf(days) : `${daysOf(days)}, ${sourceWords[source].toLowerCase()}s only`;
}

function daysOf({ from, to }: Pick<LedgerFilter, 'from' | 'to'>): string {
  if (from !== undefined && to !== undefined) return daysText(from, to);
  if (from !== undefined) return `since ${dayText(from)}`;
  return to === undefined ? 'all time' : `until ${dayText(to)}`;
}

const template = String.raw`
#let data = json(bytes(sys.inputs.data))
#let ink = rgb("#2a231d")
#let quiet = rgb("#675d53")
#let hair = rgb("#cfc6b8")
#set document(title: data.documentTitle, date: datetime(..data.date))
#set text(font: "Libertinus Serif", size: 10.5pt, fill: ink, lang: "en", hyphenate: false)
#set page(paper: data.paper, margin: (x: 22mm, y: 24mm), numbering: "1 / 1")
#show heading: set text(weight: "regular")

#text(fill: quiet)[Professional development transcript]
#v(2mm)
#text(size: 24pt, heading(level: 1, data.name))
#v(1mm)
#text(size: 12pt, fill: quiet, data.period)
#v(6mm)
#if data.lines.len() == 0 [There are no hours in this period.] else {
  table(
    columns: (34mm, 1fr, 20mm, 19mm), align: (left, left, right, right),
    inset: (x, _) => (left: if x == 0 { 0mm } else { 4mm }, right: 0mm, y: 2.4mm),
    stroke: (_, y) => (bottom: 0.4pt + hair),
    table.header([Date], [Activity], [Hours], [Verify]),
    ..data.lines.map(line => (
      line.when,
      block({
        block(below: 1.4mm, text(size: 11.5pt, line.title))
        block(below: 1.4mm, text(fill: quiet, line.detail))
        block(below: 1.4mm, text(size: 9pt, fill: quiet, line.how))
        if line.proof != "" { block(below: 1.4mm, text(size: 9pt, fill: quiet, line.proof)) }
        if line.address != "" { block(link(line.address, text(size: 8.5pt, line.address))) }
      }),
      line.hours,
      if line.qr != "" { image(bytes(line.qr), format: "svg", width: 15mm, alt: line.qrAlt) } else [],
    )).flatten(),
    table.footer(repeat: false, [], [Together], data.total, []),
  )
}
#v(4mm)
#data.vouched
#v(2mm)
#text(size: 9pt, fill: quiet, data.made)
#if data.at("lacksLetters", default: false) {
  text(size: 9pt, fill: quiet)[ Some letters are in none of the fonts here. The ledger on the site shows them.]
}
`;
