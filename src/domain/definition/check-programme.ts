import { type ParsedDocument, parseProgrammeDocument } from './parse.ts';
import type { PathProblem, Problem } from './problem.ts';
import type { ReadableDocument } from './readable.ts';
import { listLookFors, listRequirements } from './outline.ts';

export type SourceFile = { file: string; source: string };

export type ProgrammeCheck = {
  documents: ParsedDocument[];
  problems: Problem[];
  /** What is better mended, and keeps nothing from being published. */
  advice: Problem[];
  /** What is valid: `check` prints these. */
  counts: { microCredentials: number; series: number; issuers: number; requirements: number; lookFors: number };
};

/**
 * Checks every document on its own and then against the others: slugs unique, issuers and members present. Where the
 * files are not `whole`, what they refer to may stand in others, and nothing is said of references.
 */
export function checkProgramme(files: readonly SourceFile[], { whole = true } = {}): ProgrammeCheck {
  const results = files.map(({ file, source }) => ({ file, result: parseProgrammeDocument(file, source) }));
  const documents = results.flatMap(({ result }) => (result.ok ? [result.parsed] : []));
  const problems = results.flatMap(({ result }) => (result.ok ? [] : result.problems));
  problems.push(
    ...checkAcross(
      results.map(({ file, result }) =>
        result.ok
          ? { file, document: result.parsed.document, locate: result.parsed.locate }
          : { file, document: result.readable, locate: result.locate },
      ),
      { whole },
    ),
  );

  const definitions = documents.flatMap(({ document }) => (document.kind === 'micro-credential' ? [document] : []));
  return {
    documents,
    problems,
    advice: documents.flatMap(adviseOn),
    counts: {
      microCredentials: definitions.length,
      series: documents.filter(({ document }) => document.kind === 'series').length,
      issuers: documents.filter(({ document }) => document.kind === 'issuer').length,
      requirements: definitions.reduce((sum, definition) => sum + listRequirements(definition).length, 0),
      lookFors: definitions.reduce((sum, definition) => sum + listLookFors(definition).length, 0),
    },
  };
}

/** Open Badges 2.0 asks every issuer for an address, and people ask for one, too. */
function adviseOn({ document, locate }: ParsedDocument): Problem[] {
  if (document.kind !== 'issuer' || document.email !== undefined) return [];
  const message =
    'The issuer has no email. Older badge wallets ask for one: until it is here they get the address that mail is sent from';
  return [locate({ path: ['slug'], message })];
}

type ReadFile = {
  file: string;
  document: ReadableDocument | undefined;
  locate: (problem: PathProblem) => Problem;
};

function checkAcross(files: readonly ReadFile[], { whole }: { whole: boolean }): Problem[] {
  const slugs = {
    issuer: new Map<string, string>(),
    'micro-credential': new Map<string, string>(),
    series: new Map<string, string>(),
  };
  const problems: Problem[] = [];
  /** A file whose slug can't be read may be the very one that a reference means: then nothing is said of such references. */
  const unsure = (kind: ReadableDocument['kind']) =>
    !whole ||
    files.some(({ document }) => document === undefined || (document.kind === kind && document.slug === undefined));
  const unsureOf = { issuer: unsure('issuer'), 'micro-credential': unsure('micro-credential') };
  for (const { file, document, locate } of files) {
    if (document?.slug === undefined) continue;
    const earlier = slugs[document.kind].get(document.slug);
    if (earlier !== undefined)
      problems.push(
        locate({ path: ['slug'], message: `The slug “${document.slug}” is taken by ${earlier}; choose another` }),
      );
    else slugs[document.kind].set(document.slug, file);
  }
  for (const { document, locate } of files) {
    if (document === undefined || document.kind === 'issuer') continue;
    if (document.issuer !== undefined && !unsureOf.issuer && !slugs.issuer.has(document.issuer)) {
      problems.push(
        locate({
          path: ['issuer'],
          message: `There is no issuer “${document.issuer}” in these files; add its issuer.yaml or correct the slug`,
        }),
      );
    }
    if (document.kind !== 'series' || unsureOf['micro-credential']) continue;
    document.members?.forEach((member, m) => {
      if (member?.microCredential === undefined || slugs['micro-credential'].has(member.microCredential)) return;
      problems.push(
        locate({
          path: ['members', m, 'microCredential'],
          message: `There is no micro-credential “${member.microCredential}” in these files`,
        }),
      );
    });
  }
  return problems;
}
