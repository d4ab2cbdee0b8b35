import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyLocator } from '../../../test/support/any-locator.ts';
import { addressLocator, readLocatorAddress } from './locator-address.ts';
import type { Locator } from './locator.ts';

describe('the address of a place', () => {
  it('comes back as the place, escaped in the query of an address or not', () => {
    fc.assert(
      fc.property(anyLocator, (locator) => {
        const address = addressLocator(locator);
        expect(readLocatorAddress(address)).toEqual(locator);
        expect(address).toMatch(/^[\w.~=,:-]+$/);
        expect(new URL(`https://t.example/view?at=${address}`).searchParams.get('at')).toBe(address);
      }),
    );
  });

  it.each<[Locator, string]>([
    [{ type: 'page', page: 4 }, 'page=4'],
    [{ type: 'times', from: 750, to: 845 }, 't=750,845'],
    [{ type: 'region', x: 10, y: 20, width: 30, height: 40.5 }, 'xywh=percent:10,20,30,40.5'],
    [{ type: 'sheet', sheet: 'Attendance by grade', range: 'B2:D14' }, 'sheet=Attendance~20by~20grade,B2:D14'],
    [{ type: 'quote', exact: 'two, at most', suffix: 'three' }, 'quote=,two~2C~20at~20most,three'],
  ])('of %j reads %s', (locator, address) => {
    expect(addressLocator(locator)).toBe(address);
  });

  it.each([
    '',
    'page',
    'page=',
    'page=0',
    'page=-1',
    'page=4.5',
    'page=1e3',
    'page=4&page=5',
    'pages=6,4',
    'pages=1,2,3',
    't=1,2,3',
    't=9,3',
    't=NaN',
    'sheet=A',
    'sheet=~,A1',
    'sheet=~FF,A1',
    'sheet=~00,A1',
    'sheet=A,ZZZZ1',
    'xywh=10,20,30,40',
    'xywh=percent:10,20,30',
    'xywh=percent:10,20,Infinity,40',
    'quote=',
    'quote=a,b',
    'quote=a b',
    'quote=~20',
    'quote=~ED~A0~80',
    'quote=<script>',
    '__proto__=1',
    'constructor=1',
    'page=4'.repeat(2000),
  ])('%j is none', (text) => {
    expect(readLocatorAddress(text)).toBeUndefined();
  });

  it('is none, or a place, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'binary-ascii' })),
        fc.constantFrom('', 'quote=', 't=', 'sheet='),
        (tail, head) => {
          const locator = readLocatorAddress(head + tail);
          if (locator) expect(readLocatorAddress(addressLocator(locator))).toEqual(locator);
        },
      ),
    );
  });
});
