import type { Requirement } from '#domain/definition/schema.ts';
import { type ArtifactData } from '#domain/evidence/artifact/artifact.ts';
import type { DetailContext } from '#domain/evidence/kind.ts';
import { draftFromFields, portfolioFields, readDraft } from '#domain/evidence/portfolio/draft.ts';
import { portfolioDetails } from '#domain/evidence/portfolio/portfolio.ts';
import type { EvidenceKindName } from '#domain/evidence/registry.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import type { FormErrors } from '#ui/form.tsx';
import { readNarrative } from './read-narrative.ts';

/** A file or link that came with the form, and the field that it came in. */
export type AddedArtifact = { id: string; field: string };

/** `typed` is what the editor shows again, in its own shape, when there are errors or another version. */
export type Posted = { typed: unknown } & ({ ok: true; data: unknown } | { ok: false; errors: FormErrors });

type Fields = Readonly<Record<string, string>>;
type Read<Kind extends EvidenceKindName> = (
  requirement: Extract<Requirement, { kind: Kind }>,
  fields: Fields,
  added: readonly AddedArtifact[],
  details: readonly DetailContext[],
  artifacts: ReadonlyMap<string, { name: string }>,
) => Posted;

const readers: { [Kind in EvidenceKindName]: Read<Kind> } = {
  narrative: readNarrative,
  artifact: readArtifacts,
  portfolio: readPortfolio,
};

/** Reads evidence from the fields of a posted editor; `artifacts` are those that could be chosen in it. */
export function readPosted(
  requirement: Requirement,
  fields: Fields,
  added: readonly AddedArtifact[],
  details: readonly DetailContext[],
  artifacts: ReadonlyMap<string, { name: string }>,
): Posted {
  const clean = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, cleanText(value)]));
  return (readers[requirement.kind] as Read<EvidenceKindName>)(requirement, clean, added, details, artifacts);
}

/** Most characters of a note, as in the kind's schema. */
const longestNote = 5000;

function readArtifacts(_requirement: unknown, fields: Fields, added: readonly AddedArtifact[]): Posted {
  const items: ArtifactData['items'] = [];
  for (let index = 0; index < 200; index += 1) {
    const artifact = fields[`item.${index}.artifact`];
    if (artifact !== undefined) items.push({ artifact, note: fields[`item.${index}.note`] ?? '' });
  }
  for (const { id } of added) items.push({ artifact: id, note: '' });
  const errors = items
    .filter((item) => item.note.length > longestNote)
    .map((item) => ({ field: `note-${item.artifact}`, message: 'Shorten the note to at most 5,000 characters' }));
  return errors.length > 0 ? { ok: false, typed: { items }, errors } : { ok: true, typed: { items }, data: { items } };
}

const longestExplanation = 20_000;

function readPortfolio(
  { rules }: Extract<Requirement, { kind: 'portfolio' }>,
  fields: Fields,
  added: readonly AddedArtifact[],
  details: readonly DetailContext[],
  artifacts: ReadonlyMap<string, { name: string }>,
): Posted {
  const asked = portfolioDetails(rules, details).map((detail) => detail.id);
  const draft = draftFromFields(fields, asked, artifacts);
  const [dropDetail = '', dropIndex = ''] = (fields.drop ?? '').split('.');
  draft[dropDetail]?.sources.splice(Number(dropIndex), 1);
  for (const { id, field } of added) {
    const detail = asked.find((candidate) => portfolioFields.file(candidate) === field);
    const entry = detail === undefined ? undefined : draft[detail];
    // The empty row says where in the new file to look.
    const row = entry?.sources.find((source) => source.artifact === '');
    if (row) row.artifact = id;
    else entry?.sources.push({ artifact: id, type: 'whole', place: '' });
  }
  const errors: { field: string; message: string }[] = Object.entries(draft)
    .filter(([, entry]) => entry.explanation.length > longestExplanation)
    .map(([detail]) => ({
      field: `entry-${detail}-explanation`,
      message: 'Shorten the explanation to at most 20,000 characters',
    }));
  const read = readDraft(draft);
  if (!read.ok) errors.push(...read.errors);
  return read.ok && errors.length === 0
    ? { ok: true, typed: draft, data: read.data }
    : { ok: false, typed: draft, errors };
}
