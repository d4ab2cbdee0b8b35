import { existsSync, readFileSync } from 'node:fs';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { default as addFormats } from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awardFacts, credentialFacts, stackFacts } from '../../../test/support/award-facts.ts';
import { everyProperty } from '../../../test/support/every-property.ts';
import { buildAchievementCredential } from './achievement-credential.ts';
import { isDateTime } from './date-time.ts';
import { checkOpenBadgeSchema } from './open-badge-schema.ts';

/** Published by others, and therefore not part of this repository. */
const reference = '../shared/reference/open-badges';

describe('checkOpenBadgeSchema', () => {
  it('takes a credential with every property of the schema', () => {
    expect(checkOpenBadgeSchema(everyProperty)).toEqual({ ok: true });
  });

  it('says what is wrong and where', () => {
    const { validFrom: _validFrom, ...rest } = everyProperty;
    const result = checkOpenBadgeSchema({ ...rest, proof: {}, image: { ...rest.image, width: 3 } });
    expect(result).toMatchObject({ ok: false });
    const said = result.ok ? '' : result.problems.join('\n');
    expect(said).toMatch(/^validFrom: /mu);
    expect(said).toMatch(/^proof: /mu);
    expect(said).toMatch(/^image: .*width/mu);
  });

  it('refuses what is nested deeper than anything can be read', () => {
    let parentOrg: unknown = { id: 'a', type: ['Profile'] };
    for (let depth = 0; depth < 50_000; depth++) parentOrg = { id: 'a', type: ['Profile'], parentOrg };
    expect(checkOpenBadgeSchema({ ...everyProperty, issuer: parentOrg })).toMatchObject({ ok: false });
  });
});

describe.skipIf(!existsSync(reference))('beside the official JSON Schema', () => {
  const ajv = new Ajv2019({ allErrors: false, strict: false });
  addFormats.default(ajv);
  const read = (file: string) => JSON.parse(readFileSync(`${reference}/${file}`, 'utf8')) as Json;
  const official = ajv.compile(read('ob_v3p0_achievementcredential_schema.json') as object);
  const vector = read('ob30-vector-signed.json') as Record<string, Json>;

  it.each([
    ['an award', toJson(buildAchievementCredential(credentialFacts(awardFacts())))],
    ['a stack award', toJson(buildAchievementCredential(credentialFacts(stackFacts())))],
    ['every property of the schema', toJson(everyProperty)],
    ['the published vector', { ...vector, proof: [vector.proof ?? null] }],
    ['the published vector as it is, its proof not in a list', vector],
  ])('agrees about %s, and about each of it with one thing changed', (_name, document: Json) => {
    const differing: unknown[] = [];
    let refused = 0;
    for (const { document: changed, what } of [{ document, what: 'nothing' }, ...mutationsOf(document)]) {
      const theirs = official(changed);
      if (!theirs) refused++;
      if (checkOpenBadgeSchema(changed).ok !== theirs) differing.push([what, ...(official.errors ?? [])]);
    }
    expect(differing).toEqual([]);
    expect(refused).toBeGreaterThan(50);
  });

  // Hours stop at 23, which the library forgets for some offsets.
  it('agrees about every moment in time', () => {
    const validates = ajv.compile({ type: 'string', format: 'date-time' });
    const two = (max: number) => fc.integer({ min: 0, max }).map((value) => String(value).padStart(2, '0'));
    const moment = fc.tuple(
      fc.constantFrom('2024', '2026', '1900', '2000', '0004'),
      two(14),
      two(33),
      fc.constantFrom('T', 't', ' ', '_'),
      two(23),
      fc.oneof(two(61), fc.constant('59')),
      fc.constantFrom('00', '59', '60', '61', '59.999', '5'),
      fc.constantFrom('', 'Z', 'z', '+00:00', '-05:00', '+0530', '+24:00', '-23:59', '+01', '+1'),
    );
    fc.assert(
      fc.property(moment, ([year, month, day, separator, hour, minute, second, offset]) => {
        const text = `${year}-${month}-${day}${separator}${hour}:${minute}:${second}${offset}`;
        return isDateTime(text) === validates(text);
      }),
      { numRuns: 2000 },
    );
  });
});

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

function toJson(document: unknown): Json {
  return JSON.parse(JSON.stringify(document)) as Json;
}

/** The document with one thing changed, for each of its values: left out, of another kind, in or out of a list, with something beside it. */
function* mutationsOf(document: Json): Generator<{ document: Json; what: string }> {
  for (const path of pathsOf(document)) {
    const value = at(document, path);
    const others: Json[] = [null, true, 7, '', 'x', 'ext:x', '2026-02-30T00:00:00Z', [], {}, [value]];
    if (Array.isArray(value))
      others.push(value[0] ?? null, [...value, 'more'], [...value, {}], [...value, 3], value.slice(1));
    else if (typeof value === 'object' && value !== null) others.push({ ...value, unheardOf: true });
    else if (typeof value === 'string') others.push(`${value}.`, ` ${value}`, value.toUpperCase());
    for (const other of others)
      yield { document: replaced(document, path, other), what: `${path.join('.')} → ${JSON.stringify(other)}` };
    if (path.length > 0) yield { document: without(document, path), what: `no ${path.join('.')}` };
  }
}

function pathsOf(value: Json, path: string[] = []): string[][] {
  const inside = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [path, ...inside.flatMap(([key, child]) => pathsOf(child, [...path, key]))];
}

function at(value: Json, path: readonly string[]): Json {
  return path.reduce<Json>((current, key) => (current as Record<string, Json>)[key]!, value);
}

function replaced(value: Json, [key, ...rest]: readonly string[], other: Json): Json {
  if (key === undefined) return other;
  const child = replaced((value as Record<string, Json>)[key]!, rest, other);
  return Array.isArray(value) ? value.with(Number(key), child) : { ...(value as Record<string, Json>), [key]: child };
}

function without(value: Json, [key, ...rest]: readonly string[]): Json {
  if (key === undefined) return value;
  if (rest.length > 0) return replaced(value, [key], without((value as Record<string, Json>)[key]!, rest));
  if (Array.isArray(value)) return value.filter((_, index) => index !== Number(key));
  const { [key]: _left, ...others } = value as Record<string, Json>;
  return others;
}
