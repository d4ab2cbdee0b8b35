import type { Definition } from '#domain/definition/schema.ts';

/** The criteria as Markdown: every look-for of every scoring guide, since all of them had to be demonstrated. */
export function criteriaNarrative(definition: Pick<Definition, 'guides'>): string {
  const guides = definition.guides.map((guide) => {
    const lookFors = guide.lookFors.map((lookFor) =>
      [`* ${oneLine(lookFor.text)}`, ...lookFor.points.map((point) => `    * ${oneLine(point)}`)].join('\n'),
    );
    return `## ${oneLine(guide.title)}\n\n${lookFors.join('\n')}`;
  });
  return [
    'An assessor found every look-for below demonstrated in evidence from the earner’s own work.',
    ...guides,
  ].join('\n\n');
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
