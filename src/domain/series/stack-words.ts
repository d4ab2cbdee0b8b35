import type { Choice, StackRule } from '#domain/definition/stack-rule.ts';
import type { Ask, StackSeries } from './stack-series.ts';

type NOf = Extract<Choice, { choose: 'n-of' }>;
type FromEach = Extract<Choice, { choose: 'from-each' }>;

/** “2 of the tier “My school””, “4 of the 6”. */
export function choiceWords(series: StackSeries, choice: NOf, candidates: number): string {
  const groups = [
    choice.tier !== undefined && `the tier “${titleOf(series.tiers, choice.tier)}”`,
    choice.strand !== undefined && `the strand “${titleOf(series.strands, choice.strand)}”`,
  ].filter((group) => group !== false);
  const of = choice.members ? `the ${candidates} named${groups.length > 0 ? ' in' : ''}` : `the ${candidates}`;
  if (groups.length === 0) return `${choice.atLeast} of ${of}`;
  return `${choice.atLeast} of ${choice.members ? `${of} ` : ''}${groups.join(' in ')}`;
}

/** “1 of “Leading learning””. */
export function fromEachWords({ atLeast, each }: FromEach, title: string): string {
  return `${atLeast} of the ${each} “${title}”`;
}

/** What one thing that the rule asks for still needs. */
export function missingWords({ words, earned, atLeast }: Ask): string {
  if (earned === 0) return words;
  return `${words} (${atLeast - earned} more)`;
}

/** The rule in a sentence, as a series' page says it. */
export function ruleWords(series: StackSeries): string {
  const rule: StackRule = series.stackAward?.rule ?? 'all-members';
  if (rule === 'all-members') return `Earn all ${series.members.length} micro-credentials.`;
  const choices = rule.choose === 'all-of' ? rule.rules : [rule];
  return `Earn ${joined(
    choices.map((choice) =>
      choice.choose === 'from-each'
        ? `at least ${choice.atLeast} from each ${choice.each}`
        : `at least ${choiceWords(series, choice, choice.members?.length ?? series.members.length)}`,
    ),
  )}.`;
}

function joined(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

function titleOf(groups: readonly { id: string; title: string }[], id: string): string {
  return groups.find((group) => group.id === id)?.title ?? id;
}

/** The criteria of a stack award as Markdown: its rule, and the awards that it was given for. */
export function stackCriteria(series: StackSeries, pieces: readonly { title: string }[]): string {
  const lines = pieces.map(({ title }) => `* ${title.replace(/\s+/gu, ' ').trim()}`);
  return [`${ruleWords(series)} Each was awarded by itself:`, lines.join('\n')].join('\n\n');
}

/** Whether an award in this state is one that somebody has: what expired was earned all the same. */
export function stackCounts(state: string): boolean {
  return state === 'in-force' || state === 'expired';
}
