import type { Database } from '#platform/database.ts';
import { type DraftArtifact, findWorkspace } from '../work/workspace.queries.ts';

/** Artifacts as an editor knows them, in the given order: without the address of their content. */
export async function listAdded(
  db: Database,
  { personId, enrolmentId }: { personId: string; enrolmentId: string },
  ids: readonly string[],
): Promise<Omit<DraftArtifact, 'sha256'>[]> {
  if (ids.length === 0) return [];
  const workspace = await findWorkspace(db, personId, enrolmentId);
  return ids.flatMap((id) => {
    const found = workspace?.artifacts.get(id);
    if (!found) return [];
    const { sha256: _sha256, ...artifact } = found;
    return [artifact];
  });
}
