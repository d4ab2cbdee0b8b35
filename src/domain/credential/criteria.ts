import type { Definition } from '#domain/definition/schema.ts';
import { shortText } from './short-text.ts';

/** Characters that the criteria may have in a credential; the whole is at the address that is their id. */
const most = 16_000;

/** The criteria as Markdown: every look-for of every scoring guide, since all of them had to be demonstrated. */
export function criteriaNarrative({ guides }: Pick<Definition, 'guides'>): string {
  const whole = narrative(guides, { points: true, lookFor: 5000 });
  if (whole.length <= most) return whole;
  const without = narrative(guides, { points: false, lookFor: 300 });
  return without.length <= most ? without : `${shortLines(without)}\n\nThe rest is on the page of this version.`;
}

function narrative(guides: Definition['guides'], { points, lookFor }: { points: boolean; lookFor: number }): string {
  const sections = guides.map((guide) => {
    const lines = guide.lookFors.flatMap((each) => [
      `* ${shortText(each.text, lookFor)}`,
      ...(points ? each.points.map((point) => `    * ${shortText(point, lookFor)}`) : []),
    ]);
    return `## ${shortText(guide.title, 300)}\n\n${lines.join('\n')}`;
  });
  return [
    'An assessor found every look-for below demonstrated in evidence from the earner’s own work.',
    ...sections,
  ].join('\n\n');
}

function shortLines(text: string): string {
  return text.slice(0, text.lastIndexOf('\n', most)).trimEnd();
}
