import { z } from 'zod';
import { FileType, describeFileTypes, formatBytes, isAccepted } from '../file-types.ts';
import { type Finding, type Work, countOf } from '../finding.ts';
import type { EvidenceKind } from '../kind.ts';
import { everyLocatorType } from '../locator.ts';

export const ArtifactRules = z.strictObject({
  item: z
    .string()
    .min(1)
    .max(120)
    .default('artifact')
    .meta({ description: 'What one of them is, in the singular: “set of a question and its tool”' }),
  items: z
    .string()
    .min(1)
    .max(140)
    .optional()
    .meta({ description: 'The plural of item, where adding an s does not make it' }),
  min: z.int().min(1).max(100).default(1).meta({ description: 'Fewest files and links' }),
  max: z.int().min(1).max(100).default(20).meta({ description: 'Most files and links' }),
  accept: z
    .array(FileType)
    .min(1)
    .default(['document', 'slides', 'spreadsheet', 'image', 'link'])
    .meta({ description: 'What may be uploaded or linked' }),
  maxMegabytes: z.int().min(1).max(4096).default(100).meta({ description: 'Largest file, in megabytes (10^6 bytes)' }),
  note: z
    .enum(['required', 'optional'])
    .default('required')
    .meta({ description: 'Whether the earner must say what each one is' }),
});
export type ArtifactRules = z.output<typeof ArtifactRules>;

export const ArtifactData = z.strictObject({
  items: z.array(z.strictObject({ artifact: z.uuid(), note: z.string().max(5000) })).max(200),
});
export type ArtifactData = z.output<typeof ArtifactData>;

export const artifact: EvidenceKind<ArtifactRules, ArtifactData> = {
  kind: 'artifact',
  label: 'Artifacts',
  rules: ArtifactRules,
  data: ArtifactData,
  locators: everyLocatorType,

  empty: () => ({ items: [] }),

  checkRules(rules) {
    if (rules.min <= rules.max) return [];
    return [
      {
        path: ['max'],
        message: `At least ${rules.min} and at most ${rules.max} can't both hold; raise max or lower min`,
      },
    ];
  },

  check(data, rules, { artifacts }) {
    const findings: Finding[] = [];
    const block = (code: string, place: string, message: string, work: Work) =>
      findings.push({ level: 'blocking', code, place, message, work });
    const present = data.items.filter((item) => artifacts.has(item.artifact));

    if (present.length < rules.min) {
      const missing = rules.min - present.length;
      block(
        'too-few-artifacts',
        'add',
        `Add ${countOf(missing, `more ${rules.item}`, `more ${plural(rules)}`)}: ${present.length} of at least ${rules.min}`,
        { share: missing / rules.min },
      );
    }
    if (present.length > rules.max) {
      block(
        'too-many-artifacts',
        'add',
        `Remove ${present.length - rules.max}: ${present.length} of at most ${countOf(rules.max, rules.item, plural(rules))}`,
        { minutes: 2 },
      );
    }
    for (const item of present) {
      const file = artifacts.get(item.artifact);
      if (!file) continue;
      const place = `item-${item.artifact}`;
      if (!isAccepted(file, rules.accept))
        block('wrong-type', place, `Replace “${file.name}” with ${describeFileTypes(rules.accept)}`, { minutes: 10 });
      if (file.size !== null && file.size > rules.maxMegabytes * 1e6) {
        block(
          'too-large',
          place,
          `Replace “${file.name}” with a file of at most ${formatBytes(rules.maxMegabytes * 1e6)}; it has ${formatBytes(file.size)}`,
          { minutes: 10 },
        );
      }
      if (rules.note === 'required' && item.note.trim() === '')
        block('no-note', place, `Say what “${file.name}” is`, { minutes: 3 });
    }
    return findings;
  },

  questions: () => [],

  describe(rules) {
    const count =
      rules.min === rules.max
        ? countOf(rules.min, rules.item, plural(rules))
        : `at least ${countOf(rules.min, rules.item, plural(rules))}`;
    return [
      `${capital(count)}: ${describeFileTypes(rules.accept)}, up to ${formatBytes(rules.maxMegabytes * 1e6)} each`,
    ];
  },

  artifactIds: (data) => data.items.map((item) => item.artifact),

  reconcile(data, { present, own }) {
    const items = data.items.filter((item) => present.has(item.artifact));
    const named = new Set(items.map((item) => item.artifact));
    return { items: [...items, ...own.filter((id) => !named.has(id)).map((id) => ({ artifact: id, note: '' }))] };
  },

  pieces: (data, _rules, { artifacts }) =>
    data.items.map((item) => ({
      place: `item-${item.artifact}`,
      label: artifacts.get(item.artifact)?.name ?? 'removed file',
      text: item.note,
      pointers: [{ artifact: item.artifact, locator: { type: 'whole' } }],
    })),

  mapTexts: (data, change) => ({
    items: data.items.map((item) => ({ ...item, note: change(item.note, `item-${item.artifact}`) })),
  }),

  replaceArtifact: (data, from, to) => ({
    items: data.items.map((item) => (item.artifact === from ? { ...item, artifact: to } : item)),
  }),

  withhold: (data, { places }) => ({
    items: data.items.map((item) => ({ ...item, note: places.get(`item-${item.artifact}`) ?? item.note })),
  }),

  conceal: (data) => data,

  toText(data, _rules, { artifacts }) {
    return data.items
      .map((item) => [artifacts.get(item.artifact)?.name, item.note].filter(Boolean).join(': '))
      .join('\n');
  },
};

function plural(rules: ArtifactRules): string {
  return rules.items ?? `${rules.item}s`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
