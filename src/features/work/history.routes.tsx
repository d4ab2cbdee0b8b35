import type { FastifyInstance } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, sendPage, textFields } from '#platform/http.ts';
import { getOwnWork, getRequirement } from './get-own-work.ts';
import { ComparePage, HistoryPage } from './history.page.tsx';
import { findNeighbours, findState, listStates } from './history.queries.ts';
import { restoreState } from './restore-state.ts';
import { workRefusals } from './save-evidence.ts';
import { workPaths } from './work-paths.ts';

type Route = { Params: { key: string } };

const refusals = {
  ...workRefusals,
  unreadable: 'This state can’t be brought back: it is no longer in a form that can be read.',
};

/** What a draft was before: any state shown, compared and brought back. */
export function historyRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;
  const config = { policy: 'signed-in' } as const;
  const path = '/work/:enrolmentId/requirements/:key';

  const findPage = async (
    request: Parameters<typeof getOwnWork>[1],
    query: Record<string, string>,
    refused?: string,
  ) => {
    const { workspace, enrolmentId } = await getOwnWork(db, request);
    const requirement = getRequirement(workspace, (request.params as Route['Params']).key);
    const props = { context: pageContext(request, deps), workspace, requirement, refused };
    const state = async (revision: string) => {
      const found = await findState(db, enrolmentId, requirement.id, readRevision(revision));
      if (!found) throw new NotFoundError('state');
      return found;
    };
    const before = query.before === undefined ? undefined : readRevision(query.before);
    const all = query.all === '1';
    if (query.show === undefined) {
      return (
        <HistoryPage
          {...props}
          {...await listStates(db, enrolmentId, requirement.id, { before, all })}
          isFirst={before === undefined}
          isAll={all}
        />
      );
    }
    const shown = await state(query.show);
    const other = query.with === undefined || query.with === 'now' ? undefined : await state(query.with);
    const { states } = await listStates(db, enrolmentId, requirement.id, { before: undefined, all: false });
    const beside = await findNeighbours(db, enrolmentId, requirement.id, shown.revision);
    return <ComparePage {...props} shown={shown} other={other} states={states} {...beside} />;
  };

  app.get<Route>(`${path}/history`, { config }, async (request, reply) =>
    sendPage(reply, 200, await findPage(request, textFields(request.query))),
  );

  app.post<Route>(`${path}/restore`, { config }, async (request, reply) => {
    const { personId, enrolmentId, workspace } = await getOwnWork(db, request);
    const requirement = getRequirement(workspace, request.params.key);
    const { revision = '' } = textFields(request.body);
    if (!isRevision(revision))
      return sendPage(reply, 422, await findPage(request, {}, 'Choose the version to bring back.'));
    const command = {
      personId,
      enrolmentId,
      requirementKey: requirement.id,
      revision: readRevision(revision),
      now: now(),
    };
    const result = await db.transaction().execute((trx) => restoreState(trx, command));
    if (!result.ok) return sendPage(reply, 409, await findPage(request, { show: revision }, refusals[result.reason]));
    return reply.redirect(`${workPaths(enrolmentId).requirement(requirement.id)}?saved=restored`, 303);
  });
}

/** A revision there can be; anything else is *not found*. */
function readRevision(text: string): number {
  if (!isRevision(text)) throw new NotFoundError('state');
  return Number(text);
}

function isRevision(text: string): boolean {
  return /^[1-9]\d{0,8}$/.test(text);
}
