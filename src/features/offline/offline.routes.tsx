import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { assessorOf } from '#domain/access/assessor.ts';
import type { Deps } from '#platform/deps.ts';
import { TooLargeError, UnreadableError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { personLimit } from '#platform/person-limit.ts';
import { UnmeasurableError, readCellsApart } from '../artifacts/measure-apart.ts';
import type { SheetCells } from '../artifacts/measure-cells.ts';
import { isBrokenOff } from '../artifacts/receive-files.ts';
import { exportPack } from './export-pack.ts';
import { ExportPage } from './export.page.tsx';
import { ImportMovedError, type ImportPlan, importRatings, planImport } from './import-ratings.ts';
import { ImportPage, PreviewPage, largestSheet } from './import.page.tsx';
import { listOnDesk, loadOnDesk, mostAtOnce } from './on-desk.queries.ts';
import { type ReadRow, readSheet } from './read-sheet.ts';
import { ReadRows } from './read-rows.ts';
import { sheetName } from './sheet-columns.ts';

/** Each is far more work than a page. */
const rateLimit = personLimit({ max: 30, timeWindow: 60_000 });

/** Taking attempts along, and handing in what was rated away from here. */
export function offlineRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, storage } = deps;
  const config = { policy: 'assessor' } as const;
  const limited = { ...config, rateLimit };
  const assessorFor = (request: FastifyRequest) => assessorOf(requireViewer(request));

  app.get('/desk/export', { config }, async (request, reply) => {
    const onDesk = await listOnDesk(db, assessorFor(request), now());
    return sendPage(reply, 200, <ExportPage context={pageContext(request, deps)} onDesk={onDesk} />);
  });

  app.post('/desk/export', { config: limited, compress: false }, async (request, reply) => {
    const assessor = assessorFor(request);
    const chosen = readChosen(request.body);
    const scorings = chosen.length === 0 ? [] : await loadOnDesk(db, assessor, now(), chosen);
    if (scorings.length === 0 || scorings.length > mostAtOnce) {
      const message =
        scorings.length === 0 ? 'Choose at least one attempt' : `Choose at most ${mostAtOnce} attempts at a time`;
      const onDesk = await listOnDesk(db, assessor, now());
      const page = { context: pageContext(request, deps), onDesk, errors: [{ field: 'assessment', message }] };
      return sendPage(reply, 422, <ExportPage {...page} />);
    }
    const pack = await exportPack(deps, requireViewer(request), scorings);
    reply.raw.once('close', () => {
      pack.stop();
    });
    const day = now().toISOString().slice(0, 10);
    return reply
      .type('application/zip')
      .header('content-disposition', `attachment; filename="scoring-${day}.zip"`)
      .send(pack.content);
  });

  app.get('/desk/import', { config }, (request, reply) => {
    const saved = z.coerce
      .number()
      .int()
      .min(0)
      .max(100_000)
      .safeParse(textFields(request.query).saved || undefined);
    const page = { context: pageContext(request, deps), ...(saved.success && { saved: saved.data }) };
    return sendPage(reply, 200, <ImportPage {...page} />);
  });

  app.post('/desk/import', { config: limited }, async (request, reply) => {
    const sheet = await receiveSheet(request, storage);
    const context = pageContext(request, deps);
    if ('message' in sheet)
      return sendPage(
        reply,
        422,
        <ImportPage context={context} errors={[{ field: 'sheet', message: sheet.message }]} />,
      );
    const read = readSheet(sheet.cells);
    if (!read.ok) return sendPage(reply, 422, <ImportPage context={context} cells={read.errors} />);
    const plan = await planImport(db, { assessor: assessorFor(request), rows: read.rows, now: now() });
    if (!plan.ok) return sendRefusal(request, reply, plan);
    const { changes, unchanged } = plan;
    if (changes.length === 0) return reply.redirect('/desk/import?saved=0', 303);
    const rows = JSON.stringify(changes.map(({ row }) => row));
    return sendPage(reply, 200, <PreviewPage context={context} changes={changes} unchanged={unchanged} rows={rows} />);
  });

  app.post('/desk/import/confirm', { config: limited }, async (request, reply) => {
    const rows = readConfirmed(textFields(request.body).rows ?? '');
    const command = { assessor: assessorFor(request), rows, now: now() };
    const plan = await db
      .transaction()
      .execute((trx) => importRatings(trx, command))
      .catch((error: unknown) => {
        if (error instanceof ImportMovedError) return planImport(db, command);
        throw error;
      });
    if (!plan.ok) return sendRefusal(request, reply, plan);
    return reply.redirect(`/desk/import?saved=${plan.changes.length}`, 303);
  });

  function sendRefusal(request: FastifyRequest, reply: FastifyReply, plan: Exclude<ImportPlan, { ok: true }>) {
    const context = pageContext(request, deps);
    return plan.reason === 'errors'
      ? sendPage(reply, 422, <ImportPage context={context} cells={plan.errors} />)
      : sendPage(reply, 409, <ImportPage context={context} conflicts={plan.conflicts} />);
  }
}

const Chosen = z.array(z.uuid()).max(200);

/** The attempts that were ticked: none, one, or a list. */
function readChosen(body: unknown): string[] {
  const chosen = z.looseObject({ assessment: z.unknown() }).safeParse(body).data?.assessment;
  const read = Chosen.safeParse(chosen === undefined ? [] : [chosen].flat());
  if (!read.success) throw new UnreadableError('Go back and choose the attempts again.');
  return read.data;
}

/** The rows of the preview, as they come back to be saved: they are checked again as if they were new. */
function readConfirmed(posted: string): ReadRow[] {
  try {
    const read = ReadRows.safeParse(JSON.parse(posted));
    if (read.success) return read.data;
  } catch {
    // Not even JSON.
  }
  throw new UnreadableError('This can’t be read any more. Hand the sheet in again.');
}

/** The posted workbook, taken apart in a process of its own. */
async function receiveSheet(
  request: FastifyRequest,
  storage: Deps['storage'],
): Promise<{ cells: SheetCells } | { message: string }> {
  if (!request.isMultipart()) return { message: 'Choose your scoring.xlsx.' };
  const part = await request.file({ limits: { fileSize: largestSheet + 1, files: 1, fields: 5 } }).catch(sayBrokenOff);
  if (!part || part.filename === '') {
    part?.file.resume();
    return { message: 'Choose your scoring.xlsx.' };
  }
  const content = await storage.receive(part.file, largestSheet).catch(sayBrokenOff);
  if (content === 'too-large')
    throw new TooLargeError('This file is larger than any sheet of ours. Nothing of it was kept.');
  try {
    const cells = await readCellsApart(content.path, sheetName);
    if (cells) return { cells };
    return { message: `There is no sheet “${sheetName}” in this file. Choose the scoring.xlsx of your download.` };
  } catch (error) {
    if (!(error instanceof UnmeasurableError)) throw error;
    return { message: 'This file can’t be read as a workbook. Save it as Excel (.xlsx) and hand it in again.' };
  } finally {
    await content.discard();
  }
}

function sayBrokenOff(error: unknown): never {
  if (!isBrokenOff(error)) throw error;
  throw new UnreadableError('The sheet did not arrive whole. Hand it in again.');
}
