import { z } from 'zod';
import { countWords } from '#domain/text/count-words.ts';
import { type Finding, type FindingLevel, type Work, countOf } from './finding.ts';

const Level = z.enum(['blocking', 'advice']);

/** Word limits of a text; each limit blocks submission unless its level says `advice`. */
export const WordLimits = z.strictObject({
  min: z.int().min(1).max(20_000).optional().meta({ description: 'Fewest words' }),
  minLevel: Level.default('blocking').meta({ description: 'Whether too few words blocks submission or advises' }),
  max: z.int().min(1).max(50_000).optional().meta({ description: 'Most words' }),
  maxLevel: Level.default('blocking').meta({ description: 'Whether too many words blocks submission or advises' }),
});
export type WordLimits = z.output<typeof WordLimits>;

/** A guess: cutting is reading, choosing and mending what is left. */
const wordsCutAMinute = 20;

/** Checks a text against its limits; messages say by how many words it misses, and of what where a subject is given. */
export function checkWords(text: string, limits: WordLimits, place: string, subject?: string): Finding[] {
  const words = countWords(text);
  const on = subject === undefined ? '' : ` on “${subject}”`;
  const from = subject === undefined ? '' : ` from “${subject}”`;
  if (limits.min !== undefined && words < limits.min) {
    const missing = limits.min - words;
    return [
      finding(
        limits.minLevel,
        'too-few-words',
        place,
        { share: missing / limits.min },
        words === 0
          ? `Write at least ${countOf(limits.min, 'word')}${on}`
          : `Write ${countOf(missing, 'more word')}${on}: ${words.toLocaleString('en-US')} of at least ${countOf(limits.min, 'word')}`,
      ),
    ];
  }
  if (limits.max !== undefined && words > limits.max) {
    const over = words - limits.max;
    return [
      finding(
        limits.maxLevel,
        'too-many-words',
        place,
        { minutes: Math.max(2, Math.ceil(over / wordsCutAMinute)) },
        `Cut ${countOf(over, 'word')}${from}: ${words.toLocaleString('en-US')} of at most ${countOf(limits.max, 'word')}`,
      ),
    ];
  }
  return [];
}

function finding(level: FindingLevel, code: string, place: string, work: Work, message: string): Finding {
  return { level, code, place, message, work };
}

/** The findings of a text that is so large a part of the work of its requirement. */
export function asPart(findings: readonly Finding[], part: number): Finding[] {
  return findings.map((finding) =>
    typeof finding.work === 'object' && 'share' in finding.work
      ? { ...finding, work: { share: finding.work.share * part } }
      : finding,
  );
}

/** "at least 1,000 words", "250 to 400 words". */
export function describeWords({ min, max }: WordLimits): string | undefined {
  if (min !== undefined && min === max) return `exactly ${countOf(min, 'word')}`;
  if (min !== undefined && max !== undefined) return `${min.toLocaleString('en-US')} to ${countOf(max, 'word')}`;
  if (min !== undefined) return `at least ${countOf(min, 'word')}`;
  if (max !== undefined) return `at most ${countOf(max, 'word')}`;
  return undefined;
}
