import type { Database } from '#platform/database.ts';
import type { PlacedArtifact } from '#ui/place-link.tsx';
import type { Workspace } from './workspace.queries.ts';

/**
 * The files at which assessors pointed: as they are now, and those that were replaced or removed since an attempt held them.
 */
export async function findPlacedArtifacts(
  db: Database,
  { enrolment, artifacts, judged }: Workspace,
): Promise<Map<string, PlacedArtifact>> {
  const found = new Map<string, PlacedArtifact>(artifacts);
  const named = judged.flatMap(({ ratings }) => ratings.flatMap(({ locators = [] }) => locators));
  const missing = [...new Set(named.map(({ artifact }) => artifact))].filter((id) => !found.has(id));
  if (missing.length === 0) return found;
  const rows = await db
    .selectFrom('artifacts')
    .select(['id', 'kind', 'name', 'url'])
    .where('enrolment_id', '=', enrolment.id)
    .where('id', 'in', missing)
    .execute();
  for (const row of rows) found.set(row.id, row);
  return found;
}
