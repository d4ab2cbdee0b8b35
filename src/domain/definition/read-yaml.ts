import { type Document, LineCounter, isCollection, isNode, isPair, isScalar, parseDocument } from 'yaml';
import { z } from 'zod';
import { nearestWord } from '#domain/text/nearest-word.ts';
import type { PathProblem, Problem } from './problem.ts';

/** Aliases are refused past this many: a small file must not unfold into a huge one. */
const mostAliases = 50;

/** A YAML file: what it holds, and where its parts stand. */
export type ReadYaml = {
  yaml: Document;
  locate: (problem: PathProblem) => Problem;
} & ({ ok: true; value: unknown } | { ok: false; problems: Problem[] });

/** Reads YAML (or JSON); what is no YAML comes back as problems with line and column. */
export function readYaml(file: string, source: string): ReadYaml {
  const lines = new LineCounter();
  const yaml = parseDocument(source, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const locate = ({ path, message }: PathProblem) => at(file, lines, offsetOf(yaml, path), message);
  if (yaml.errors.length > 0) {
    const problems = yaml.errors.map((error) =>
      at(file, lines, error.pos[0], `This is not valid YAML: ${error.message}`),
    );
    return { ok: false, yaml, locate, problems };
  }
  try {
    return { ok: true, yaml, locate, value: yaml.toJS({ maxAliasCount: mostAliases }) };
  } catch {
    const message = `Write the repeated parts out: at most ${mostAliases} aliases are followed`;
    return { ok: false, yaml, locate, problems: [at(file, lines, 0, message)] };
  }
}

/** Checks a value by its schema; every problem says how to mend it. */
export function checkSchema<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): { ok: true; data: z.output<Schema> } | { ok: false; problems: PathProblem[] } {
  const knownFields = new Map<unknown, string[]>();
  const result = schema.safeParse(value, {
    reportInput: true,
    error: ({ code, inst, input }) => {
      if (code === 'unrecognized_keys' && inst instanceof z.ZodObject) knownFields.set(input, Object.keys(inst.shape));
      return undefined;
    },
  });
  return result.success
    ? { ok: true, data: result.data }
    : { ok: false, problems: result.error.issues.flatMap((issue) => explainIssue(issue, knownFields)) };
}

/** As the file is read, from top to bottom. */
export function inOrder(a: Problem, b: Problem): number {
  return a.line - b.line || a.column - b.column;
}

function at(file: string, lines: LineCounter, offset: number, message: string): Problem {
  const { line, col } = lines.linePos(offset);
  return { file, line: Math.max(line, 1), column: Math.max(col, 1), message };
}

/** The offset of the deepest part of the path that the file has. */
function offsetOf(yaml: Document, path: readonly PropertyKey[]): number {
  let node: unknown = yaml.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const key of path) {
    if (!isCollection(node)) break;
    const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key);
    if (isPair(pair) && isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
    node = isPair(pair) ? pair.value : node.get(key, true);
    if (!isNode(node)) break;
    if (!isPair(pair)) offset = node.range?.[0] ?? offset;
  }
  return offset;
}

function explainIssue(issue: z.core.$ZodIssue, knownFields: ReadonlyMap<unknown, string[]>): PathProblem[] {
  const name = fieldName(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...issue.path, key],
        message: `There is no field “${key}” here; ${adviseOnField(key, issue.input, knownFields.get(issue.input))}`,
      }));
    case 'invalid_type':
      return [
        issue.input === undefined
          ? { path: issue.path, message: `Add the field “${name}”: ${a(issue.expected)} is needed` }
          : { path: issue.path, message: `“${name}” must be ${a(issue.expected)}` },
      ];
    case 'invalid_value':
      return [{ path: issue.path, message: `“${name}” must be one of: ${issue.values.map(String).join(', ')}` }];
    case 'too_small':
      return [
        { path: issue.path, message: `“${name}” must be at least ${String(issue.minimum)}${sizeUnit(issue.origin)}` },
      ];
    case 'too_big':
      return [
        { path: issue.path, message: `“${name}” must be at most ${String(issue.maximum)}${sizeUnit(issue.origin)}` },
      ];
    case 'invalid_union':
      if ('options' in issue && issue.options && issue.discriminator) {
        return [
          {
            path: issue.path,
            message: `“${issue.discriminator}” must name a kind that this format knows: ${issue.options.map(String).join(', ')}`,
          },
        ];
      }
      return (
        explainNearest(issue, knownFields) ?? [
          { path: issue.path, message: `“${name}” has none of the forms that fit here` },
        ]
      );
    default:
      return [{ path: issue.path, message: `“${name}”: ${issue.message}` }];
  }
}

/** What keeps the value from the one form that it was meant for: the one that is wrong only further in. */
function explainNearest(
  issue: z.core.$ZodIssueInvalidUnion,
  knownFields: ReadonlyMap<unknown, string[]>,
): PathProblem[] | undefined {
  const meant = issue.errors.filter((issues) =>
    issues.every(({ code, path }) => path.length > 0 || code === 'unrecognized_keys'),
  );
  if (meant.length !== 1) return undefined;
  return meant[0]?.flatMap((inner) => explainIssue({ ...inner, path: [...issue.path, ...inner.path] }, knownFields));
}

/** A known field that is not there yet may be the one that was meant. */
function adviseOnField(written: string, group: object | undefined, fields: readonly string[] = []): string {
  const meant = nearestWord(
    written,
    fields.filter((field) => group === undefined || !Object.hasOwn(group, field)),
  );
  return meant === undefined ? 'remove it or correct its name' : `did you mean “${meant}”?`;
}

/** `audience` for a field, `item 2 of audience` for what stands in a list. */
function fieldName(path: readonly PropertyKey[]): string {
  const last = path.at(-1);
  if (last === undefined) return 'The document';
  return typeof last === 'number' ? `item ${last + 1} of ${String(path.at(-2) ?? 'the list')}` : String(last);
}

function sizeUnit(origin: string): string {
  if (origin === 'string') return ' characters long';
  return origin === 'array' ? ' long' : '';
}

function a(expected: string): string {
  const names: Record<string, string> = {
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    array: 'a list',
    object: 'a group of fields',
    boolean: 'true or false',
    record: 'a group of fields',
  };
  return names[expected] ?? expected;
}
