import { renderSVG } from 'uqr';
import { breakable } from '#domain/text/breakable.ts';
import { dayOf } from '#domain/assessment/local-day.ts';
import { formatDate } from '#domain/text/format-date.ts';
import type { AwardState } from '#domain/award/status.ts';
import { setPdf } from '#platform/set-pdf.ts';
import { formatHours } from './award-words.ts';
import type { PublicAward } from './awards.queries.ts';
import { certificateTemplate } from './certificate-template.ts';

export type Paper = 'a4' | 'us-letter';

/** Who signs for the issuer; the picture of the signature is a PNG. */
export type Signer = { name: string; title: string; signature: Buffer | null };

export type CertificateOptions = {
  baseUrl: string;
  tileSvg: string;
  paper: Paper;
  signers?: readonly Signer[];
  state?: AwardState;
  /** “State Board of Education: 1234”, for each agency that had approved the issuer on the day of the award. */
  providerNumbers?: readonly string[];
};

/** What of an award stands on its certificate. */
export type Certified = Pick<
  PublicAward,
  'publicId' | 'recipientName' | 'awardedAt' | 'validUntil' | 'title' | 'statement' | 'pdHours' | 'subject'
> & { issuer: Pick<PublicAward['issuer'], 'name' | 'palette' | 'timeZone'> };

/** The certificate of an award as a tagged PDF: the same for everyone who asks, signed by who signs for the issuer today. */
export function certificatePdf(award: Certified, options: CertificateOptions): Buffer {
  const { baseUrl, tileSvg, paper, signers = [], state = 'in-force', providerNumbers = [] } = options;
  const { title, statement, subject, issuer, awardedAt, validUntil } = award;
  const guides = subject.kind === 'micro-credential' ? subject.definition.guides : [];
  const pieces = subject.kind === 'stack' ? subject.pieces : [];
  const address = `${baseUrl}/verify/${award.publicId}`;
  const [year, month, day] = dayOf(issuer.timeZone, awardedAt).split('-').map(Number);
  const data = {
    paper,
    palette: issuer.palette,
    documentTitle: `${title}: certificate of ${award.recipientName}`,
    issuer: issuer.name,
    name: breakable(award.recipientName),
    joint: subject.kind === 'stack' ? 'has earned the stack award' : 'has earned the micro-credential',
    title: breakable(title),
    statement: breakable(statement),
    date: { year, month, day },
    facts: [
      ['Awarded', formatDate(awardedAt, issuer.timeZone)],
      subject.kind === 'stack'
        ? ['Made of', pieces.length === 1 ? '1 award' : `${pieces.length} awards`]
        : ['Professional development', formatHours(award.pdHours)],
      ...(validUntil === null ? [] : [[state === 'expired' ? 'Expired' : 'Valid until', formatDate(validUntil)]]),
    ].map(([label, value]) => ({ label, value })),
    provider: providerNumbers.join('; '),
    signers: signersData(signers),
    address,
    addressText: address.replace(/^https?:\/\//, ''),
    qr: renderSVG(address, { ecc: 'M', border: 1 }),
    qrAlt: `QR code that leads to ${address}`,
    tile: tileSvg,
    tileAlt: `The tile of ${title}`,
    guides: guides.map((guide) => ({
      title: guide.title,
      lookFors: guide.lookFors.map((lookFor) => lookFor.text),
    })),
    split: splitGuides(guides),
    pieces: pieces.map((piece) => ({
      title: piece.title,
      awarded: formatDate(new Date(piece.awardedAt), issuer.timeZone),
      address: `${baseUrl}/verify/${piece.publicId}`,
    })),
    version: `Version ${subject.version.number}, SHA-256 ${subject.version.sha256}`,
  };
  return setPdf(certificateTemplate, data, awardedAt);
}

/** Signers as the templates take them. */
export function signersData(signers: readonly Signer[]) {
  return signers.map(({ name, title, signature }) => ({
    name,
    title,
    signature: signature === null ? null : [...signature],
    alt: `Signature of ${name}`,
  }));
}

/** Lines of a column of the second page, and letters of a line; both a little less than it takes. */
const column = { lines: 34, letters: 60 };

/**
 * Before which guide the second column begins, so that both are about as long; 0 where one wide column holds all. `null` where they
 * need more than a page, so that they flow.
 */
export function splitGuides(guides: readonly { lookFors: readonly { text: string }[] }[]): number | null {
  const lines = guides.map(({ lookFors }) =>
    lookFors.reduce((sum, { text }) => sum + Math.ceil(text.length / column.letters) + 0.5, 3),
  );
  const sum = (part: readonly number[]) => part.reduce((total, count) => total + count, 0);
  if (guides.length < 2) return sum(lines) <= column.lines ? 0 : null;
  const [best] = lines
    .slice(1)
    .map((_, index) => ({
      at: index + 1,
      longer: Math.max(sum(lines.slice(0, index + 1)), sum(lines.slice(index + 1))),
    }))
    .toSorted((a, b) => a.longer - b.longer);
  return best && best.longer <= column.lines ? best.at : null;
}
