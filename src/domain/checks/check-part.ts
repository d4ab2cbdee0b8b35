import type { Part } from '#domain/definition/schema.ts';
import type { Finding } from '#domain/evidence/finding.ts';

/** What the earner declared of a part: whether AI was used, and how. */
export type AiUse = { used: boolean; how: string };

/** The place of a part’s declaration, on the page of the whole work. */
export const aiPlace = (part: string) => `ai-${part}`;

/** What belongs to a part as a whole, not to one of its requirements. */
export function checkPart(part: Pick<Part, 'id' | 'title' | 'aiUse'>, aiUse: AiUse | undefined): Finding[] {
  if (part.aiUse !== 'declare') return [];
  const find = (code: string, message: string): Finding[] => [
    { level: 'blocking', code, message, place: aiPlace(part.id), on: 'work', work: { minutes: 3 } },
  ];
  if (!aiUse) return find('ai-undeclared', `Say whether you used AI for “${part.title}”`);
  return aiUse.used && aiUse.how.trim() === '' ? find('ai-how', `Say how you used AI for “${part.title}”`) : [];
}
