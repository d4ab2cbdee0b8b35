import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { findRequirement, listLookFors } from '#domain/definition/outline.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import { readNames } from '#domain/privacy/scan-names.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { noticeFor, pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { discardAll, receiveForm } from '../artifacts/receive-files.ts';
import { uploadRate } from '../artifacts/upload-limits.ts';
import { leadOf } from '#domain/access/lead.ts';
import { findWorkspace } from '../work/workspace.queries.ts';
import { AnchorEvidencePage, type AnchorEvidencePageProps } from './anchor-evidence.page.tsx';
import { AnchorPage, type AnchorPageProps } from './anchor.page.tsx';
import { type Anchor, findAnchor, listAskable, listOffered } from './anchors.queries.ts';
import { askConsent } from './ask-consent.ts';
import { CopyAnchorForm, WriteAnchorForm, readAgreed, readForm } from './calibration.form.ts';
import { CopyAnchorPage } from './copy-anchor.page.tsx';
import { copyAnchor, findAgreed } from './copy-anchor.ts';
import { NewAnchorPage, type NewAnchorPageProps } from './new-anchor.page.tsx';
import { agreeAnchor, anchorRefusals, changeAnchorState, rateAnchor } from './rate-anchor.ts';
import { saveAnchorEvidence, sealAnchor, writeAnchor } from './write-anchor.ts';

const lead = { config: { policy: 'lead' } } as const;
type AnchorRoute = { Params: { anchorId: string; key: string } };
type ConsentRoute = { Params: { attemptId: string } };

const notices: Record<string, string> = {
  saved: 'The agreed ratings are saved.',
  agreed: 'You agree to these ratings; it can be brought into use.',
  sealed: 'The evidence is sealed. Give it its agreed ratings.',
  active: 'The anchor is in use.',
  retired: 'The anchor is retired: nobody is given it any more.',
  'copied-less':
    'The copy is made, without a file whose details (author, program) could not be taken out. Read it through: can it be judged without?',
  copied: 'The copy is made. Read it through, then give it its agreed ratings.',
};

/** Anchors: asked for, written, rated, brought into use. */
export function anchorRoutes(
  app: FastifyInstance,
  deps: Deps,
  noticeOf: (request: FastifyRequest) => string | undefined,
): void {
  const { db, now, baseUrl } = deps;
  const viewerOf = (request: FastifyRequest) => leadOf(requireViewer(request));

  const sendNew = async (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    form: Pick<NewAnchorPageProps, 'typed' | 'errors'> = {},
  ) => {
    const scope = viewerOf(request);
    const offered = await listOffered(db, scope);
    const asked = textFields(request.query)['micro-credential'];
    const only = offered.find(({ id }) => id === asked)?.id;
    const askable = await listAskable(db, scope, only);
    const page = { context: pageContext(request, deps), offered, askable, only, notice: noticeOf(request), ...form };
    return sendPage(reply, status, <NewAnchorPage {...page} />);
  };
  app.get('/lead/calibration/anchors/new', lead, (request, reply) => sendNew(request, reply, 200));

  app.post('/lead/calibration/anchors', lead, async (request, reply) => {
    const form = readForm(WriteAnchorForm, request.body);
    if (!form.ok) return sendNew(request, reply, 422, form);
    const command = { lead: viewerOf(request), ...form.values, now: now() };
    const id = await db.transaction().execute((trx) => writeAnchor(trx, command));
    return reply.redirect(`/lead/calibration/anchors/${id}`, 303);
  });

  app.post<ConsentRoute>('/lead/calibration/consents/:attemptId/ask', lead, async (request, reply) => {
    const attemptId = pathId(request.params.attemptId, 'attempt');
    const command = { lead: viewerOf(request), attemptId, now: now(), baseUrl };
    const asked = await db.transaction().execute((trx) => askConsent(trx, command));
    return reply.redirect(`/lead/calibration/anchors/new?done=${asked.ok ? 'asked' : 'asked-before'}`, 303);
  });

  app.get<ConsentRoute>('/lead/calibration/consents/:attemptId', lead, async (request, reply) => {
    const attemptId = pathId(request.params.attemptId, 'attempt');
    const agreed = await findAgreed(db, viewerOf(request), attemptId);
    if (!agreed) throw new NotFoundError('attempt');
    if (agreed.anchorId !== null) return reply.redirect(`/lead/calibration/anchors/${agreed.anchorId}`, 303);
    return sendPage(
      reply,
      200,
      <CopyAnchorPage context={pageContext(request, deps)} attemptId={attemptId} {...agreed} />,
    );
  });

  app.post<ConsentRoute>('/lead/calibration/consents/:attemptId', lead, async (request, reply) => {
    const attemptId = pathId(request.params.attemptId, 'attempt');
    const viewer = viewerOf(request);
    const agreed = await findAgreed(db, viewer, attemptId);
    if (!agreed) throw new NotFoundError('attempt');
    const form = readForm(CopyAnchorForm, request.body);
    const typed = textFields(request.body);
    if (!form.ok) {
      const page = { context: pageContext(request, deps), attemptId, ...agreed, typed: { title: '', ...typed } };
      return sendPage(reply, 422, <CopyAnchorPage {...page} errors={form.errors} />);
    }
    const leaveOut = agreed.sealed.artifacts.filter(({ id }) => typed[`keep.${id}`] !== '1').map(({ id }) => id);
    const { title, use, names } = form.values;
    const command = { lead: viewer, attemptId, title, use, leaveOut: new Set(leaveOut), now: now() };
    const made = await copyAnchor(deps, { ...command, otherNames: readNames(names) });
    const done = made.ok ? `?done=${made.lost > 0 ? 'copied-less' : 'copied'}` : '';
    return reply.redirect(`/lead/calibration/anchors/${made.id}${done}`, 303);
  });

  const load = async (request: FastifyRequest<AnchorRoute>): Promise<Anchor> => {
    const anchor = await findAnchor(db, viewerOf(request), pathId(request.params.anchorId, 'anchor'));
    if (!anchor) throw new NotFoundError('anchor');
    return anchor;
  };
  const sendAnchor = async (
    request: FastifyRequest<AnchorRoute>,
    reply: FastifyReply,
    status: number,
    returned: Pick<AnchorPageProps, 'typed' | 'isStale' | 'errors' | 'refusal'> = {},
  ) => {
    const anchor = await load(request);
    const work = anchor.isSealed ? undefined : await findWorkspace(db, anchor.personId, anchor.enrolmentId);
    const written = new Set(work?.evidence.keys());
    const notice = noticeFor(notices, textFields(request.query).done);
    const page = { context: pageContext(request, deps), anchor, written, notice, ...returned };
    return sendPage(reply, status, <AnchorPage {...page} />);
  };
  const anchorPath = '/lead/calibration/anchors/:anchorId';

  app.get<AnchorRoute>(anchorPath, lead, (request, reply) => sendAnchor(request, reply, 200));

  app.post<AnchorRoute>(`${anchorPath}/seal`, lead, async (request, reply) => {
    const { id } = await load(request);
    const command = { lead: viewerOf(request), anchorId: id, now: now() };
    const sealed = await db.transaction().execute((trx) => sealAnchor(trx, command));
    if (sealed.ok) return reply.redirect(`/lead/calibration/anchors/${id}?done=sealed`, 303);
    return sendAnchor(request, reply, 422, { refusal: 'Write something of the evidence first.' });
  });

  app.post<AnchorRoute>(`${anchorPath}/ratings`, lead, async (request, reply) => {
    const anchor = await load(request);
    const form = readAgreed(request.body, listLookFors(anchor.definition));
    if (!form.ok) return sendAnchor(request, reply, 422, form);
    const typed = textFields(request.body);
    const revision = typed.revision ?? '';
    const command = { lead: viewerOf(request), anchorId: anchor.id, revision, ratings: form.values };
    const rated = await db.transaction().execute((trx) => rateAnchor(trx, command));
    if (rated.ok) return reply.redirect(`/lead/calibration/anchors/${anchor.id}?done=saved`, 303);
    if (rated.reason !== 'changed')
      return sendAnchor(request, reply, 409, { typed, refusal: anchorRefusals[rated.reason] });
    return sendAnchor(request, reply, 422, { typed, isStale: true });
  });

  app.post<AnchorRoute>(`${anchorPath}/agree`, lead, async (request, reply) => {
    const { id } = await load(request);
    const revision = textFields(request.body).revision ?? '';
    const command = { lead: viewerOf(request), anchorId: id, revision };
    const agreed = await db.transaction().execute((trx) => agreeAnchor(trx, command));
    if (agreed.ok) return reply.redirect(`/lead/calibration/anchors/${id}?done=agreed`, 303);
    return sendAnchor(request, reply, agreed.reason === 'changed' ? 422 : 409, {
      refusal: anchorRefusals[agreed.reason],
    });
  });

  app.post<AnchorRoute>(`${anchorPath}/state`, lead, async (request, reply) => {
    const { id } = await load(request);
    const { to } = textFields(request.body);
    if (to !== 'active' && to !== 'retired')
      return sendAnchor(request, reply, 422, { refusal: 'Choose what to do with the anchor.' });
    const command = { lead: viewerOf(request), anchorId: id, to, now: now() } as const;
    const changed = await db.transaction().execute((trx) => changeAnchorState(trx, command));
    if (changed.ok) return reply.redirect(`/lead/calibration/anchors/${id}?done=${to}`, 303);
    return sendAnchor(request, reply, 409, { refusal: anchorRefusals[changed.reason] });
  });

  const loadWriting = async (request: FastifyRequest<AnchorRoute>) => {
    const anchor = await load(request);
    const workspace = anchor.isSealed ? undefined : await findWorkspace(db, anchor.personId, anchor.enrolmentId);
    const requirement = workspace && findRequirement(workspace.definition, request.params.key);
    if (!workspace || !requirement) throw new NotFoundError('requirement');
    return { anchor, workspace, requirement };
  };
  const sendEvidence = async (
    request: FastifyRequest<AnchorRoute>,
    reply: FastifyReply,
    status: number,
    returned: Pick<AnchorEvidencePageProps, 'typed' | 'isStale' | 'errors' | 'refusal' | 'justSaved'> = {},
  ) => {
    const page = { context: pageContext(request, deps), ...(await loadWriting(request)), ...returned };
    return sendPage(reply, status, <AnchorEvidencePage {...page} />);
  };

  app.get<AnchorRoute>(`${anchorPath}/evidence/:key`, lead, (request, reply) =>
    sendEvidence(request, reply, 200, { justSaved: textFields(request.query).saved === '1' }),
  );
  app.post<AnchorRoute>(
    `${anchorPath}/evidence/:key`,
    { config: { policy: 'lead', rateLimit: uploadRate } },
    async (request, reply) => {
      const { anchor, requirement } = await loadWriting(request);
      const form = await formOf(request, requirement);
      try {
        const command = { lead: viewerOf(request), anchorId: anchor.id, requirement, form, now: now() };
        const result = await db.transaction().execute((trx) => saveAnchorEvidence(trx, command));
        const home = `/lead/calibration/anchors/${anchor.id}`;
        if (result.outcome === 'saved') {
          const next = form.fields.then === 'back' ? home : `${home}/evidence/${requirement.id}?saved=1`;
          return await reply.redirect(next, 303);
        }
        if (result.outcome === 'refused')
          return await sendEvidence(request, reply, 409, { typed: result.typed, refusal: result.message });
        const { typed, errors, isStale } = result;
        return await sendEvidence(request, reply, isStale ? 409 : 422, { typed, errors, isStale });
      } finally {
        await discardAll(form.files);
      }
    },
  );

  const formOf = async (request: FastifyRequest, requirement: Requirement) =>
    request.isMultipart()
      ? receiveForm(request, deps, requirement)
      : { fields: textFields(request.body), files: [], refused: [] };
}
