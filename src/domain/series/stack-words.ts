import type { Choice, StackRule } from '#domain/definition/stack-rule.ts';
import type { Ask, StackSeries } from './stack-series.ts';

type NOf = Extract<Choice, { choose: 'n-of' }>;
type FromEach = Extract<Choice, { choose: 'from-each' }>;

/** What a choice is made of: “the tier “My school””, “the 6”, “the 3 named”. */
export function choiceGroup(series: StackSeries, choice: NOf, candidates: number): string {
  const groups = [
    choice.tier !== undefined && `the tier “${titleOf(series.tiers, choice.tier)}”`,
    choice.strand !== undefined && `the strand “${titleOf(series.strands, choice.strand)}”`,
  ].filter((group) => group !== false);
  if (choice.members) return [`the ${candidates} named`, ...groups].join(' in ');
  return groups.length === 0 ? `the ${candidates}` : groups.join(' in ');
}

/** “the strand “Leading learning””. */
export function eachGroup({ each }: FromEach, title: string): string {
  return `the ${each} “${title}”`;
}

/** What one thing that the rule asks for still needs. */
export function missingWords({ words, of, earned, atLeast }: Ask): string {
  return earned === 0 ? words : `${atLeast - earned} more of ${of}`;
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
        : `at least ${choice.atLeast} of ${choiceGroup(series, choice, choice.members?.length ?? series.members.length)}`,
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
