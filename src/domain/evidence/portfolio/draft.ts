import { type LocatorType, locatorTypes, parseLocator, typeLocator } from '../locator.ts';
import { type MeasuredFile, findOutside } from '../locator-fit.ts';
import { artifactLabels, findLabelled } from './artifact-labels.ts';
import type { PortfolioData, PortfolioEntry } from './portfolio.ts';
import { rememberByEntry } from './remember.ts';

/** A portfolio as it is being typed: places are text until they can be read. */
export type PortfolioDraft = Record<string, EntryDraft>;
export type EntryDraft = { sources: DraftSource[]; explanation: string };
export type DraftSource = {
  /** Empty until one is chosen. */
  artifact: string;
  type: LocatorType;
  place: string;
  /** What was typed for the artifact, while nothing is called so. */
  name?: string;
};

/** A field that can't be read, or whose place is not in its file. */
export type DraftError = { field: string; message: string };

/** Names of the form's fields; the reader of a posted form and the editor share them. */
export const portfolioFields = {
  explanation: (detail: string) => `entry.${detail}.explanation`,
  artifact: (detail: string, index: number) => `entry.${detail}.source.${index}.artifact`,
  type: (detail: string, index: number) => `entry.${detail}.source.${index}.type`,
  place: (detail: string, index: number) => `entry.${detail}.source.${index}.place`,
  file: (detail: string) => `entry.${detail}.file`,
};

export function draftOf(data: PortfolioData): PortfolioDraft {
  return Object.fromEntries(
    Object.entries(data.entries).map(([detail, { sources, explanation }]) => [
      detail,
      {
        explanation,
        sources: sources.map(({ artifact, locator }) => ({
          artifact,
          type: locator.type,
          place: typeLocator(locator),
        })),
      },
    ]),
  );
}

/** A new version in the place of a file: what is typed under each detail points into it from now on. */
export function replaceInDraft(draft: PortfolioDraft, old: string, next: string): PortfolioDraft {
  return Object.fromEntries(
    Object.entries(draft).map(([detail, { sources, explanation }]) => [
      detail,
      {
        explanation,
        sources: sources.map((source) => (source.artifact === old ? { ...source, artifact: next } : source)),
      },
    ]),
  );
}

/** The data that a draft stands for, or every place in it that can't be read. Sources without an artifact are left out. */
export function readDraft(
  draft: PortfolioDraft,
): { ok: true; data: PortfolioData } | { ok: false; errors: DraftError[] } {
  const errors: DraftError[] = [];
  const data: PortfolioData = { entries: {} };
  for (const [detail, typed] of Object.entries(draft)) {
    const read = readEntry(typed, detail);
    errors.push(...read.errors);
    if (read.entry.sources.length > 0 || typed.explanation !== '') data.entries[detail] = read.entry;
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, data };
}

const readEntry = rememberByEntry((typed: EntryDraft, detail: string) => {
  const errors: DraftError[] = [];
  const entry: PortfolioEntry = { sources: [], explanation: typed.explanation };
  typed.sources.forEach(({ artifact, type, place, name = '' }, index) => {
    if (artifact === '') {
      if (name.trim() !== '')
        errors.push({ field: portfolioFields.artifact(detail, index), message: unknownName(name) });
      return;
    }
    const parsed = parseLocator(type, place);
    if (parsed.ok) entry.sources.push({ artifact, locator: parsed.locator });
    else errors.push({ field: portfolioFields.place(detail, index), message: parsed.message });
  });
  return { entry, errors };
});

function unknownName(name: string): string {
  return `Nothing that you added is called “${name.trim()}”: choose a name from the list`;
}

/** Every place that is past the end of its file. Such a draft can be saved, but not handed in. */
export function placesOutside(draft: PortfolioDraft, artifacts: ReadonlyMap<string, MeasuredFile>): DraftError[] {
  return Object.entries(draft).flatMap(([detail, entry]) => outsideEntry(entry, detail, artifacts));
}

const outsideEntry = rememberByEntry(
  ({ sources }: EntryDraft, detail: string, artifacts: ReadonlyMap<string, MeasuredFile>): DraftError[] =>
    sources.flatMap(({ artifact, type, place }, index) => {
      const file = artifacts.get(artifact);
      const parsed = parseLocator(type, place);
      const message = file && parsed.ok ? findOutside(file, parsed.locator) : undefined;
      return message ? [{ field: portfolioFields.place(detail, index), message }] : [];
    }),
);

/**
 * A draft from the fields of a posted form, for the details that the portfolio asks for. An artifact comes as its id from
 * a list, or as its label where it was typed.
 */
export function draftFromFields(
  fields: Readonly<Record<string, string>>,
  details: readonly string[],
  artifacts: ReadonlyMap<string, { name: string }> = new Map(),
): PortfolioDraft {
  const labels = artifactLabels(artifacts);
  const choose = (value: string) => {
    if (value.trim() === '') return { artifact: '' };
    const labelled = findLabelled(labels, value);
    if (labelled !== undefined) return { artifact: labelled };
    return isId.test(value) ? { artifact: value } : { artifact: '', name: value };
  };
  return Object.fromEntries(
    details.map((detail) => {
      const sources: DraftSource[] = [];
      for (let index = 0; index < 20; index += 1) {
        const artifact = fields[portfolioFields.artifact(detail, index)];
        if (artifact === undefined) continue;
        const type = fields[portfolioFields.type(detail, index)] ?? 'whole';
        sources.push({
          ...choose(artifact),
          type: type in locatorTypes ? (type as LocatorType) : 'whole',
          place: fields[portfolioFields.place(detail, index)] ?? '',
        });
      }
      return [detail, { sources, explanation: fields[portfolioFields.explanation(detail)] ?? '' }];
    }),
  );
}

const isId = /^[0-9a-f-]{36}$/;
