import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locatorTypes, type LocatorType } from '../locator.ts';
import { draftFromFields, draftOf, placesOutside, portfolioFields, readDraft } from './draft.ts';

const artifact = '019a2f00-0000-7000-8000-000000000001';

describe('readDraft', () => {
  it('names the field of every place that can’t be read', () => {
    const read = readDraft({
      vision: {
        explanation: 'Kept',
        sources: [
          { artifact, type: 'page', place: '4' },
          { artifact, type: 'page', place: 'four' },
        ],
      },
    });
    expect(read).toMatchObject({ ok: false, errors: [{ field: 'entry.vision.source.1.place' }] });
  });

  it('leaves out a row in which nothing was chosen', () => {
    const sources = [{ artifact: '', type: 'page' as const, place: 'typed ahead' }];
    expect(readDraft({ vision: { explanation: 'Text', sources } })).toEqual({
      ok: true,
      data: { entries: { vision: { explanation: 'Text', sources: [] } } },
    });
  });

  it('gives back what it was made from, whatever was typed', () => {
    const place = fc.oneof(
      fc.string(),
      fc.constantFrom('3', '2 to 5', '1:30', '0:10 to 1:02:03', 'Sheet!B2:D4', '1, 2, 3, 4'),
    );
    const type = fc.constantFrom(...(Object.keys(locatorTypes) as LocatorType[]));
    fc.assert(
      fc.property(type, place, fc.string({ minLength: 1 }), (type, place, explanation) => {
        const read = readDraft({ vision: { explanation, sources: [{ artifact, type, place }] } });
        if (read.ok) expect(readDraft(draftOf(read.data))).toEqual(read);
      }),
    );
  });
});

it('names the field of every place past the end of its file', () => {
  const artifacts = new Map([[artifact, { name: 'plan.pdf', pages: 3 }]]);
  const sources = ['3', '9', 'two'].map((place) => ({ artifact, type: 'page' as const, place }));
  expect(placesOutside({ vision: { explanation: '', sources } }, artifacts)).toEqual([
    { field: 'entry.vision.source.1.place', message: '“plan.pdf” has 3 pages: correct “page 9”' },
  ]);
});

it('reads a posted form back into the same draft', () => {
  const draft = {
    vision: { explanation: 'Because.', sources: [{ artifact, type: 'pages' as const, place: '2 to 4' }] },
  };
  const fields = {
    [portfolioFields.explanation('vision')]: 'Because.',
    [portfolioFields.artifact('vision', 0)]: artifact,
    [portfolioFields.type('vision', 0)]: 'pages',
    [portfolioFields.place('vision', 0)]: '2 to 4',
  };
  expect(draftFromFields(fields, ['vision'])).toEqual(draft);
  expect(
    draftFromFields({ ...fields, [portfolioFields.type('vision', 0)]: 'nonsense' }, ['vision']).vision?.sources,
  ).toEqual([{ artifact, type: 'whole', place: '2 to 4' }]);
});
