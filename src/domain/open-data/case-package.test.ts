import { existsSync, readFileSync } from 'node:fs';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { default as addFormats } from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { baseDefinition } from '../../../test/support/factories.ts';
import { listCaseIds } from './case-ids.ts';
import { buildCasePackage, listJudgedDetails } from './case-package.ts';
import type { CfPackage } from './case-types.ts';
import { outcomeItemId } from './ids.ts';

/** Published by others, and therefore not part of this repository. */
const schemaFile = '../shared/reference/open-badges/case-v1p1-cfpackage.json';

const facts = {
  baseUrl: 'https://learn.example.org',
  definition: baseDefinition(),
  issuerName: 'North',
  number: 1,
  publishedAt: new Date('2026-11-20T09:30:15.250Z'),
};
const base = buildCasePackage(facts);

/** Guides as they come: one look-for over two details of an outcome, points, a long text, a line break in a title. */
const rich = baseDefinition({
  title: 'A\ttitle “with” <b>everything</b> & more',
  outcomes: [
    { id: 'one', title: 'x'.repeat(400), details: [{ id: 'a', text: 'A' }, { id: 'b', text: 'B' }] }, // prettier-ignore
    { id: 'two', title: 'Two', details: [{ id: 'c', text: 'C' }] },
  ],
  guides: [
    {
      id: 'g',
      title: 'Guide',
      summary: 'What to look at.',
      lookFors: [
        { id: 'both', text: 'Both', points: ['first', 'second'], judges: ['portfolio'], details: ['a', 'b'] },
        { id: 'across', text: 'Across', judges: ['portfolio'], details: ['a', 'c'] },
        { id: 'none', text: 'None', judges: ['overview'] },
      ],
    },
  ],
});

describe('a CASE package', () => {
  it('has every outcome and detail, each detail below its outcome, each outcome below the document', () => {
    const [outcome, ...details] = base.CFItems;
    expect(outcome).toMatchObject({
      identifier: outcomeItemId(facts.baseUrl, 'reading-the-room', 'participation'),
      CFItemType: 'Essential outcome',
    });
    const parents = base.CFAssociations.filter(({ associationType }) => associationType === 'isChildOf').map(
      ({ originNodeURI, destinationNodeURI }) => [originNodeURI.identifier, destinationNodeURI.identifier],
    );
    expect(parents).toEqual([
      [outcome!.identifier, base.CFDocument.identifier],
      ...details.map(({ identifier }) => [identifier, outcome!.identifier]),
    ]);
  });

  it('has each scoring guide as a rubric: look-fors with the levels Yes, Almost and No, and no points', () => {
    const [rubric] = base.CFRubrics;
    expect(rubric!.CFRubricCriteria.map(({ description }) => description)).toEqual(
      facts.definition.guides[0]!.lookFors.map(({ text }) => text),
    );
    for (const { CFRubricCriterionLevels } of rubric!.CFRubricCriteria) {
      expect(CFRubricCriterionLevels.map(({ quality, position }) => [quality, position])).toEqual([
        ['Yes', 1],
        ['Almost', 2],
        ['No', 3],
      ]);
      expect(CFRubricCriterionLevels.filter((level) => 'score' in level)).toEqual([]);
    }
  });

  it('links a look-for to its detail, or to the outcome of all its details, or to nothing', () => {
    const { CFRubrics, CFItems } = buildCasePackage({ ...facts, definition: rich });
    const linked = CFRubrics[0]!.CFRubricCriteria.map(({ CFItemURI }) => CFItemURI?.identifier);
    expect(linked).toEqual([CFItems[0]!.identifier, undefined, undefined]);
    expect(base.CFRubrics[0]!.CFRubricCriteria[2]!.CFItemURI?.title).toBe('Participation was observed and counted');
  });

  it('keeps every id in another version, and changes the time', () => {
    const later = buildCasePackage({ ...facts, number: 2, publishedAt: new Date('2027-01-01T00:00:00Z') });
    expect(idsOf(later)).toEqual(idsOf(base));
    expect(later.CFItems[0]!.lastChangeDateTime).toBe('2027-01-01T00:00:00Z');
  });

  it.each([
    ['small', facts.definition],
    ['rich', rich],
  ])('has no id twice, and those that can be asked for are the ones that are known: %s', (_name, definition) => {
    const whole = buildCasePackage({ ...facts, definition });
    expect(new Set(idsOf(whole)).size).toBe(idsOf(whole).length);
    const { outcomes, guides, slug } = definition;
    const known = listCaseIds(facts.baseUrl, slug, {
      outcomes: outcomes.map(({ id }) => id),
      details: outcomes.flatMap(({ details }) => details.map(({ id }) => id)),
      guides: guides.map(({ id }) => id),
      judged: guides.flatMap(({ id, lookFors }) => listJudgedDetails(lookFors).map((detail) => [id, detail] as const)),
    });
    expect(known.toSorted()).toEqual(idsOf(whole).toSorted());
  });
});

describe.skipIf(!existsSync(schemaFile))('by the published JSON Schema', () => {
  const ajv = new Ajv2019({ allErrors: true, strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);

  it.each([
    ['small', base],
    ['rich', buildCasePackage({ ...facts, definition: rich })],
  ])('a package fits: %s', (_name, whole) => {
    validate(whole);
    expect(validate.errors).toBeNull();
  });

  it('one without its times does not', () => {
    const { lastChangeDateTime: _time, ...document } = base.CFDocument;
    expect(validate({ ...base, CFDocument: document })).toBe(false);
  });
});

/** Of everything that has an address of its own. */
function idsOf({ CFDocument, CFItems, CFAssociations, CFRubrics }: CfPackage): string[] {
  return [CFDocument, ...CFItems, ...CFAssociations, ...CFRubrics].map(({ identifier }) => identifier);
}
