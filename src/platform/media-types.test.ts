import { expect, it } from 'vitest';
import { namedType } from './media-types.ts';

const offered = ['application/vc+jwt', 'application/vc', 'application/json'] as const;

it.each([
  ['application/vc', 'application/vc'],
  ['application/json, application/vc+jwt;q=0.5', 'application/json'],
  ['application/json;q=0.4, Application/VC+JWT ; q=0.5', 'application/vc+jwt'],
  ['application/vc, application/vc+jwt', 'application/vc+jwt'],
  ['application/vc+jwt;q=0, application/json', 'application/json'],
  ['application/vc+jwt;q=high', undefined],
  ['text/html, */*', undefined],
  ['', undefined],
  [undefined, undefined],
])('of %s it is %s', (accept, type) => {
  expect(namedType(accept, offered)).toBe(type);
});
