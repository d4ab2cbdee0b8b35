import type { Difference } from '#domain/definition/compare.ts';
import type { PageContext } from '#ui/page-context.ts';
import { AdminFrame, Day, ScrollTable, counted } from './admin-frame.tsx';
import type { AdminIssuer } from './admin.queries.ts';
import type { ProgrammeRow, SeriesRow, VersionRow } from './programmes.queries.ts';

type ProgrammesPageProps = {
  context: PageContext;
  issuer: AdminIssuer;
  programmes: readonly ProgrammeRow[];
  series: readonly SeriesRow[];
};

export function ProgrammesPage({ context, issuer, programmes, series }: ProgrammesPageProps) {
  return (
    <AdminFrame context={context} issuer={issuer} section="Programmes" title="Programmes">
      <h1>Programmes</h1>
      <p className="meta numeral">
        {counted(programmes.length, 'micro-credential')} and {counted(series.length, 'series', 'series')}
      </p>
      {programmes.length === 0 && (
        <p className="empty-state mt-6">
          Nothing is published yet. Write a definition and publish it with “npm run tessera -- publish”.
        </p>
      )}
      {programmes.length > 0 && (
        <div className="mt-2">
          <ScrollTable label="Micro-credentials">
            <thead>
              <tr>
                <th scope="col">Micro-credential</th>
                <th scope="col" className="text-right">
                  Version
                </th>
                <th scope="col">Published</th>
                <th scope="col" className="text-right">
                  Enrolled
                </th>
                <th scope="col" className="text-right">
                  At work now
                </th>
              </tr>
            </thead>
            <tbody>
              {programmes.map((row) => (
                <tr key={row.slug}>
                  <th scope="row" className="min-w-56">
                    <a href={`/admin/${issuer.slug}/programmes/${row.slug}`}>{row.title}</a>
                  </th>
                  <td className="numeral text-right">{row.version ?? '–'}</td>
                  <td>{row.publishedAt ? <Day at={row.publishedAt} /> : '–'}</td>
                  <td className="numeral text-right">{row.enrolled}</td>
                  <td className="numeral text-right">{row.atWork}</td>
                </tr>
              ))}
            </tbody>
          </ScrollTable>
        </div>
      )}
      {series.length > 0 && (
        <section className="section">
          <h2>Series</h2>
          <ScrollTable label="Series">
            <thead>
              <tr>
                <th scope="col">Series</th>
                <th scope="col" className="text-right">
                  Version
                </th>
                <th scope="col">Published</th>
                <th scope="col" className="text-right">
                  Micro-credentials
                </th>
                <th scope="col">
                  <span className="sr-only">How far people are</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {series.map((row) => (
                <tr key={row.slug}>
                  <th scope="row" className="min-w-56">
                    <a href={`/series/${row.slug}`}>{row.title}</a>
                  </th>
                  <td className="numeral text-right">{row.version ?? '–'}</td>
                  <td>{row.publishedAt ? <Day at={row.publishedAt} /> : '–'}</td>
                  <td className="numeral text-right">{row.members}</td>
                  <td>
                    <a href={`/admin/${issuer.slug}/series/${row.slug}`} aria-label={`People of ${row.title}`}>
                      People
                    </a>
                  </td>
                </tr>
              ))}
            </tbody>
          </ScrollTable>
        </section>
      )}
    </AdminFrame>
  );
}

type ProgrammePageProps = {
  context: PageContext;
  issuer: AdminIssuer;
  programme: { slug: string; title: string; statement: string };
  versions: readonly VersionRow[];
  comparison: { from: number; to: number; differences: readonly Difference[] } | undefined;
};

export function ProgrammePage({ context, issuer, programme, versions, comparison }: ProgrammePageProps) {
  return (
    <AdminFrame context={context} issuer={issuer} section="Programmes" title={programme.title}>
      <h1>{programme.title}</h1>
      <p className="lead">{programme.statement}</p>
      <p className="mt-4">
        <a href={`/micro-credentials/${programme.slug}`}>See it in the library</a>
      </p>
      <section className="section">
        <h2>Versions</h2>
        <p className="meta measure">
          A published version never changes. Work stays on the version with which it began.
        </p>
        <ScrollTable label="Versions">
          <thead>
            <tr>
              <th scope="col" className="text-right">
                Version
              </th>
              <th scope="col">Published</th>
              <th scope="col">By</th>
              <th scope="col" className="text-right">
                Enrolled
              </th>
              <th scope="col">SHA-256 of its canonical JSON</th>
            </tr>
          </thead>
          <tbody>
            {versions.map((version) => (
              <tr key={version.number}>
                <th scope="row" className="numeral text-right whitespace-nowrap">
                  {version.number}
                  {version.current && ' (current)'}
                </th>
                <td>
                  <Day at={version.publishedAt} />
                </td>
                <td>{version.publishedBy ?? 'the installation'}</td>
                <td className="numeral text-right">{version.enrolled}</td>
                <td>
                  <code className="text-xs">{version.sha256}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      </section>
      <section className="section">
        <h2>What changed</h2>
        {comparison ? (
          <Comparison versions={versions} comparison={comparison} />
        ) : (
          <p className="muted">There is one version so far. From the second on, this shows what changed between two.</p>
        )}
      </section>
    </AdminFrame>
  );
}

function Comparison({
  versions,
  comparison,
}: {
  versions: readonly VersionRow[];
  comparison: NonNullable<ProgrammePageProps['comparison']>;
}) {
  const { from, to, differences } = comparison;
  return (
    <>
      <form method="get" className="flex flex-wrap items-end gap-3" data-submit-on-change>
        <VersionSelect name="from" label="From version" value={from} versions={versions} />
        <VersionSelect name="to" label="To version" value={to} versions={versions} />
        <button type="submit" className="btn">
          Compare
        </button>
      </form>
      <p className="meta numeral mt-4">
        {differences.length === 0
          ? 'These two are the same.'
          : `${counted(differences.length, 'difference')} from version ${from} to version ${to}`}
      </p>
      {differences.length > 0 && (
        <ScrollTable label={`Differences from version ${from} to version ${to}`}>
          <thead>
            <tr>
              <th scope="col">Where</th>
              <th scope="col">Version {from}</th>
              <th scope="col">Version {to}</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ path, before, after }) => (
              <tr key={path} className="align-top">
                <th scope="row" className="min-w-40 max-w-56 break-words">
                  {path === '' ? 'Everything' : path}
                </th>
                <td className="min-w-56">
                  <Value value={before} />
                </td>
                <td className="min-w-56">
                  <Value value={after} />
                </td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      )}
    </>
  );
}

type VersionSelectProps = { name: string; label: string; value: number; versions: readonly VersionRow[] };

function VersionSelect({ name, label, value, versions }: VersionSelectProps) {
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <select id={name} name={name} className="select" defaultValue={value}>
        {versions.map(({ number }) => (
          <option key={number} value={number}>
            {number}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A value of a definition: text as text, what has parts as indented JSON. */
function Value({ value }: { value: unknown }) {
  if (value === undefined) return <span className="muted">not there</span>;
  if (typeof value === 'string') return <span className="whitespace-pre-wrap break-words">{value}</span>;
  return <pre className="text-xs whitespace-pre-wrap break-words">{JSON.stringify(value, null, 2)}</pre>;
}
