import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../features/artifacts/parse-csv.ts';
import { listText, mostAttendees, mostRows, readAttendance, rowsText } from './attendance.ts';

const read = (...rows: (string | null)[][]) =>
  readAttendance(rows, { quarters: 8, isEmail: (text) => /^[^@\s]+@[^@\s]+$/.test(text) });

describe('an attendance list', () => {
  it('has its columns in any order, and the hours of the session where it names none', () => {
    expect(
      read(['Hours', 'E-mail', 'Name'], ['1.25', 'Ana@Example.org', 'Ana'], [null, 'b@example.org', null]),
    ).toEqual({
      ok: true,
      attendees: [
        { row: 2, email: 'ana@example.org', name: 'Ana', quarters: 5, cell: 'B2' },
        { row: 3, email: 'b@example.org', name: '', quarters: 8, cell: 'B3' },
      ],
    });
  });

  it('may have no titles, and empty lines', () => {
    expect(read(['a@example.org'], [null], ['b@example.org', 'Ben', '0,5'])).toMatchObject({
      attendees: [
        { email: 'a@example.org', quarters: 8, cell: 'A1' },
        { email: 'b@example.org', name: 'Ben', quarters: 2, cell: 'A3' },
      ],
    });
  });

  it.each([
    [
      'no address',
      [
        ['E-mail', 'Name'],
        [null, 'Ana'],
      ],
      'A2',
      'missing',
    ],
    ['what is none', [['ana'], ['a@example.org']], 'A1', '“ana” is no e-mail address.'],
    ['one twice', [['a@example.org'], ['A@example.org']], 'A2', 'stands in row 1 already'],
    ['hours between quarters', [['a@example.org', 'Ana', '1.1']], 'C1', 'in quarters'],
    ['hours that are none', [['a@example.org', 'Ana', '=2']], 'C1', 'as a number'],
    ['a name without end', [['a@example.org', 'A'.repeat(201)]], 'B1', 'at most 200'],
    [
      'no column of addresses',
      [
        ['Name', 'Hours'],
        ['Ana', '1'],
      ],
      'Row 1',
      'no column “E-mail”',
    ],
    ['nobody', [['E-mail']], 'Row 1', 'nobody'],
    ['more rows than are looked at', Array.from({ length: mostRows + 1 }, () => [null]), 'Row 2001', 'too long'],
    ['too many', Array.from({ length: mostAttendees + 1 }, (_, n) => [`p${n}@example.org`]), 'Row 501', 'at most 500'],
  ])('with %s is refused by its cell', (_, rows, cell, message) => {
    expect(read(...rows)).toEqual({
      ok: false,
      problems: [{ cell, message: expect.stringContaining(message) as string }],
    });
  });

  it('is refused by the cells that reckon, where they are read', () => {
    const rows = [
      ['E-mail', 'School', 'Hours'],
      ['a@example.org', 'Lakeside', '2'],
      [null, null, null],
      [null, null, '1'],
    ];
    const options = { quarters: 8, isEmail: () => true };
    expect(readAttendance(rows, { ...options, formulas: ['B2', 'C2', 'A4'] })).toMatchObject({
      ok: false,
      problems: [
        { cell: 'C2', message: 'There is a formula in this cell. Write what it should say.' },
        { cell: 'A4', message: 'There is a formula in this cell. Write what it should say.' },
      ],
    });
    expect(readAttendance(rows.slice(0, 2), { ...options, formulas: ['B2'] }).ok).toBe(true);
  });

  it('stands as text in the cells in which it stood in a sheet', () => {
    const rows = [
      [null, 'E-mail', 'a;b'],
      [null, 'a "b"', 'c,d\ne'],
      [null, null, null],
      ['x', null, '\t'],
    ];
    expect(parseCsv(rowsText(rows), 10)).toEqual(rows);
  });

  it('is written so that it is read as it was', () => {
    const list = read(['ana@example.org', 'Rivera, “Ana” "A."', '1.25'], ['b@example.org', 'Ben', '']);
    expect(listText(list.ok ? list.attendees : [])).toBe(
      'E-mail,Name,Hours\nana@example.org,"Rivera, “Ana” ""A.""",1.25\nb@example.org,Ben,2',
    );
  });
});
