import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { evidenceArtifactIds } from '#domain/evidence/registry.ts';
import { withheldFile, withholdDraft } from '#domain/privacy/withhold.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { sendFile } from '../artifacts/send-file.ts';
import { findWithdrawal } from '../consent/withdrawals.queries.ts';
import { findHiddenOfWork, findHiddenSince } from '../privacy/hidden.queries.ts';
import { answerAttestation } from './answer-attestation.ts';
import { readAnswer } from './attest.form.ts';
import { AttestPage } from './attest.page.tsx';
import { type PeerAttestation, findPeerAttestation } from './attestations.queries.ts';

type Route = { Params: { token: string; artifactId: string } };

const minute = 60_000;
/** Per network: generous for a school behind one address, tight for whoever guesses links. */
const looks = { max: 240, timeWindow: 10 * minute };
const answers = { max: 60, timeWindow: 10 * minute };

/** What peers without an account open by the link that they were sent. */
export function attestRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, storage, baseUrl } = deps;

  const get = async (token: string) => {
    const attestation = await findPeerAttestation(db, token, now());
    if (!attestation) throw new NotFoundError('request');
    return attestation;
  };
  /** What was hidden from assessors is hidden from peers. */
  const withhold = async (attestation: PeerAttestation): Promise<PeerAttestation> => {
    const { workspace, requirement } = attestation;
    const hidden = await findHiddenOfWork(db, workspace.enrolment.id);
    if (hidden.texts.length + hidden.files.size === 0) return attestation;
    const { definition, evidence, artifacts } = workspace;
    const item = evidence.get(requirement.id);
    const data = withholdDraft(definition, requirement, item?.data, artifacts, hidden);
    const shown = [...artifacts].map(([id, artifact]): [string, typeof artifact & { hidden?: string }] => {
      const why = hidden.files.get(id);
      return [id, why === undefined ? artifact : { ...artifact, ...withheldFile(artifact), link: null, hidden: why }];
    });
    return {
      ...attestation,
      workspace: {
        ...workspace,
        evidence: item ? new Map([...evidence, [requirement.id, { ...item, data }]]) : evidence,
        artifacts: new Map(shown),
      },
    };
  };
  const show = async (
    request: FastifyRequest<Route>,
    reply: FastifyReply,
    status: number,
    more: { typed?: Record<string, string>; errors?: { field: string; message: string }[]; hasChanged?: boolean } = {},
  ) => {
    const { token } = request.params;
    const attestation = await withhold(await get(token));
    reply.header('cache-control', 'private, no-store');
    return sendPage(
      reply,
      status,
      <AttestPage
        context={pageContext(request, deps)}
        attestation={attestation}
        path={`/attest/${encodeURIComponent(token)}`}
        isOwner={request.viewer?.person.id === attestation.earner.id}
        {...more}
      />,
    );
  };

  app.get<Route>('/attest/:token', { config: { policy: 'public', rateLimit: looks } }, (request, reply) =>
    show(request, reply, 200),
  );

  app.post<Route>('/attest/:token', { config: { policy: 'public', rateLimit: answers } }, async (request, reply) => {
    const { token } = request.params;
    await get(token);
    const typed = textFields(request.body);
    const read = readAnswer(typed);
    if (!read.ok) return show(request, reply, 422, { typed, errors: [...read.errors] });
    const command = { ...read.answer, token, now: now(), baseUrl };
    const result = await db.transaction().execute((trx) => answerAttestation(trx, command));
    if (result.ok) return reply.redirect(`/attest/${encodeURIComponent(token)}`, 303);
    return show(request, reply, 409, { typed, hasChanged: result.reason === 'changed' });
  });

  // Only what stands in the evidence that is asked about, and only while an answer is awaited.
  app.get<Route>(
    '/attest/:token/files/:artifactId',
    { config: { policy: 'public', rateLimit: looks }, compress: false },
    async (request, reply) => {
      const artifactId = pathId(request.params.artifactId, 'file');
      const { workspace, requirement, state, earner } = await get(request.params.token);
      const shown = evidenceArtifactIds(requirement, workspace.evidence.get(requirement.id)?.data);
      const file = workspace.artifacts.get(artifactId);
      if (
        state !== 'waiting' ||
        !shown.includes(artifactId) ||
        !file ||
        file.scan === 'infected' ||
        file.scan === 'waiting'
      )
        throw new NotFoundError('file');
      if (file.isPrivate || (await findHiddenSince(db, artifactId))) throw new NotFoundError('file');
      if (await findWithdrawal(db, artifactId, earner.id)) throw new NotFoundError('file');
      const { name, sha256, size, mediaType } = file;
      if (sha256 === null || size === null || mediaType === null) throw new NotFoundError('file');
      return sendFile(request, reply, storage, { name, sha256, size, mediaType });
    },
  );
}
