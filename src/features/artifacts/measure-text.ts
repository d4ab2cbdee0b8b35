import { open } from 'node:fs/promises';
import { type Measured, countParagraphs, cutText, longestText } from './measured.ts';
import { decodeText, measureSheets } from './measure-table.ts';

/** A text as it is, a table with its size, and a rich text (RTF) without its marks. */
export async function measureText(path: string, mediaType: string): Promise<Measured> {
  const start = await readStart(path, longestText * 4);
  const plain = mediaType === 'application/rtf' ? readRtf(start.toString('latin1')) : decodeText(start);
  const cut = cutText(plain);
  if (mediaType === 'text/csv') return { ...cut, measure: { sheets: await measureSheets(path, mediaType) } };
  return { ...cut, measure: { paragraphs: countParagraphs(cut.text ?? '') } };
}

async function readStart(path: string, most: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const length = Math.min(most, (await file.stat()).size);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The words of a rich text: groups that hold fonts, colours, pictures and the like are left out. */
function readRtf(rtf: string): string {
  const out: string[] = [];
  const hidden: boolean[] = [];
  let isHidden = false;
  const token = /\\'([\da-f]{2})|\\u(-?\d{1,6}) ?\??|\\([a-z]+)(-?\d{1,10})? ?|\\([^a-z])|([{}])|([^\\{}\r\n]+)/gi;
  for (const [, hex, unicode, word, , symbol, brace, text] of rtf.matchAll(token)) {
    if (brace === '{') hidden.push(isHidden);
    else if (brace === '}') isHidden = hidden.pop() ?? false;
    else if (
      symbol === '*' ||
      /^(fonttbl|colortbl|stylesheet|info|pict|object|themedata|datastore)$/.test(word ?? '')
    ) {
      isHidden = true;
    } else if (isHidden) continue;
    else if (hex !== undefined) out.push(new TextDecoder('windows-1252').decode(Buffer.from(hex, 'hex')));
    else if (unicode !== undefined) out.push(String.fromCharCode(Number(unicode) & 0xffff));
    else if (word === 'par' || word === 'page') out.push('\n\n');
    else if (word === 'line' || word === 'tab') out.push(word === 'line' ? '\n' : ' ');
    else if (symbol !== undefined) out.push(symbol === '~' ? ' ' : /[\\{}]/.test(symbol) ? symbol : '');
    else if (text !== undefined) out.push(text);
  }
  return out.join('');
}
