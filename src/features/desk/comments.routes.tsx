import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { listLookFors } from '#domain/definition/outline.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError, UnreadableError } from '#platform/errors.ts';
import { noticeFor, pageContext, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { CommentsPage, type TypedComment } from './comments.page.tsx';
import { keeperOf, loadScoring, param, refuseLetGo } from './desk-requests.ts';
import { changeSavedComment, deleteSavedComment, keepComment, longestKept } from './keep-comment.ts';
import { listFittingComments, listKeptFor, listSavedComments } from './saved-comments.queries.ts';

const assessor = { config: { policy: 'assessor' } } as const;

const KeepPost = z.strictObject({
  lookFor: z.string().max(200),
  body: z.string().transform(cleanText).pipe(z.string().trim().min(1).max(longestKept)),
});

const notices: Record<string, string> = {
  kept: 'The comment is kept.',
  changed: 'The comment is changed.',
  deleted: 'The comment is deleted.',
};

/** Comments that assessors keep for reuse: their own, and those that leads share. */
export function commentRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/desk/comments', assessor, (request, reply) => sendComments(request, reply, 200));

  app.post('/desk/comments', assessor, async (request, reply) => {
    const fields = textFields(request.body);
    const typed = readTyped(fields);
    const keeper = keeperOf(request);
    const choices = await listKeptFor(deps.db, keeper);
    const chosen = choices.find(({ id }) => id === fields.for);
    const issuerId = chosen?.issuerId ?? keeper.issuerIds.find((id) => id === fields.for);
    if (typed.error ?? issuerId === undefined)
      return sendComments(request, reply, 422, { ...typed, error: typed.error ?? 'Choose what it is for' });
    const keptFor = { issuerId: issuerId ?? '', microCredentialId: chosen?.id ?? null, lookFor: null };
    await deps.db.transaction().execute((trx) => keepComment(trx, { keeper, for: keptFor, ...typed, now: deps.now() }));
    return reply.redirect('/desk/comments?done=kept', 303);
  });

  app.post('/desk/comments/:savedCommentId', assessor, async (request, reply) => {
    const id = pathId(param(request, 'savedCommentId'), 'saved comment');
    const typed = readTyped(textFields(request.body));
    const keeper = keeperOf(request);
    if (typed.error !== undefined) {
      const { comments } = await listSavedComments(deps.db, keeper);
      if (!comments.some((one) => one.id === id)) throw new NotFoundError('saved comment');
      return sendComments(request, reply, 422, { ...typed, id });
    }
    await deps.db.transaction().execute((trx) => changeSavedComment(trx, { keeper, id, ...typed, now: deps.now() }));
    return reply.redirect('/desk/comments?done=changed', 303);
  });

  app.post('/desk/comments/:savedCommentId/delete', assessor, async (request, reply) => {
    const id = pathId(param(request, 'savedCommentId'), 'saved comment');
    await deps.db.transaction().execute((trx) => deleteSavedComment(trx, { keeper: keeperOf(request), id }));
    return reply.redirect('/desk/comments?done=deleted', 303);
  });

  app.get('/desk/assessments/:assessmentId/comments', assessor, async (request, reply) => {
    const scoring = await loadScoring(request, deps);
    return reply.send({ comments: await listFittingComments(deps.db, keeperOf(request), scoring.id) });
  });

  app.post('/desk/assessments/:assessmentId/comments', assessor, async (request, reply) => {
    const scoring = await loadScoring(request, deps);
    refuseLetGo(scoring);
    const parsed = KeepPost.safeParse(request.body);
    if (!parsed.success) throw new UnreadableError('Not kept: a saved comment takes 1 to 5,000 characters.');
    const { lookFor, body } = parsed.data;
    if (!listLookFors(scoring.definition).some(({ id }) => id === lookFor)) throw new NotFoundError('look-for');
    const keptFor = { issuerId: scoring.issuerId, microCredentialId: scoring.microCredentialId, lookFor };
    const keep = { keeper: keeperOf(request), for: keptFor, body, isShared: false, now: deps.now() };
    return reply.code(201).send({ id: await deps.db.transaction().execute((trx) => keepComment(trx, keep)) });
  });

  async function sendComments(
    request: FastifyRequest,
    reply: Parameters<typeof sendPage>[0],
    status: number,
    typed?: TypedComment,
  ) {
    const { q, for: only, done } = textFields(request.query);
    const keeper = keeperOf(request);
    const microCredential = z.uuid().safeParse(only).success ? only : undefined;
    const filter = { q: cleanText(q ?? '').trim() || undefined, microCredential };
    const [listed, choices] = await Promise.all([
      listSavedComments(deps.db, keeper, filter),
      listKeptFor(deps.db, keeper),
    ]);
    const page = { ...listed, choices, filter, keeper, typed, notice: noticeFor(notices, done) };
    return sendPage(reply, status, <CommentsPage context={pageContext(request, deps)} {...page} />);
  }
}

function readTyped(fields: Readonly<Record<string, string>>): { body: string; isShared: boolean; error?: string } {
  const body = cleanText(fields.body ?? '').trim();
  const isShared = fields.shared !== undefined;
  if (body === '') return { body, isShared, error: 'Write the comment' };
  if (body.length > longestKept) return { body, isShared, error: 'Shorten the comment to at most 5,000 characters' };
  return { body, isShared };
}
