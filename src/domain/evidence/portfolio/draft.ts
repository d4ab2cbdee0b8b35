import { type LocatorType, findOutside, locatorTypes, parseLocator, typeLocator } from '../locator.ts';
import type { PortfolioData } from './portfolio.ts';

/** A portfolio as it is being typed: places are text until they can be read. */
export type PortfolioDraft = Record<string, { sources: DraftSource[]; explanation: string }>;
export type DraftSource = { artifact: string; type: LocatorType; place: string };

/** A place that can't be read or is not in its file, and the name of its field. */
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

/** The data that a draft stands for, or every place in it that can't be read. Sources without an artifact are left out. */
export function readDraft(
  draft: PortfolioDraft,
): { ok: true; data: PortfolioData } | { ok: false; errors: DraftError[] } {
  const errors: DraftError[] = [];
  const data: PortfolioData = { entries: {} };
  for (const [detail, { sources, explanation }] of Object.entries(draft)) {
    const entry: PortfolioData['entries'][string] = { sources: [], explanation };
    sources.forEach(({ artifact, type, place }, index) => {
      if (artifact === '') return;
      const parsed = parseLocator(type, place);
      if (parsed.ok) entry.sources.push({ artifact, locator: parsed.locator });
      else errors.push({ field: portfolioFields.place(detail, index), message: parsed.message });
    });
    if (entry.sources.length > 0 || explanation !== '') data.entries[detail] = entry;
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, data };
}

/** Every place that is past the end of its file. Such a draft can be saved, but not handed in. */
export function placesOutside(
  draft: PortfolioDraft,
  artifacts: ReadonlyMap<string, { name: string; pages: number | null }>,
): DraftError[] {
  return Object.entries(draft).flatMap(([detail, { sources }]) =>
    sources.flatMap(({ artifact, type, place }, index) => {
      const file = artifacts.get(artifact);
      const parsed = parseLocator(type, place);
      const message = file && parsed.ok ? findOutside(file, parsed.locator) : undefined;
      return message ? [{ field: portfolioFields.place(detail, index), message }] : [];
    }),
  );
}

/** A draft from the fields of a posted form, for the details that the portfolio asks for. */
export function draftFromFields(fields: Readonly<Record<string, string>>, details: readonly string[]): PortfolioDraft {
  return Object.fromEntries(
    details.map((detail) => {
      const sources: DraftSource[] = [];
      for (let index = 0; index < 20; index += 1) {
        const artifact = fields[portfolioFields.artifact(detail, index)];
        if (artifact === undefined) continue;
        const type = fields[portfolioFields.type(detail, index)] ?? 'whole';
        sources.push({
          artifact,
          type: type in locatorTypes ? (type as LocatorType) : 'whole',
          place: fields[portfolioFields.place(detail, index)] ?? '',
        });
      }
      return [detail, { sources, explanation: fields[portfolioFields.explanation(detail)] ?? '' }];
    }),
  );
}
