import { formatClock } from './locator.ts';

export type Cue = { from: number; to: number; text: string };

export type ParsedCaptions = { ok: true; cues: Cue[] } | { ok: false; message: string };

/** Most cues of a file: a day of speech has fewer. */
const mostCues = 20_000;

const timing = /^((?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3})[ \t]+-->[ \t]+((?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3})(?:[ \t].*)?$/;

/**
 * Reads captions (WebVTT, W3C Candidate Recommendation): the header, then blocks parted by empty lines. Notes are left out,
 * and so are styles and regions, which could reach for things elsewhere. What is wrong is said with the number of its line.
 */
export function parseCaptions(given: string): ParsedCaptions {
  const lines = given.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  if (!/^WEBVTT(?:[ \t].*)?$/.test(lines[0] ?? '')) {
    return refuse('It does not begin with the word WEBVTT. Save the captions as WebVTT (.vtt) and choose them again.');
  }
  const cues: Cue[] = [];
  for (const { line, block } of blocksOf(lines)) {
    if (/^(?:NOTE|STYLE|REGION)(?:[ \t]|$)/.test(block[0] ?? '')) continue;
    const at = block.findIndex((text) => text.includes('-->'));
    if (at < 0 || at > 1) return refuse(`Line ${line} is no cue: a time such as 00:01.000 --> 00:04.000 is missing.`);
    const [, from, to] = timing.exec(block[at] ?? '') ?? [];
    if (from === undefined || to === undefined) {
      return refuse(`Line ${line + at} has a time that can’t be read. Write it as 00:01.000 --> 00:04.000.`);
    }
    const cue = { from: seconds(from), to: seconds(to), text: block.slice(at + 1).join('\n') };
    if (cue.to <= cue.from) {
      return refuse(`Line ${line + at} ends before it begins (${formatClock(cue.from)}). Correct its times.`);
    }
    cues.push(cue);
    if (cues.length > mostCues) return refuse(`It has more than ${mostCues.toLocaleString('en')} cues.`);
  }
  return cues.length === 0 ? refuse('There are no cues in it.') : { ok: true, cues };
}

/** The captions written anew, with nothing in them but times and words. */
export function formatCaptions(cues: readonly Cue[]): string {
  return `WEBVTT\n\n${cues.map(({ from, to, text }) => `${clock(from)} --> ${clock(to)}\n${text}\n`).join('\n')}`;
}

/** What is said, as text: the tags for voices, styles and karaoke times are left out. */
export function captionText(text: string): string {
  return text.replace(/<[^>]*>/g, '');
}

function blocksOf(lines: readonly string[]): { line: number; block: string[] }[] {
  const blocks: { line: number; block: string[] }[] = [];
  let block: string[] | undefined;
  // The header reaches to the first empty line.
  const start = lines.indexOf('');
  for (const [index, text] of lines.entries()) {
    if (start < 0 || index < start) continue;
    if (text.trim() === '') block = undefined;
    else if (block) block.push(text);
    else blocks.push({ line: index + 1, block: (block = [text]) });
  }
  return blocks;
}

function refuse(message: string): ParsedCaptions {
  return { ok: false, message };
}

function seconds(time: string): number {
  // To the thousandth: 434 + 0.393 would be a hair more than 434.393.
  return Math.round(time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1000) / 1000;
}

function clock(at: number): string {
  const thousandths = Math.round(at * 1000);
  const pad = (value: number, length: number) => String(Math.floor(value)).padStart(length, '0');
  const rest = `${pad((thousandths / 60_000) % 60, 2)}:${pad((thousandths / 1000) % 60, 2)}.${pad(thousandths % 1000, 3)}`;
  return `${pad(thousandths / 3_600_000, 2)}:${rest}`;
}
