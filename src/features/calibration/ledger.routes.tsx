import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Deps } from '#platform/deps.ts';
import { pageContext, requireViewer, sendPage } from '#platform/http.ts';
import { assessorOf } from '#domain/access/assessor.ts';
import { overseerOf } from '#domain/access/lead.ts';
import { ledgerCsv, ledgerXlsx } from './ledger-file.ts';
import { LedgerPage, OwnLedgerPage } from './ledger.page.tsx';
import { listLedger } from './ledger.queries.ts';

const Month = z
  .string()
  .regex(/^20\d\d-(?:0[1-9]|1[0-2])$/u)
  .optional()
  .catch(undefined);
const Months = z.object({ from: Month, to: Month });

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What assessors did and what is due to them: of everybody for those who lead, one’s own at the desk. */
export function ledgerRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;
  const overseer = { config: { policy: 'lead-or-admin' } } as const;

  /** The last three months unless said otherwise. */
  const monthsOf = (request: FastifyRequest) => {
    const { from, to = now().toISOString().slice(0, 7) } = Months.parse(request.query);
    const usual = new Date(Date.UTC(Number(to.slice(0, 4)), Number(to.slice(5)) - 3, 1)).toISOString().slice(0, 7);
    return { from: from ?? usual, to };
  };
  const load = async (request: FastifyRequest) => {
    const months = monthsOf(request);
    const { issuerIds } = overseerOf(requireViewer(request));
    return { ...months, rows: await listLedger(db, { issuerIds, ...months, now: now() }) };
  };

  app.get('/lead/ledger', overseer, async (request, reply) =>
    sendPage(reply, 200, <LedgerPage context={pageContext(request, deps)} {...await load(request)} />),
  );
  app.get('/lead/ledger.csv', overseer, async (request, reply) => {
    const { rows, from, to } = await load(request);
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="ledger-${from}-${to}.csv"`)
      .send(ledgerCsv(rows));
  });
  app.get('/lead/ledger.xlsx', overseer, async (request, reply) => {
    const { rows, from, to } = await load(request);
    return reply
      .type(xlsx)
      .header('content-disposition', `attachment; filename="ledger-${from}-${to}.xlsx"`)
      .send(await ledgerXlsx(rows));
  });
  app.get('/desk/ledger', { config: { policy: 'assessor' } }, async (request, reply) => {
    const months = monthsOf(request);
    const { id: personId, issuerIds } = assessorOf(requireViewer(request));
    const rows = await listLedger(db, { issuerIds, personId, ...months, now: now() });
    return sendPage(reply, 200, <OwnLedgerPage context={pageContext(request, deps)} {...months} rows={rows} />);
  });
}
