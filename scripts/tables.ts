/**
 * Writes src/platform/tables.ts, Kysely's view of the tables, from a database that the migrations have just made.
 * With --check it writes nothing and fails when the file is not what the migrations say.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { projectRoot } from '#platform/root.ts';
import { startThrowawayPostgres } from '../test/support/postgres-cluster.ts';

type Column = {
  table: string;
  column: string;
  type: string;
  element: string | null;
  labels: string[] | null;
  nullable: boolean;
  defaulted: boolean;
  always: boolean;
  checks: string[];
};

const columnsOf = `
  select c.relname as "table", a.attname as "column", t.typname as type, e.typname as element,
    not a.attnotnull as nullable,
    a.atthasdef or a.attidentity <> '' as defaulted,
    a.attgenerated <> '' or a.attidentity = 'a' as always,
    (select array_agg(enumlabel::text order by enumsortorder) from pg_enum where enumtypid = coalesce(e.oid, t.oid)) as labels,
    array(select pg_get_constraintdef(k.oid) from pg_constraint k
      where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] order by k.conname) as checks
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
  left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
    and not c.relispartition and c.relname <> 'schema_migrations'
  order by c.relname, a.attnum`;

const scalars: Record<string, string> = {
  ...{ bool: 'boolean', int2: 'number', int4: 'number', int8: 'number', float4: 'number', float8: 'number' },
  ...{ timestamptz: 'Date', timestamp: 'Date', bytea: 'Buffer', json: 'Json', jsonb: 'Json' },
};

const quote = (text: string) => `'${text.replaceAll("'", "\\'")}'`;

function typeOf({ type, element, labels, nullable, defaulted, always, checks }: Column): string {
  const allowed = labels ?? checks.map(listedValues).find((values) => values !== undefined);
  const scalar = allowed ? allowed.map(quote).join(' | ') : (scalars[element ?? type] ?? 'string');
  const listed = element === null ? scalar : `${allowed ? `(${scalar})` : scalar}[]`;
  const whole = nullable ? `${listed} | null` : listed;
  return always ? `GeneratedAlways<${whole}>` : defaulted ? `Generated<${whole}>` : whole;
}

/** The values of `check (column in ('a', 'b'))`, as PostgreSQL spells it back. */
function listedValues(check: string): string[] | undefined {
  const list =
    /^CHECK \(\((?:\(\w+ IS NULL\) OR )?\(?\w+ = (?:ANY \(ARRAY\[)?((?:'[^']*'::text(?:, )?)+)(?:\]\))?\)?\)\)$/.exec(
      check,
    )?.[1];
  return list?.split(', ').map((value) => value.slice(1, -"'::text".length));
}

function render(columns: Column[]): string {
  const tables = Map.groupBy(columns, ({ table }) => table);
  const name = (table: string) => table.replaceAll(/(?:^|_)(\w)/g, (_, first: string) => first.toUpperCase());
  const interfaces = [...tables].map(([table, list]) => {
    const fields = list.map((column) => `  ${column.column}: ${typeOf(column)};`);
    return `export interface ${name(table)} {\n${fields.join('\n')}\n}\n`;
  });
  return `// Generated from the migrated database by \`npm run tables\`. Change a migration, not this file.
import type { ColumnType, GeneratedAlways } from 'kysely';

/** Read as what was parsed, to be checked by whoever reads it; written as JSON text, since pg would make an array of an array. */
export type Json = ColumnType<unknown, string, string>;

type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;

${interfaces.join('\n')}
export interface DB {
${[...tables.keys()].map((table) => `  ${table}: ${name(table)};`).join('\n')}
}
`;
}

async function readColumns(): Promise<Column[]> {
  const server = await startThrowawayPostgres();
  const client = new pg.Client({ connectionString: `${server.serverUrl}/${server.template}` });
  try {
    await client.connect();
    return (await client.query<Column>(columnsOf)).rows;
  } finally {
    await client.end();
    await server.stop();
  }
}

const file = join(projectRoot, 'src/platform/tables.ts');
const wanted = render(await readColumns());
const found = await readFile(file, 'utf8').catch(() => '');
if (process.argv.includes('--check')) {
  if (found !== wanted) {
    console.error('src/platform/tables.ts is not what the migrations make. Run: npm run tables');
    process.exitCode = 1;
  }
} else if (found === wanted) {
  console.log('src/platform/tables.ts is up to date.');
} else {
  await writeFile(file, wanted);
  console.log('Wrote src/platform/tables.ts.');
}
