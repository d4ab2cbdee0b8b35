import mammoth from 'mammoth';
import { type Measured, countParagraphs, cutText, longestText } from './measured.ts';
import { type OfficeParts, openOffice, readOfficeMetadata } from './metadata-office.ts';
import { measureSheets } from './measure-table.ts';
import { unescapeXml } from './xml-text.ts';

/** Text, paragraphs, sheets and authors of a document, slides or a spreadsheet. */
export async function measureOffice(path: string, mediaType: string): Promise<Measured> {
  const parts = await openOffice(path);
  try {
    const metadata = await readOfficeMetadata(parts);
    if (/spreadsheet/.test(mediaType)) {
      const sheets = await measureSheets(path, mediaType);
      return { metadata, measure: sheets.length > 0 ? { sheets } : {} };
    }
    const text = await readText(parts, path, mediaType);
    const cut = cutText(text);
    const isDocument = !/presentation/.test(mediaType);
    return { metadata, ...cut, measure: isDocument && cut.text ? { paragraphs: countParagraphs(cut.text) } : {} };
  } finally {
    parts.close();
  }
}

async function readText(parts: OfficeParts, path: string, mediaType: string): Promise<string> {
  if (/wordprocessingml/.test(mediaType)) return (await mammoth.extractRawText({ path })).value;
  if (/presentationml/.test(mediaType)) return readSlides(parts);
  return readOpenDocument((await parts.read('content.xml')) ?? '');
}

/** Slide by slide, each under its number, with what the speaker notes say. */
async function readSlides({ names, read }: OfficeParts): Promise<string> {
  const numbers = names
    .flatMap((name) => /^ppt\/slides\/slide(\d+)\.xml$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
  let text = '';
  for (const number of numbers) {
    if (text.length > longestText) break;
    text += `Slide ${number}\n\n${paragraphsOf((await read(`ppt/slides/slide${number}.xml`)) ?? '', 'a')}\n\n`;
    const notes = paragraphsOf((await read(`ppt/notesSlides/notesSlide${number}.xml`)) ?? '', 'a');
    if (notes !== '') text += `Notes: ${notes}\n\n`;
  }
  return text;
}

function paragraphsOf(xml: string, prefix: string): string {
  const paragraphs = xml
    .split(new RegExp(`</${prefix}:p>`))
    .map((part) =>
      [...part.matchAll(new RegExp(`<${prefix}:t(?:\\s[^>]*)?>([^<]*)</${prefix}:t>|<${prefix}:br\\b`, 'g'))]
        .map(([, text]) => (text === undefined ? '\n' : unescapeXml(text)))
        .join(''),
    );
  return paragraphs.filter((paragraph) => paragraph.trim() !== '').join('\n\n');
}

/** Text and headings of an OpenDocument text or presentation. */
function readOpenDocument(content: string): string {
  return content
    .slice(Math.max(0, content.indexOf('<office:body')))
    .split(/<\/text:(?:p|h)>/)
    .map((part) => {
      const start = part.search(/<text:(?:p|h)[\s>]/);
      if (start < 0) return '';
      const inner = part
        .slice(start)
        .replace(/<text:s\b[^>]*\/>|<text:tab\b[^>]*\/>/g, ' ')
        .replace(/<text:line-break\b[^>]*\/>/g, '\n')
        .replace(/<[^>]*>/g, '');
      return unescapeXml(inner);
    })
    .filter((paragraph) => paragraph.trim() !== '')
    .join('\n\n');
}
