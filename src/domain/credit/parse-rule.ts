import type { PathProblem, Problem } from '#domain/definition/problem.ts';
import { checkSchema, inOrder, readYaml } from '#domain/definition/read-yaml.ts';
import { checkRule } from './check-rule.ts';
import { CreditRule } from './rule-schema.ts';

export type ParsedRule = { file: string; rule: CreditRule };

type Read = {
  file: string;
  rule: CreditRule | undefined;
  problems: Problem[];
  locate: (problem: PathProblem) => Problem;
};

/** Every rule of some files, or every problem with line, column and what to do. */
export function parseRules(files: readonly { file: string; source: string }[]): {
  rules: ParsedRule[];
  problems: Problem[];
} {
  const read = files.map(readRule);
  const problems = read.flatMap((one) => one.problems);
  const taken = new Map<string, string>();
  for (const { file, rule, locate } of read) {
    if (!rule) continue;
    const earlier = taken.get(rule.slug);
    if (earlier === undefined) taken.set(rule.slug, file);
    else {
      const message = `The slug “${rule.slug}” is taken by ${earlier}; choose another`;
      problems.push(locate({ path: ['slug'], message }));
    }
  }
  return { rules: read.flatMap(({ file, rule }) => (rule ? [{ file, rule }] : [])), problems };
}

function readRule({ file, source }: { file: string; source: string }): Read {
  const yaml = readYaml(file, source);
  const { locate } = yaml;
  if (!yaml.ok) return { file, rule: undefined, problems: yaml.problems, locate };
  const checked = checkSchema(CreditRule, yaml.value);
  const found = checked.ok ? checkRule(checked.data) : checked.problems;
  return {
    file,
    rule: checked.ok && found.length === 0 ? checked.data : undefined,
    problems: found.map(locate).sort(inOrder),
    locate,
  };
}
