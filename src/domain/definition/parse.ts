import { type Document, isCollection } from 'yaml';
import { checkDefinition, checkSeries } from './check.ts';
import type { PathProblem, Problem } from './problem.ts';
import { checkSchema, inOrder, readYaml } from './read-yaml.ts';
import { type ReadableDocument, readDocument } from './readable.ts';
import { ProgrammeDocument } from './schema.ts';

/** A document and where its parts stand in its file. */
export type ParsedDocument = { file: string; document: ProgrammeDocument; locate: (problem: PathProblem) => Problem };

export type ParseResult =
  | { ok: true; parsed: ParsedDocument }
  | {
      ok: false;
      problems: Problem[];
      /** What could be read all the same, for the checks that look at several files. */
      readable: ReadableDocument | undefined;
      locate: (problem: PathProblem) => Problem;
    };

/**
 * Reads one YAML (or JSON) document and checks it by schema and meaning. All problems of the file come back at once,
 * each with line, column and a sentence that says how to mend it.
 */
export function parseProgrammeDocument(file: string, source: string): ParseResult {
  const read = readYaml(file, source);
  const { yaml, locate } = read;
  const fail = (problems: Problem[], readable?: ReadableDocument): ParseResult => ({
    ok: false,
    problems,
    readable,
    locate,
  });
  if (!read.ok) return fail(read.problems, yaml.errors.length > 0 ? readName(yaml) : undefined);

  const result = checkSchema(ProgrammeDocument, read.value);
  const readable = result.ok ? result.data : readDocument(read.value);
  const problems = [...(result.ok ? [] : result.problems), ...(readable ? checkMeaning(readable) : [])];
  if (!result.ok || problems.length > 0) return fail(problems.map(locate).sort(inOrder), readable);
  return { ok: true, parsed: { file, document: result.data, locate } };
}

/** The kind and slug of a file that is not valid YAML, so that what refers to it is not blamed. */
function readName(yaml: Document): ReadableDocument | undefined {
  return readDocument({ kind: plain(yaml, 'kind'), slug: plain(yaml, 'slug') });
}

function plain(yaml: Document, field: string): unknown {
  return isCollection(yaml.contents) ? yaml.contents.get(field) : undefined;
}

function checkMeaning(document: ReadableDocument): PathProblem[] {
  if (document.kind === 'micro-credential') return checkDefinition(document);
  return document.kind === 'series' ? checkSeries(document) : [];
}
