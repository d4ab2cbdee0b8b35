import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { ConflictError, NotFoundError } from '#platform/errors.ts';
import { requireViewer } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { attemptPdf } from './attempt-pdf.ts';
import { type ReadableAttempt, findCaptionSizes, findShownAttempt } from './attempts.queries.ts';
import { safeName } from './pack-names.ts';
import { writePack } from './write-pack.ts';

/** Setting a PDF and sending every file costs far more than a page: nobody needs more of them. */
const rateLimit = { max: 30, timeWindow: '1 minute' };

/** A sealed attempt to take away: as a PDF, or whole. */
export function attemptRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, storage, log } = deps;
  const config = { policy: 'signed-in', rateLimit } as const;

  app.get('/attempts/:attemptId/attempt.pdf', { config }, async (request, reply) => {
    const { attempt } = await getAttempt(deps, request);
    const pdf = attemptPdf(attempt);
    return reply
      .type('application/pdf')
      .header('content-disposition', `inline; filename="${fileName(attempt)}.pdf"`)
      .send(pdf);
  });

  app.get('/attempts/:attemptId/pack.zip', { config: { ...config }, compress: false }, async (request, reply) => {
    const { attempt, hidden } = await getAttempt(deps, request);
    const pack = await writePack(attempt, {
      storage,
      hidden,
      pdf: attemptPdf(attempt),
      captions: await findCaptionSizes(db, attempt),
      onError: (err) => {
        log.error({ err, attempt: attempt.id }, 'an evidence pack broke off');
      },
    });
    reply.raw.once('close', () => {
      pack.stop();
    });
    return reply
      .type('application/zip')
      .header('content-length', pack.size)
      .header('content-disposition', `attachment; filename="${fileName(attempt)}.zip"`)
      .send(request.method === 'HEAD' ? '' : pack.content);
  });
}

async function getAttempt(
  { db, baseUrl }: Deps,
  request: FastifyRequest,
): Promise<{ attempt: ReadableAttempt; hidden: ReadonlySet<string> }> {
  const { attemptId } = request.params as Record<string, string>;
  const found = await findShownAttempt(db, requireViewer(request), pathId(attemptId, 'attempt'), baseUrl);
  if (!found) throw new NotFoundError('attempt');
  if (found.hasHiddenTexts)
    throw new ConflictError(
      'A text of this attempt is hidden for privacy, so it can’t be taken away until that is settled.',
    );
  return found;
}

function fileName({ sealed, number }: ReadableAttempt): string {
  return safeName(`${sealed.definition.slug}-attempt-${number}`);
}
