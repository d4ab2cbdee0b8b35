import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { formatDate } from '#domain/text/format-date.ts';
import { formatHours } from './award-words.ts';
import type { PublicAward } from './awards.queries.ts';
import { certificateTemplate } from './certificate-template.ts';

export type Paper = 'a4' | 'us-letter';

export type CertificateOptions = { baseUrl: string; tileSvg: string; paper: Paper };

/** How many certificates ago what Typst remembers is forgotten; it would otherwise grow for ever. */
const remembered = 10;

let compiler: NodeCompiler | undefined;

/** The certificate of an award as a tagged PDF: the same award always gives the same text, whoever asks. */
export function certificatePdf(award: PublicAward, { baseUrl, tileSvg, paper }: CertificateOptions): Buffer {
  const { title, statement, subject, issuer, awardedAt } = award;
  const guides = subject.kind === 'micro-credential' ? subject.definition.guides : [];
  const address = `${baseUrl}/verify/${award.publicId}`;
  const data = {
    paper,
    palette: issuer.palette,
    documentTitle: `${title}: certificate of ${award.recipientName}`,
    issuer: issuer.name,
    name: award.recipientName,
    title,
    statement,
    awarded: formatDate(awardedAt),
    date: { year: awardedAt.getUTCFullYear(), month: awardedAt.getUTCMonth() + 1, day: awardedAt.getUTCDate() },
    hours: formatHours(award.pdHours),
    address,
    addressText: address.replace(/^https?:\/\//, ''),
    tile: tileSvg,
    tileAlt: `The tile of ${title}`,
    guides: guides.map((guide) => ({
      title: guide.title,
      lookFors: guide.lookFors.map((lookFor) => lookFor.text),
    })),
  };
  compiler ??= NodeCompiler.create();
  const compiled = compiler.compile({
    mainFileContent: certificateTemplate,
    inputs: { award: JSON.stringify(data) },
  });
  const document = compiled.result;
  if (!document)
    throw new Error(`The certificate can’t be set: ${JSON.stringify(compiled.takeError()?.shortDiagnostics)}`);
  const pdf = compiler.pdf(document, {
    pdfStandard: 'ua-1',
    creationTimestamp: Math.floor(awardedAt.getTime() / 1000),
  });
  compiler.evictCache(remembered);
  return pdf;
}
