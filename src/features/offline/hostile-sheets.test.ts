import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { makeZip } from '../../../test/support/archives.ts';
import { type Person, insertMember, signIn } from '../../../test/support/factories.ts';
import { handInSheet, workbook } from '../../../test/support/sheets.ts';

let site: TestSite;
let assessor: Person;

beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());
beforeEach(async () => {
  ({ person: assessor } = await insertMember(site, 'assessor'));
});

const handIn = (content: Buffer) => handInSheet(site, content, assessor);

describe('hostile files', () => {
  it.each([
    ['no workbook', async () => Buffer.from('Yes,No,Almost'), 'can’t be read as a workbook'],
    ['a workbook of something else', async () => workbook([['a']], 'Grades'), 'There is no sheet “Scoring”'],
    ['an empty sheet', async () => workbook([['']]), 'The first row should say “Attempt”'],
    [
      'a ZIP that is no workbook',
      async () => makeZip([{ name: 'hello.txt', content: 'hello' }]),
      'There is no sheet “Scoring”',
    ],
    ['half a workbook', async () => (await workbook([['a']])).subarray(0, 700), 'can’t be read as a workbook'],
    ['a bomb', async () => bomb(), 'can’t be read as a workbook'],
    ['entities that multiply', async () => laughs(), 'There is no sheet “Scoring”'],
  ])('are refused with a sentence: %s', async (_, make, words) => {
    const response = await handIn(await make());
    expect(response.statusCode).toBe(422);
    expect(textOf(pageOf(response))).toContain(words);
    expect(await site.db.selectFrom('ratings').select('look_for_key').execute()).toEqual([]);
  });

  it('are not taken past their size', async () => {
    expect((await handIn(Buffer.alloc(5_000_001))).statusCode).toBe(413);
  });

  it.each(['', 'null', '[]', '{"row":1}', '[{"row":2,"key":{},"rating":{}}]'])('confirms no %j', async (rows) => {
    expect((await post(site, '/desk/import/confirm', { rows }, await signIn(site, assessor))).statusCode).toBe(422);
  });

  it('asks for a file where none is posted', async () => {
    const response = await post(site, '/desk/import', {}, await signIn(site, assessor));
    expect(response.statusCode).toBe(422);
    expect((await get(site, '/desk/import', await signIn(site, assessor))).statusCode).toBe(200);
  });
});

const office = (sheet: string | Buffer, names = '<sheet name="Scoring" sheetId="1" r:id="rId1"/>') =>
  makeZip([
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    },
    { name: 'xl/workbook.xml', content: `<workbook><sheets>${names}</sheets></workbook>` },
    { name: 'xl/worksheets/sheet1.xml', content: sheet },
  ]);

/** A hundred megabytes of nothing, packed into a hundred kilobytes. */
const bomb = () => office(Buffer.alloc(100_000_000, ' '));

const laughs = () => {
  const entities = Array.from(
    { length: 9 },
    (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`,
  ).join('');
  return office('<worksheet/>', `<!DOCTYPE x [<!ENTITY l0 "ha">${entities}]><sheet name="&l9;" r:id="rId1"/>`);
};
