import type { Requirement } from '#domain/definition/schema.ts';
import type { DetailContext } from '#domain/evidence/kind.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import type { FormErrors } from '#ui/form.tsx';
import type { Trx } from '#platform/database.ts';
import { addArtifacts, addRefusals, readLink } from '../artifacts/add-artifacts.ts';
import type { ReceivedForm } from '../artifacts/receive-files.ts';
import { removeArtifact } from '../artifacts/remove-artifact.ts';
import { type AddedArtifact, readPosted } from '../evidence/read-posted.ts';
import { workRefusals } from './save-evidence.ts';
import { type StaleBase, saveMerged } from './save-merged.ts';

type SaveForm = {
  personId: string;
  enrolmentId: string;
  requirement: Requirement;
  details: readonly DetailContext[];
  /** Those that could be chosen in the form. */
  artifacts: ReadonlyMap<string, { name: string }>;
  form: ReceivedForm;
  now: Date;
};

export type SaveFormResult =
  | { outcome: 'saved'; removed?: string; isMerged: boolean }
  | { outcome: 'mend'; typed: unknown; errors: FormErrors; isStale: boolean; base?: StaleBase }
  | { outcome: 'refused'; message: string; typed: unknown };

/**
 * Saves an editor's whole form at once: files and a link are handed in, then the evidence is saved with them in it, then
 * what was marked is taken out. Files that were taken stay even when something typed must be mended first.
 */
export async function saveForm(trx: Trx, command: SaveForm): Promise<SaveFormResult> {
  const { requirement, form, details, artifacts: choice, ...who } = command;
  const target = { ...who, requirementKey: requirement.id };
  const errors = form.refused.map(({ field, message }) => ({ field: fieldId(field), message }));
  const link = form.fields['link.url']?.trim()
    ? readLink(cleanText(form.fields['link.url']), cleanText(form.fields['link.name'] ?? ''), requirement)
    : undefined;
  if (link && !link.ok) errors.push({ field: 'link-url', message: link.message });

  const added = await addArtifacts(trx, { ...target, files: form.files, links: link?.ok ? [link.link] : [] });
  if (!added.ok) {
    const posted = readPosted(requirement, form.fields, [], details, choice);
    const typed = posted.ok ? posted.data : undefined;
    return { outcome: 'refused', message: addRefusals[added.reason], typed };
  }
  const fields = [...form.files.map((file) => file.field), ...(link?.ok ? ['link.url'] : [])];
  const artifacts: AddedArtifact[] = added.ids.map((id, index) => ({ id, field: fields[index] ?? '' }));
  const posted = readPosted(requirement, form.fields, artifacts, details, choice);
  const revision = Number(form.fields.revision);
  if (!posted.ok) {
    const isStale = (await currentRevision(trx, command)) !== revision;
    return { outcome: 'mend', typed: posted.typed, errors: [...errors, ...posted.errors], isStale };
  }

  const { saved, base } = await saveMerged(trx, { ...target, data: posted.data, revision }, form.fields);
  if (!saved.ok) {
    if (saved.reason === 'stale')
      return { outcome: 'mend', typed: posted.typed, errors, isStale: true, ...(base && { base }) };
    const message =
      saved.reason === 'unreadable' || saved.reason === 'foreign-artifact'
        ? 'This could not be saved: it names a file that is not part of this work'
        : workRefusals[saved.reason];
    return { outcome: 'refused', message, typed: posted.data };
  }
  const remove = form.fields.remove;
  if (remove !== undefined && /^[0-9a-f-]{36}$/.test(remove)) {
    const removed = await removeArtifact(trx, { ...who, artifactId: remove, undo: false });
    if (removed.ok) return { outcome: 'saved', removed: remove, isMerged: base !== undefined };
  }
  return errors.length > 0
    ? { outcome: 'mend', typed: undefined, errors, isStale: false }
    : { outcome: 'saved', isMerged: base !== undefined };
}

async function currentRevision(trx: Trx, { enrolmentId, requirement }: SaveForm): Promise<number> {
  const row = await trx
    .selectFrom('evidence_items')
    .select('revision')
    .where('enrolment_id', '=', enrolmentId)
    .where('requirement_key', '=', requirement.id)
    .executeTakeFirst();
  return row?.revision ?? 0;
}

/** The element of a field: `entry.vision.file` is the input `entry-vision-file`. */
function fieldId(field: string): string {
  return field.replace(/^entry\.(.+)\.file$/, 'entry-$1-file');
}
