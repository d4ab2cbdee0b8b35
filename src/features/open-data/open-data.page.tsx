import { caseIds } from '#domain/open-data/case-ids.ts';
import { ctidOf, issuerCtid } from '#domain/open-data/ids.ts';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { WideTable } from '#ui/wide-table.tsx';
import { countOf } from '../catalogue/catalogue-words.ts';
import { type ListedRow, rowsPerPage, type listOpenData } from './open-data.queries.ts';

type OpenDataPageProps = {
  context: PageContext;
  listing: Awaited<ReturnType<typeof listOpenData>>;
  isFirst: boolean;
};

/** For whoever builds on what is offered here: what there is, and where. */
export function OpenDataPage({ context, listing: { counts, rows }, isFirst }: OpenDataPageProps) {
  const shown = rows.slice(0, rowsPerPage);
  const last = rows.length > rowsPerPage ? shown.at(-1) : undefined;
  return (
    <Layout
      context={context}
      title="Open data"
      description="Micro-credentials, series, outcomes and scoring guides in the formats that other systems read."
      indexed={{ canonical: '/open-data' }}
    >
      <header className="page-head">
        <h1>Open data</h1>
        <p className="lead">
          What is offered here, in the formats that other systems read. It is open to every program and every site,
          without a key.
        </p>
      </header>
      <section className="section" aria-labelledby="formats">
        <h2 id="formats">What there is</h2>
        <Formats />
      </section>
      <section className="section" aria-labelledby="listed">
        <h2 id="listed">Micro-credentials and series</h2>
        <p className="meta">
          {countOf(counts.microCredentials, 'micro-credential')} and {counts.series} series from{' '}
          {countOf(counts.issuers, 'issuer')}.
        </p>
        {shown.length === 0 ? (
          <p>{isFirst ? 'Nothing is published yet.' : 'There is nothing after this.'}</p>
        ) : (
          <WideTable label="Micro-credentials and series" head={['Title', 'Issuer', 'CTDL', 'CASE']}>
            {shown.map((row) => (
              <Row key={`${row.kind}/${row.slug}`} row={row} baseUrl={context.baseUrl} />
            ))}
          </WideTable>
        )}
        {(last !== undefined || !isFirst) && (
          <nav className="pager" aria-label="Pages">
            {isFirst ? <span /> : <a href="/open-data#listed">First page</a>}
            {last && (
              <a
                href={`/open-data?${new URLSearchParams({ title: last.title, after: last.slug })}#listed`}
                rel="next"
                className="btn"
              >
                Next page
              </a>
            )}
          </nav>
        )}
      </section>
    </Layout>
  );
}

function Formats() {
  return (
    <div className="measure">
      <div className="further">
        <h3>Credentials: CTDL</h3>
        <p>
          Every micro-credential, series and issuer is described as JSON-LD in the Credential Transparency Description
          Language, at <code>/resources/</code> and its CTID. A browser that asks there is led to the page.
        </p>
      </div>
      <div className="further">
        <h3>Outcomes and scoring guides: CASE 1.1</h3>
        <p>
          Here are <a href="/ims/case/v1p1/CFDocuments">all documents</a> and{' '}
          <a href="/ims/case/v1p1/discovery/imscasev1p1_openapi3_v1p0.json">a description of the service</a>. Scoring
          guides are rubrics in each package.
        </p>
      </div>
      <div className="further">
        <h3>In the pages: schema.org</h3>
        <p>
          The page of each micro-credential and series says as JSON-LD what it is about.{' '}
          <a href="/sitemap.xml">The sitemap</a> lists them.
        </p>
      </div>
      <div className="further">
        <h3>Awards: Open Badges 3.0</h3>
        <p>
          Every award verifies by itself, in any software that reads the standard. They are not listed: an award is its
          earner’s to show. <a href="/verify">Check an award</a>
        </p>
      </div>
      <div className="further">
        <h3>The programme format</h3>
        <p>
          There is <a href="/schemas/tessera-1.json">a JSON Schema</a> of the files that issuers write.
        </p>
      </div>
    </div>
  );
}

function Row({ row, baseUrl }: { row: ListedRow; baseUrl: string }) {
  const { kind, slug, title, issuerSlug, issuerName } = row;
  const { document } = caseIds(baseUrl, slug);
  return (
    <tr>
      <th scope="row">
        <a href={`/${kind === 'series' ? 'series' : 'micro-credentials'}/${slug}`}>{title}</a>
      </th>
      <td>
        <a href={dataPath(issuerCtid(baseUrl, issuerSlug))} type="application/ld+json">
          {issuerName}
        </a>
      </td>
      <td>
        <a href={dataPath(ctidOf(baseUrl, { kind, slug }))} type="application/ld+json">
          CTDL<span className="sr-only"> of {title}</span>
        </a>
      </td>
      <td>
        {kind === 'micro-credential' ? (
          <a href={`/ims/case/v1p1/CFPackages/${document}`} type="application/json">
            CASE<span className="sr-only"> of {title}</span>
          </a>
        ) : (
          'No CASE'
        )}
      </td>
    </tr>
  );
}

/** The data itself, where the address that is the id would lead a browser to the page. */
function dataPath(ctid: string): string {
  return `/resources/${ctid}.json`;
}
