import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type NumberTable, text } from '#domain/statistics/number-table.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { overseerOf } from '#domain/access/lead.ts';
import { loadReport } from './load-report.ts';
import { readReportQuery } from './report-scope.ts';
import { ReportPage } from './report.page.tsx';
import { type Report, type ReportKey, reportTitles } from './report.ts';
import { writeCsv, writeXlsx } from './write-figures.ts';

const overseer = { config: { policy: 'lead-or-admin' } } as const;

/** What else a report’s address may say. */
const choices = ['look-for', 'assessor', 'half-year'];

/** Figures of the assessing, for those who oversee it. */
export function reportRoutes(app: FastifyInstance, deps: Deps): void {
  const page = async (request: FastifyRequest, key: ReportKey) => {
    const asked = askOf(request);
    return <ReportPage context={pageContext(request, deps)} {...asked} {...await loadReport(deps, key, asked)} />;
  };
  app.get('/lead/reports', overseer, async (request, reply) => sendPage(reply, 200, await page(request, 'overview')));

  app.get('/lead/reports/:report', overseer, async (request, reply) =>
    sendPage(reply, 200, await page(request, keyOf(request))),
  );

  app.get('/lead/reports/:report/figures.csv', overseer, async (request, reply) => {
    const key = keyOf(request);
    const { report } = await loadReport(deps, key, askOf(request));
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${key}.csv"`)
      .send(writeCsv(tablesOf(report)));
  });

  app.get('/lead/reports/:report/figures.xlsx', overseer, async (request, reply) => {
    const key = keyOf(request);
    const { report } = await loadReport(deps, key, askOf(request));
    return reply
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', `attachment; filename="${key}.xlsx"`)
      .send(await writeXlsx(tablesOf(report)));
  });
}

/** What a file holds: the tables of the page, or why there are none. */
function tablesOf({ key, sections, empty = '' }: Report): NumberTable[] {
  if (sections.length > 0) return sections.map(({ table }) => table);
  const columns = [{ label: 'Note', kind: 'text' as const }];
  return [{ key, title: reportTitles[key], columns, rows: [{ key: 'empty', cells: [text(empty)] }] }];
}

function keyOf(request: FastifyRequest): ReportKey {
  const { report = '' } = request.params as { report?: string };
  if (!Object.hasOwn(reportTitles, report)) throw new NotFoundError('report');
  return report as ReportKey;
}

function askOf(request: FastifyRequest) {
  const all = textFields(request.query);
  const fields = Object.fromEntries(choices.flatMap((name) => (all[name] ? [[name, all[name]]] : [])));
  const { issuerIds } = overseerOf(requireViewer(request));
  return { issuerIds, query: readReportQuery(all), fields };
}
