import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { findRequirement } from '#domain/definition/outline.ts';
import type { Definition, Requirement } from '#domain/definition/schema.ts';
import { evidenceArtifactIds, mapEvidenceTexts, reconcileEvidence } from '#domain/evidence/registry.ts';
import { type NameHit, replaceHits, scanNames } from '#domain/privacy/scan-names.ts';

/** Somebody’s name, and the one that stands in its place. */
export type Renamed = { name: string; instead: string };

/**
 * An attempt without the names in it, as an anchor may keep it: the earner and the peers are called otherwise in every
 * text, files whose name might tell something carry that of their requirement, and what leads back to somebody (links, releases, captions, the word
 * that a file shows people) is left out, as are the files of `leaveOut`.
 *
 * What is written in the files themselves is not touched: whoever makes the anchor reads them, or leaves them out.
 */
export function anonymiseAttempt(
  definition: Pick<Definition, 'parts'>,
  sealed: SealedAttempt,
  { earner, others, leaveOut }: { earner: Renamed; others: readonly Renamed[]; leaveOut: ReadonlySet<string> },
): SealedAttempt {
  const rename = renamer([earner, ...others]);
  const kept = new Set(sealed.artifacts.filter(({ id }) => !leaveOut.has(id)).map(({ id }) => id));
  const evidence = sealed.evidence.map((item) => {
    const requirement = findRequirement(definition, item.requirement);
    if (!requirement) return item;
    const data = mapEvidenceTexts(requirement, item.data, rename);
    return { ...item, data: reconcileEvidence(requirement, data, { present: kept, own: [] }) };
  });
  const names = fileNames(definition, { ...sealed, evidence }, kept);
  return {
    ...sealed,
    number: 1,
    earner: { ...sealed.earner, name: earner.instead },
    evidence,
    artifacts: sealed.artifacts
      .filter(({ id }) => kept.has(id))
      .map(({ id, kind, name, mediaType, size, sha256, url, pages, measure }) => ({
        ...{ id, kind, mediaType, size, sha256, url, pages },
        name: names.get(id) ?? rename(name),
        ...(measure && { measure }),
      })),
    // An anchor is judged on its own, whole.
    carriedOver: [],
    ...(sealed.attestations && {
      attestations: sealed.attestations.map((one) => ({
        ...one,
        statement: rename(one.statement),
        peer: { name: rename(one.peer.name), role: rename(one.peer.role) },
        typedName: rename(one.typedName),
      })),
    }),
    ...(sealed.agreements && {
      agreements: sealed.agreements.map((one) => ({
        ...one,
        reason: rename(one.reason),
        proposal: rename(one.proposal),
        answer: rename(one.answer),
      })),
    }),
    ...(sealed.aiUse && { aiUse: sealed.aiUse.map((one) => ({ ...one, how: rename(one.how) })) }),
  };
}

/** Everyone whom a sealed attempt names as a person: its earner and the peers. */
export function namesIn({ earner, attestations = [] }: SealedAttempt): { earner: string; peers: string[] } {
  const peers = attestations.flatMap(({ peer, typedName }) => [peer.name, typedName]);
  return { earner: earner.name, peers: [...new Set(peers)].filter((name) => name !== earner.name && name !== '') };
}

/** Puts each name’s other one in its place: the whole for the whole, its first part for the first, the last for any other. */
function renamer(all: readonly Renamed[]): (text: string) => string {
  const names = all.map(({ name }) => name);
  return (text) => replaceHits(text, scanNames(text, names), (hit) => insteadOf(hit, all));
}

function insteadOf({ found, initials }: NameHit, all: readonly Renamed[]): string {
  const words = fold(found).split(/[\s*_]+/u);
  const match =
    all.find(({ name }) => fold(name) === words.join(' ')) ??
    all.find(({ name }) => words.every((word) => fold(name).split(' ').includes(word)));
  if (!match) return initials;
  const parts = match.instead.split(' ');
  if (words.length > 1) return match.instead;
  return (fold(match.name).split(' ')[0] === words[0] ? parts[0] : parts.at(-1)) ?? match.instead;
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
}

/** What cameras, scanners and people call any file. */
const anyFile = new Set(
  `img image photo pic picture dsc pxl screenshot screen shot scan scanned doc document file copy of final draft version v
  page pages part notes note the a an and in on for with to evidence work video audio recording clip slides slide deck sheet
  table data chart graph list form report summary agenda minutes meeting plan lesson class classroom group team survey`.split(
    /\s+/u,
  ),
);

/** Whether a file’s own name says nothing of anybody: common words, those of the micro-credential, and short numbers. */
function saysNothing(name: string, known: ReadonlySet<string>): boolean {
  const parts = name.replace(/\.[a-z0-9]{1,8}$/iu, '').split(/[^\p{L}\p{N}]+|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/u);
  return parts.every((part) =>
    /^\p{N}*$/u.test(part) ? part.length <= 4 : anyFile.has(fold(part)) || known.has(fold(part)),
  );
}

function wordsOf(requirement: Requirement): Set<string> {
  return new Set(`${requirement.id} ${requirement.title}`.split(/[^\p{L}]+/u).map(fold));
}

/** The file’s own name where it says nothing; else “Tally sheet 1.pdf”: it may say whose it is. */
function fileNames(
  definition: Pick<Definition, 'parts'>,
  { evidence, artifacts }: SealedAttempt,
  kept: ReadonlySet<string>,
): Map<string, string> {
  const names = new Map<string, string>();
  for (const { requirement: key, data } of evidence) {
    const requirement = findRequirement(definition, key);
    if (!requirement) continue;
    let number = 0;
    for (const id of evidenceArtifactIds(requirement, data)) {
      const artifact = artifacts.find((one) => one.id === id);
      if (!artifact || !kept.has(id) || names.has(id)) continue;
      number += 1;
      const ending = artifact.kind === 'file' ? (/\.[a-z0-9]{1,8}$/iu.exec(artifact.name)?.[0] ?? '') : '';
      const isPlain = artifact.kind === 'file' && saysNothing(artifact.name, wordsOf(requirement));
      names.set(id, isPlain ? artifact.name : `${requirement.title} ${number}${ending.toLowerCase()}`.slice(-300));
    }
  }
  return names;
}
