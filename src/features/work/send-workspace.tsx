import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { pageContext, sendPage } from '#platform/http.ts';
import { findOwnCoaching } from '../coaching/coaching.queries.ts';
import { listOwnConcerns } from '../concerns/concerns.queries.ts';
import { listFlagsOfWork } from '../privacy/flags.queries.ts';
import { WorkspacePage, type WorkspacePageProps } from './workspace.page.tsx';

/** Sends the page of a piece of work with what belongs to it beside the work. */
export async function sendWorkspace(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  props: Omit<WorkspacePageProps, 'context' | 'coaching' | 'flags' | 'concerns'>,
): Promise<FastifyReply> {
  const coaching = await findOwnCoaching(deps.db, props.workspace.enrolment.id, deps.now());
  const flags = await listFlagsOfWork(deps.db, props.workspace.enrolment.id);
  const concerns = await listOwnConcerns(deps.db, props.workspace.enrolment.id);
  const page = { ...props, context: pageContext(request, deps), coaching, flags, concerns };
  return sendPage(reply, status, <WorkspacePage {...page} />);
}
