import { sql } from 'kysely';
import type { Database } from '#platform/database.ts';

export const schoolTypes = {
  elementary: 'Elementary school',
  middle: 'Middle school',
  high: 'High school',
  combined: 'Combined school',
  'district-office': 'District office',
  other: 'Somewhere else',
} as const;

export type SchoolType = keyof typeof schoolTypes;

export type School = { id: string; name: string; district: string; region: string; type: SchoolType };

/** Schools with these words in their name, the nearest first; at most ten. */
export async function findSchools(db: Database, search: string): Promise<School[]> {
  if (search.length < 2) return [];
  const { rows } = await sql<School>`
    select id, name, district, region, type from schools
    where name ilike '%' || ${search.replaceAll(/[\\%_]/g, String.raw`\$&`)} || '%'
    order by similarity(name, ${search}) desc, name, district, id limit 10`.execute(db);
  return rows;
}

export type Affiliation = School & { since: Date; endedAt: Date | null };

/** Where somebody says to work, and has worked. */
export async function listAffiliations(db: Database, personId: string): Promise<Affiliation[]> {
  return db
    .selectFrom('affiliations as f')
    .innerJoin('schools as s', 's.id', 'f.school_id')
    .select(['s.id', 's.name', 's.district', 's.region', 's.type', 'f.since', 'f.ended_at as endedAt'])
    .where('f.person_id', '=', personId)
    .orderBy('f.ended_at', (order) => order.desc().nullsFirst())
    .orderBy('s.name')
    .orderBy('f.id')
    .execute();
}

/** “Lincoln Middle School, District 5, Illinois”. */
export function schoolWords({ name, district, region }: Pick<School, 'name' | 'district' | 'region'>): string {
  return [name, district, region].filter(Boolean).join(', ');
}
