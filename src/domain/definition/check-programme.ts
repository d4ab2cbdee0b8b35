import { type ParsedDocument, parseProgrammeDocument } from './parse.ts';
import type { Problem } from './problem.ts';
import { listLookFors, listRequirements } from './outline.ts';

export type SourceFile = { file: string; source: string };

export type ProgrammeCheck = {
  documents: ParsedDocument[];
  problems: Problem[];
  /** What is valid: `check` prints these. */
  counts: { microCredentials: number; series: number; issuers: number; requirements: number; lookFors: number };
};

/** Checks every document on its own and then against the others: slugs unique, issuers and members present. */
export function checkProgramme(files: readonly SourceFile[]): ProgrammeCheck {
  const results = files.map(({ file, source }) => parseProgrammeDocument(file, source));
  const documents = results.flatMap((result) => (result.ok ? [result.parsed] : []));
  const problems = results.flatMap((result) => (result.ok ? [] : result.problems));
  // References are only checked when every file could be read: a broken file would make others look wrong.
  if (problems.length === 0) problems.push(...checkAcross(documents));

  const definitions = documents.flatMap(({ document }) => (document.kind === 'micro-credential' ? [document] : []));
  return {
    documents,
    problems,
    counts: {
      microCredentials: definitions.length,
      series: documents.filter(({ document }) => document.kind === 'series').length,
      issuers: documents.filter(({ document }) => document.kind === 'issuer').length,
      requirements: definitions.reduce((sum, definition) => sum + listRequirements(definition).length, 0),
      lookFors: definitions.reduce((sum, definition) => sum + listLookFors(definition).length, 0),
    },
  };
}

function checkAcross(documents: ParsedDocument[]): Problem[] {
  const slugs = {
    issuer: new Map<string, string>(),
    'micro-credential': new Map<string, string>(),
    series: new Map<string, string>(),
  };
  const problems: Problem[] = [];
  for (const { file, document, locate } of documents) {
    const earlier = slugs[document.kind].get(document.slug);
    if (earlier !== undefined)
      problems.push(
        locate({ path: ['slug'], message: `The slug “${document.slug}” is taken by ${earlier}; choose another` }),
      );
    else slugs[document.kind].set(document.slug, file);
  }
  for (const { document, locate } of documents) {
    if (document.kind === 'issuer') continue;
    if (!slugs.issuer.has(document.issuer)) {
      problems.push(
        locate({
          path: ['issuer'],
          message: `There is no issuer “${document.issuer}” in these files; add its issuer.yaml or correct the slug`,
        }),
      );
    }
    if (document.kind !== 'series') continue;
    document.members.forEach((member, m) => {
      if (slugs['micro-credential'].has(member.microCredential)) return;
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
