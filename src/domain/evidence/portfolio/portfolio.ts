import { z } from 'zod';
import { FileType, describeFileTypes, formatBytes, isAccepted } from '../file-types.ts';
import { type Finding, type Work, countOf } from '../finding.ts';
import { Key } from '../key.ts';
import type { ArtifactContext, DetailContext, EvidenceKind } from '../kind.ts';
import { Locator, everyLocatorType, formatLocator } from '../locator.ts';
import { findOutside } from '../locator-fit.ts';
import { WordLimits, asPart, checkWords, describeWords } from '../word-limits.ts';
import { rememberByEntry } from './remember.ts';

export const PortfolioRules = z.strictObject({
  outcomes: z
    .union([z.literal('all'), z.array(Key).min(1)])
    .default('all')
    .meta({ description: 'The essential outcomes whose every detail the portfolio must show' }),
  explanation: WordLimits.prefault({ min: 30 }).meta({ description: 'Word limits of the explanation of each detail' }),
  accept: z
    .array(FileType)
    .min(1)
    .default(['document', 'slides', 'spreadsheet', 'image', 'video', 'audio', 'link'])
    .meta({ description: 'What may be uploaded or linked' }),
  maxMegabytes: z.int().min(1).max(4096).default(500).meta({ description: 'Largest file, in megabytes (10^6 bytes)' }),
});
export type PortfolioRules = z.output<typeof PortfolioRules>;

export const PortfolioEntry = z.strictObject({
  sources: z.array(z.strictObject({ artifact: z.uuid(), locator: Locator })).max(20),
  explanation: z.string().max(20_000),
});
export type PortfolioEntry = z.output<typeof PortfolioEntry>;

export const PortfolioData = z.strictObject({
  /** By outcome detail. */
  entries: z.record(z.string().max(80), PortfolioEntry),
});
export type PortfolioData = z.output<typeof PortfolioData>;

/** The details that the portfolio must show, in the definition's order. */
export function portfolioDetails(rules: PortfolioRules, details: readonly DetailContext[]): DetailContext[] {
  return details.filter((detail) => rules.outcomes === 'all' || rules.outcomes.includes(detail.outcomeId));
}

export const portfolio: EvidenceKind<PortfolioRules, PortfolioData> = {
  kind: 'portfolio',
  label: 'Portfolio with self-analysis',
  rules: PortfolioRules,
  data: PortfolioData,
  locators: everyLocatorType,

  empty: () => ({ entries: {} }),

  checkRules(rules, details) {
    if (rules.outcomes === 'all' || details === undefined) return [];
    const known = new Set(details.map((detail) => detail.outcomeId));
    return rules.outcomes.flatMap((id, index) =>
      known.has(id)
        ? []
        : [
            {
              path: ['outcomes', index],
              message: `There is no essential outcome “${id}” with details; name one of: ${[...known].join(', ')}`,
            },
          ],
    );
  },

  check(data, rules, { details, artifacts }) {
    const asked = portfolioDetails(rules, details);
    return asked.flatMap((detail) => {
      const entry = data.entries[detail.id];
      const findings = entry
        ? checkEntry(entry, detail, rules, artifacts)
        : findInEntry(noEntry, detail, rules, artifacts);
      return asPart(findings, 1 / asked.length);
    });
  },

  questions: () => [],

  describe(rules, details) {
    const asked = portfolioDetails(rules, details).length;
    const words = describeWords(rules.explanation);
    return [
      `For each of ${countOf(asked, 'outcome detail')}: one or more artifacts, where in them to look, and an explanation${words ? ` of ${words}` : ''}`,
      `${capital(describeFileTypes(rules.accept))}, up to ${formatBytes(rules.maxMegabytes * 1e6)} each`,
    ];
  },

  artifactIds: (data) => [
    ...new Set(Object.values(data.entries).flatMap((entry) => entry.sources.map((source) => source.artifact))),
  ],

  reconcile: (data, { present }) => ({
    entries: mapEntries(data, (entry) => ({
      ...entry,
      sources: entry.sources.filter((source) => present.has(source.artifact)),
    })),
  }),

  pieces: (data, rules, { details }) =>
    portfolioDetails(rules, details).map((detail) => ({
      place: `entry-${detail.id}`,
      label: detail.text,
      detail: detail.id,
      text: data.entries[detail.id]?.explanation ?? '',
      pointers: data.entries[detail.id]?.sources ?? [],
    })),

  mapTexts: (data, change) => ({
    entries: mapEntries(data, (entry, detail) => ({
      ...entry,
      explanation: change(entry.explanation, `entry-${detail}`),
    })),
  }),

  replaceArtifact: (data, from, to) => ({
    entries: mapEntries(data, (entry) => ({
      ...entry,
      sources: entry.sources.map((source) => (source.artifact === from ? { ...source, artifact: to } : source)),
    })),
  }),

  withhold: (data, { places, artifacts }) => ({
    entries: mapEntries(data, (entry, detail) => ({
      explanation: places.get(`entry-${detail}`) ?? entry.explanation,
      // A quote is a part of the file.
      sources: entry.sources.map((source) =>
        artifacts.has(source.artifact) ? { ...source, locator: { type: 'whole' as const } } : source,
      ),
    })),
  }),

  conceal: (data, { locator }) => ({
    entries: mapEntries(data, (entry) => ({
      ...entry,
      sources: entry.sources.map((source) => ({ ...source, locator: locator(source.locator) })),
    })),
  }),

  toText(data, rules, { details, artifacts }) {
    return portfolioDetails(rules, details)
      .map((detail) => {
        const entry = data.entries[detail.id];
        const sources = (entry?.sources ?? []).map(
          (source) => `${artifacts.get(source.artifact)?.name ?? 'removed file'}, ${formatLocator(source.locator)}`,
        );
        return [detail.text, ...sources, entry?.explanation].filter(Boolean).join('\n');
      })
      .join('\n\n');
  },
};

function mapEntries(
  data: PortfolioData,
  change: (entry: PortfolioEntry, detail: string) => PortfolioEntry,
): PortfolioData['entries'] {
  return Object.fromEntries(Object.entries(data.entries).map(([detail, entry]) => [detail, change(entry, detail)]));
}

const noEntry: PortfolioEntry = { sources: [], explanation: '' };

const checkEntry = rememberByEntry(findInEntry);

function findInEntry(
  entry: PortfolioEntry,
  detail: DetailContext,
  rules: PortfolioRules,
  artifacts: ReadonlyMap<string, ArtifactContext>,
): Finding[] {
  const findings: Finding[] = [];
  const place = `entry-${detail.id}`;
  const block = (code: string, message: string, work: Work) =>
    findings.push({ level: 'blocking', code, place, message, work });
  const sources = entry.sources.flatMap((source) => {
    const file = artifacts.get(source.artifact);
    return file ? [{ file, locator: source.locator }] : [];
  });

  if (sources.length === 0) block('no-artifact', `Add an artifact that shows “${detail.text}”`, { share: 0.5 });
  for (const { file, locator } of sources) {
    if (!isAccepted(file, rules.accept))
      block('wrong-type', `Replace “${file.name}” with ${describeFileTypes(rules.accept)}`, { minutes: 10 });
    if (file.size !== null && file.size > rules.maxMegabytes * 1e6) {
      block('too-large', `Replace “${file.name}” with a file of at most ${formatBytes(rules.maxMegabytes * 1e6)}`, {
        minutes: 10,
      });
    }
    const outside = findOutside(file, locator);
    if (outside) block('locator-outside', `${outside} for “${detail.text}”`, { minutes: 3 });
  }
  const { explanation } = entry;
  if (explanation.trim() === '') {
    block('no-explanation', `Explain how your evidence shows “${detail.text}”`, { share: 0.5 });
  } else {
    findings.push(...asPart(checkWords(explanation, rules.explanation, place, detail.text), 0.5));
  }
  return findings;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
