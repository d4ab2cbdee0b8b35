import type { Definition, Series } from '#domain/definition/schema.ts';
import { listDetails, listRequirements } from '#domain/definition/outline.ts';
import { ruleWords } from '#domain/series/stack-words.ts';
import { formatDate } from '#domain/text/format-date.ts';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Prose } from '#ui/prose.tsx';
import { Guides } from './guides.tsx';
import { Parts } from './parts.tsx';
import type { VersionRow } from './versions.queries.ts';

/** One version as it was published: awards point here for ever, whatever has become of it since. */
export function VersionPage({ context, row }: { context: PageContext; row: VersionRow }) {
  const { issuer, version, publishedAt, currentNumber } = row;
  const { slug, title, statement, summary } = row.kind === 'stack' ? row.series : row.definition;
  const page = `/${row.kind === 'stack' ? 'series' : 'micro-credentials'}/${slug}`;
  const isCurrent = version.number === currentNumber;
  return (
    <Layout
      context={context}
      title={`${title}, version ${version.number}`}
      description={statement}
      indexed={{ canonical: isCurrent ? page : `${page}/versions/${version.number}` }}
    >
      <ol className="crumbs" aria-label="Where this is">
        <li>
          <a href="/library">Library</a>
        </li>
        <li>
          <a href={page}>{title}</a>
        </li>
      </ol>
      <header className="page-head">
        <p className="eyebrow">
          {row.kind === 'stack' ? 'Series' : 'Micro-credential'} from {issuer.name}
        </p>
        <h1>
          {title}, version {version.number}
        </h1>
        <p className="lead">{statement}</p>
        <p className="meta">
          Published <time dateTime={publishedAt.toISOString()}>{formatDate(publishedAt)}</time>. Awards that were earned
          under this version point to this page.
        </p>
      </header>
      {!isCurrent && (
        <p className="alert alert-info">
          <span>
            This is not the current version. <a href={page}>See version {currentNumber}, which is offered now</a>.
          </span>
        </p>
      )}
      <div className="offer-summary prose">
        <Prose text={summary} />
      </div>
      {row.kind === 'stack' ? (
        <Stack series={row.series} titles={row.titles} />
      ) : (
        <Defined definition={row.definition} />
      )}
      <p className="meta mt-6 break-words">
        SHA-256 of this version: <code>{version.sha256}</code>
      </p>
    </Layout>
  );
}

function Defined({ definition }: { definition: Definition }) {
  return (
    <>
      <section className="section" aria-labelledby="evidence">
        <h2 id="evidence">What is handed in</h2>
        <Parts parts={definition.parts} details={listDetails(definition)} />
      </section>
      <section className="section" aria-labelledby="guide">
        <h2 id="guide">How it is scored</h2>
        <Guides guides={definition.guides} requirements={listRequirements(definition)} />
      </section>
    </>
  );
}

function Stack({ series, titles }: { series: Series; titles: ReadonlyMap<string, string> }) {
  return (
    <section className="section" aria-labelledby="rule">
      <h2 id="rule">What earns the stack award</h2>
      {series.stackAward ? <p>{ruleWords(series)}</p> : <p>This version has no stack award.</p>}
      <ul>
        {series.members.map(({ microCredential }) => (
          <li key={microCredential}>
            <a href={`/micro-credentials/${microCredential}`}>{titles.get(microCredential) ?? microCredential}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
