import { type Voice, type Voices, compareVoices, voiceOf } from './compare-ratings.ts';
import { type PlacedLocator, placeKey } from './placed-locator.ts';

/** Who settled a look-for: one assessor alone, two alike, two on the same side, an adjudicator, or nobody. */
export type SettledBy = 'single' | 'agreed' | 'merged' | 'adjudicated' | 'unsettled';

/** What the earner hears of one look-for, in one voice. */
export type MergedVoice = Voice & { lookFor: string; settledBy: SettledBy };

export type MergeResult = { ok: true; ratings: MergedVoice[] } | { ok: false; contested: string[] };

/**
 * One voice from the independent assessments of an attempt (one or two) and from adjudications, the last word on a
 * look-for last. Refused while two are apart on a look-for that nobody has adjudicated, unless it is left `unsettled`: then
 * it stays open, and the earner hears the one who did not say Yes, since that comment alone helps further.
 *
 * An adjudicated look-for has the adjudicator's value; of the others only those on the same side are heard with it, since
 * what contradicts the decision would help nobody. Of Almost and No the milder one stands: one of two saw it nearly there.
 */
export function mergeVoices(
  lookFors: readonly string[],
  {
    independent,
    adjudications,
    unsettled = [],
  }: { independent: readonly Voices[]; adjudications: readonly Voices[]; unsettled?: readonly string[] },
): MergeResult {
  const contested: string[] = [];
  const ratings = lookFors.map((lookFor): MergedVoice => {
    const voices = independent.map((one) => voiceOf(one, lookFor));
    const [first, second] = voices;
    if (!first) throw new Error('Nobody has rated this attempt');
    const last = adjudications.findLast((one) => one.has(lookFor))?.get(lookFor);
    if (last) {
      const heard = [last, ...voices.filter((voice) => compareVoices(voice, last) !== 'contested')];
      return { lookFor, settledBy: 'adjudicated', ...speak(last, heard) };
    }
    if (!second) return { lookFor, settledBy: 'single', ...speak(first, voices) };
    const comparison = compareVoices(first, second);
    if (comparison === 'contested' && unsettled.includes(lookFor)) {
      const doubts = voices.filter(({ value }) => value !== 'yes');
      return { lookFor, settledBy: 'unsettled', ...speak({ value: null, condition: 'unsettled' }, doubts) };
    }
    if (comparison === 'contested') contested.push(lookFor);
    return {
      lookFor,
      settledBy: comparison === 'agreed' ? 'agreed' : 'merged',
      ...speak(prevailing(first, second), voices),
    };
  });
  return contested.length > 0 ? { ok: false, contested } : { ok: true, ratings };
}

/** Of two on the same side: a value before a condition, an Almost before a No, otherwise the first. */
function prevailing(first: Voice, second: Voice): Voice {
  if (first.value === null && second.value !== null) return second;
  return first.value === 'no' && second.value === 'almost' ? second : first;
}

function speak({ value, condition }: Pick<Voice, 'value' | 'condition'>, heard: readonly Voice[]): Voice {
  return {
    value,
    condition,
    comment: joinComments(heard.map(({ comment }) => comment)),
    locators: uniteLocators(heard.flatMap(({ locators }) => locators)),
  };
}

/** Each place once, in the order in which they first come. */
function uniteLocators(all: readonly PlacedLocator[]): PlacedLocator[] {
  const seen = new Set<string>();
  return all.filter((placed) => {
    const key = placeKey(placed);
    return seen.has(key) ? false : seen.add(key);
  });
}

/** Comments one after the other, each once: what another says word for word, or as a part of it, is not repeated. */
export function joinComments(comments: readonly string[]): string {
  const said = comments.map((comment) => comment.trim()).filter((comment) => comment !== '');
  const plain = said.map((comment) => comment.replace(/\s+/gu, ' ').toLowerCase());
  return said
    .filter((_, index) => {
      const own = plain[index] ?? '';
      return !plain.some((other, at) => at !== index && other.includes(own) && (other !== own || at < index));
    })
    .join('\n\n');
}
