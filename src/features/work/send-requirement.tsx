import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { pageContext, sendPage } from '#platform/http.ts';
import { findOwnCoaching } from '../coaching/coaching.queries.ts';
import { listChoosable } from '../consent/consent.queries.ts';
import { listMedia } from '../consent/media-section.tsx';
import { findPlacedArtifacts } from './placed-artifacts.ts';
import { RequirementPage, type RequirementPageProps } from './requirement.page.tsx';
import { listSelfRatings } from './self-ratings.queries.ts';

/** Sends a requirement’s page with what belongs to it beside the work. */
export async function sendRequirement(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  props: Omit<RequirementPageProps, 'context' | 'selfRatings' | 'releases' | 'coaching' | 'placed'>,
): Promise<FastifyReply> {
  const { id: enrolmentId, personId } = props.workspace.enrolment;
  const selfRatings = await listSelfRatings(deps.db, { personId, enrolmentId });
  const hasMedia = listMedia(props.workspace, props.requirement).length > 0;
  const releases = hasMedia ? await listChoosable(deps.db, personId) : [];
  const coaching = await findOwnCoaching(deps.db, enrolmentId, deps.now(), props.requirement.id);
  const placed = await findPlacedArtifacts(deps.db, props.workspace);
  const page = { ...props, placed, coaching, context: pageContext(request, deps), selfRatings, releases };
  return sendPage(reply, status, <RequirementPage {...page} />);
}
