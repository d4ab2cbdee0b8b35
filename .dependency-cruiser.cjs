/**
 * The arrows between folders. `domain` is pure; `ui` and `platform` know it; islands are pages' moving parts; a feature may use all of
 * these, and of another feature only its use cases and queries. The entry points wire everything together.
 */
const others = (...folders) => `^src/(?!(?:${folders.join('|')})/)`;
const tests = String.raw`\.test\.tsx?$`;

const arrow = (folder, ...allowed) => ({
  name: `${folder}-arrows`,
  comment: `${folder} may use only ${[folder, ...allowed].join(', ')}`,
  severity: 'error',
  from: { path: `^src/${folder}/`, pathNot: tests },
  to: { path: others(folder, ...allowed) },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    arrow('domain'),
    {
      name: 'domain-is-pure',
      comment:
        'Rules run in the server, in browsers and on the command line: no input or output. node:crypto only hashes, node:zlib only reckons.',
      severity: 'error',
      from: { path: '^src/domain/', pathNot: tests },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|zlib)$' },
    },
    arrow('ui', 'domain'),
    arrow('platform', 'domain', 'ui'),
    arrow('islands', 'domain', 'ui'),
    {
      name: 'islands-run-in-browsers',
      severity: 'error',
      from: { path: '^src/islands/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    arrow('features', 'domain', 'ui', 'platform', 'islands'),
    {
      name: 'features-meet-at-use-cases-and-queries',
      comment:
        'Of another feature: its <verb-noun>.ts and its .queries.ts; its routes, pages, forms and policies are its own',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/', pathNot: tests },
      to: {
        path: String.raw`^src/features/[^/]+/.*\.(routes|page|form|policy|jobs|api|test)\.tsx?$`,
        pathNot: '^src/features/$1/',
      },
    },
    {
      name: 'tests-stay-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: tests },
      to: { path: ['^test/', tests] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
    skipAnalysisNotInRules: true,
  },
};
