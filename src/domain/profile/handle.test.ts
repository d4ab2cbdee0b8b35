import { expect, it } from 'vitest';
import { parseHandle } from './handle.ts';

it.each([
  ['ana-rivera', 'ana-rivera'],
  ['  Ana Rivera ', 'ana-rivera'],
  ['a2c', 'a2c'],
  ['a'.repeat(40), 'a'.repeat(40)],
])('takes %j', (typed, handle) => expect(parseHandle(typed)).toEqual({ ok: true, handle }));

it.each([
  ['', 'empty'],
  [' \n', 'empty'],
  ['ab', 'too-short'],
  ['a'.repeat(41), 'too-long'],
  ['ana_rivera', 'letters'],
  ['-ana', 'letters'],
  ['ana--rivera', 'letters'],
  ['../admin', 'letters'],
  ['аnа-rivera', 'letters'],
  ['josé', 'letters'],
  ['Admin', 'reserved'],
  ['Sign In', 'reserved'],
  ['preview', 'reserved'],
])('refuses %j: %s', (typed, reason) => expect(parseHandle(typed)).toMatchObject({ ok: false, reason }));
