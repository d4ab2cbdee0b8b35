/**
 * What `tsc` and `eslint .` say, from one program: each by itself would read and check every type anew, which is most of what both
 * of them do.
 */
import { join } from 'node:path';
import { ESLint } from 'eslint';
import ts from 'typescript';
import { projectRoot } from '#platform/root.ts';

const format: ts.FormatDiagnosticsHost = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => projectRoot,
  getNewLine: () => '\n',
};

function makeProgram(): ts.Program {
  const onUnRecoverableConfigFileDiagnostic = (diagnostic: ts.Diagnostic) => {
    throw new Error(ts.formatDiagnostic(diagnostic, format));
  };
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic };
  const config = ts.getParsedCommandLineOfConfigFile(join(projectRoot, 'tsconfig.json'), {}, host);
  if (!config) throw new Error('There is no tsconfig.json.');
  const { fileNames: rootNames, options, errors: configFileParsingDiagnostics } = config;
  return ts.createProgram({ rootNames, options, configFileParsingDiagnostics });
}

async function lint(program: ts.Program): Promise<{ ok: boolean; said: string }> {
  const eslint = new ESLint({
    cwd: projectRoot,
    overrideConfig: {
      files: ['**/*.{ts,tsx}'],
      languageOptions: { parserOptions: { projectService: false, programs: [program] } },
    },
  });
  const results = await eslint.lintFiles(['.']);
  const ok = results.every(({ errorCount, warningCount }) => errorCount + warningCount === 0);
  return { ok, said: await (await eslint.loadFormatter('stylish')).format(results) };
}

const program = makeProgram();
const wrong = ts.getPreEmitDiagnostics(program);
if (wrong.length > 0) console.error(ts.formatDiagnostics(wrong, format));
const { ok, said } = await lint(program);
if (said) console.error(said);
if (wrong.length > 0 || !ok) process.exitCode = 1;
