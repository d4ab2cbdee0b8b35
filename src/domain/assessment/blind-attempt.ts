import {
  type SealedArtifact,
  type SealedAttempt,
  sealedArtifactContext,
  sealedPeople,
} from '../attempt/sealed-attempt.ts';
import { checkRequirement } from '../checks/check-requirement.ts';
import { findRequirement, listDetails, listRequirements } from '../definition/outline.ts';
import type { Definition } from '../definition/schema.ts';
import { concealEvidence, evidenceArtifactIds, mapEvidenceTexts } from '../evidence/registry.ts';
import type { Finding } from '../evidence/finding.ts';
import type { Locator } from '../evidence/locator.ts';
import { blindName } from './blind-name.ts';
import { type KnownNames, type NamedOne, blindText, findNamesInText, withoutNames } from './blind-text.ts';

/** A file as whoever judges blind gets it: a copy without what it says of its maker, or why there is none. */
export type BlindCopy = { sha256: string; size: number } | { hidden: string };

export type BlindOptions = {
  attemptId: string;
  /** Of the earner; peers are found in the attempt. */
  names: Omit<KnownNames, 'peers'>;
  /** The number of each file and link, by artifact: the same on every page and in every attempt of the work. */
  numbers: ReadonlyMap<string, number>;
  /** By artifact, where the file itself is not what is given out. */
  copies: ReadonlyMap<string, BlindCopy>;
  /** Where a link is opened from, since its address may tell. */
  linkHref: (artifactId: string) => string;
};

type Definitions = Pick<Definition, 'parts' | 'outcomes'>;
type Person = { by: string; role: string };

/** Nobody’s: the earner’s own id would tie their attempts together. */
const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * An attempt as whoever judges it blind sees it: who made it, who is beside it, where, and what its files are called is not
 * in it, and its texts name nobody that the program knows by name. Everything keeps its place, so that locators lead where
 * they led.
 */
export function blindAttempt(definition: Definitions, sealed: SealedAttempt, options: BlindOptions): SealedAttempt {
  const names = namesIn(definition, sealed, options.names);
  const conceal = {
    person: concealer(names),
    locator: (locator: Locator) => concealLocator(locator, names),
  };
  const say = (text: string) => blindText(text, names, 'plain');
  return {
    ...sealed,
    earner: { id: nobody, name: blindName(options.attemptId) },
    evidence: sealed.evidence.map((item) => {
      const requirement = findRequirement(definition, item.requirement);
      // What no requirement reads is on no page, and in no pack read by people; it is left out.
      if (!requirement) return { ...item, data: null };
      const texts = mapEvidenceTexts(requirement, item.data, (text) => blindText(text, names));
      return { ...item, data: concealEvidence(requirement, texts, conceal) };
    }),
    artifacts: sealed.artifacts.map((artifact) => blindArtifact(artifact, options)),
    ...(sealed.attestations && {
      attestations: sealed.attestations.map((one) => {
        const { by: name, role } = conceal.person({ by: one.peer.name, role: one.peer.role });
        return { ...one, statement: say(one.statement), peer: { name, role }, typedName: name };
      }),
    }),
    ...(sealed.agreements && {
      agreements: sealed.agreements.map((one) => ({
        ...one,
        ...{ reason: say(one.reason), proposal: say(one.proposal), answer: say(one.answer) },
      })),
    }),
    ...(sealed.aiUse && { aiUse: sealed.aiUse.map((one) => ({ ...one, how: say(one.how) })) }),
  };
}

/** “File 3.pdf”, “Link 4”. */
export function blindFileName(kind: 'file' | 'link', name: string, number: number | undefined): string {
  const ending = /\.[a-z0-9]{1,10}$/i.exec(name)?.[0].toLowerCase() ?? '';
  return kind === 'link' ? `Link ${number ?? ''}`.trim() : `${`File ${number ?? ''}`.trim()}${ending}`;
}

function blindArtifact(artifact: SealedArtifact, options: BlindOptions): SealedArtifact & { hidden?: string } {
  const { link: _link, releases, captions, url, ...rest } = artifact;
  const copy = options.copies.get(artifact.id);
  // What is hidden already stays so: its name was taken away before.
  const isHidden = 'hidden' in artifact;
  return {
    ...rest,
    ...(isHidden ? {} : { name: blindFileName(artifact.kind, artifact.name, options.numbers.get(artifact.id)) }),
    url: url === null ? null : options.linkHref(artifact.id),
    ...(captions && { captions: captions.map((one) => ({ ...one, label: one.language })) }),
    ...(releases && {
      releases: releases.map((release, index) => ({ ...release, subject: `Release ${index + 1}` })),
    }),
    ...(isHidden || !copy ? {} : 'hidden' in copy ? { sha256: null, hidden: copy.hidden } : copy),
  };
}

/** Who must not be known of this attempt: the earner and their school, and whoever is named beside the evidence. */
export function namesIn(definition: Definitions, sealed: SealedAttempt, names: BlindOptions['names']): KnownNames {
  const peers: string[] = (sealed.attestations ?? []).flatMap(({ peer, typedName }) => [peer.name, typedName]);
  for (const item of sealed.evidence) {
    const requirement = findRequirement(definition, item.requirement);
    if (!requirement) continue;
    concealEvidence(requirement, item.data, {
      person: (person) => {
        peers.push(person.by);
        return person;
      },
      locator: (locator) => locator,
    });
  }
  const own = [sealed.earner.name, ...names.earner];
  return {
    ...names,
    earner: [...new Set(own)].filter(isName),
    peers: [...new Set(peers)].filter(isName),
  };
}

export type NamesNamed = Record<NamedOne, number> & {
  /** Files whose own text names somebody: what stands in a file can’t be hidden. */
  files: readonly string[];
};

/**
 * By requirement, how often its texts name whom, and which of its files do. `files` are the artifacts in whose text the
 * earner, a peer or the school was found.
 */
export function countNames(
  definition: Definitions,
  sealed: SealedAttempt,
  names: BlindOptions['names'],
  files: ReadonlySet<string>,
): Map<string, NamesNamed> {
  const known = namesIn(definition, sealed, names);
  const counted = new Map<string, NamesNamed>();
  for (const item of sealed.evidence) {
    const requirement = findRequirement(definition, item.requirement);
    if (!requirement) continue;
    const found = { earner: 0, peer: 0, school: 0 };
    mapEvidenceTexts(requirement, item.data, (text) => {
      for (const { who } of findNamesInText(text, known)) found[who] += 1;
      return text;
    });
    const naming = evidenceArtifactIds(requirement, item.data).filter((id) => files.has(id));
    if (found.earner + found.peer + found.school + naming.length > 0)
      counted.set(item.requirement, { ...found, files: naming });
  }
  return counted;
}

/** What stands in the place of a role: what somebody is may tell who. */
const noRole = 'role not shown';

/** “Peer 1”, the same one wherever they are named. */
function concealer({ peers }: KnownNames): (person: Person) => Person {
  return ({ by, role }) => {
    const index = peers.indexOf(by);
    return {
      by: by.trim() === '' ? '' : index < 0 ? 'A peer' : `Peer ${index + 1}`,
      role: role.trim() === '' ? '' : noRole,
    };
  };
}

/** A quote keeps the words by which it is found in the file; one that says little beside a name points at the whole. */
function concealLocator(locator: Locator, names: KnownNames): Locator {
  if (locator.type === 'sheet') {
    return findNamesInText(locator.sheet, names).length > 0 ? { type: 'whole' } : locator;
  }
  if (locator.type !== 'quote') return locator;
  const { exact, prefix, suffix } = locator;
  const kept = withoutNames(exact, names);
  if (kept === undefined) return { type: 'whole' };
  const isWhole = kept === exact;
  const clear = (text: string | undefined) =>
    isWhole && text !== undefined && findNamesInText(text, names).length === 0 ? text : undefined;
  const [before, after] = [clear(prefix), clear(suffix)];
  return { type: 'quote', exact: kept, ...(before && { prefix: before }), ...(after && { suffix: after }) };
}

/** Something to look for: a name of one letter would be found everywhere. */
function isName(name: string): boolean {
  return /\p{L}{2}/u.test(name);
}

/** A finding of an automatic check, told apart from the others. */
export function findingKey(requirement: string, { place, code }: Pick<Finding, 'place' | 'code'>): string {
  return `${requirement} ${place} ${code}`;
}

/**
 * The findings of the automatic checks on what was handed in: a text without names has other words, and a check of it could
 * say what was never so.
 */
export function listTrueFindings(definition: Definitions, sealed: SealedAttempt): Set<string> {
  const context = { details: listDetails(definition), artifacts: sealedArtifactContext(sealed) };
  const data = new Map(sealed.evidence.map((item) => [item.requirement, item.data]));
  return new Set(
    listRequirements(definition).flatMap((requirement) => {
      const people = sealedPeople(sealed, requirement.id);
      const findings = checkRequirement(requirement, data.get(requirement.id), { ...context, people });
      return findings.map((finding) => findingKey(requirement.id, finding));
    }),
  );
}
