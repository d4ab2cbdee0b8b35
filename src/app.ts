import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { parse } from 'node:querystring';
import { existsSync } from 'node:fs';
import type { Deps } from '#platform/deps.ts';
import { registerSecurity } from '#platform/security.ts';
import { accountRoutes } from './features/accounts/accounts.routes.tsx';
import { attestRoutes } from './features/attestations/attest.routes.tsx';
import { catalogueRoutes } from './features/catalogue/catalogue.routes.tsx';
import { awardRoutes } from './features/awards/awards.routes.tsx';
import { certificateRoutes } from './features/awards/certificate.routes.tsx';
import { credentialRoutes } from './features/awards/credentials.routes.ts';
import { reissueRoutes } from './features/awards/reissue.routes.tsx';
import { issuerKeyRoutes } from './features/awards/issuer-keys.routes.tsx';
import { badgeRoutes } from './features/badges/share.routes.tsx';
import { consentRoutes } from './features/consent/consent.routes.tsx';
import { adminRoutes } from './features/admin/admin.routes.tsx';
import { calibrationRoutes } from './features/calibration/calibration.routes.tsx';
import { ledgerRoutes } from './features/calibration/ledger.routes.tsx';
import { normingRoutes } from './features/calibration/norming.routes.tsx';
import { ownCalibrationRoutes } from './features/calibration/own-calibration.routes.tsx';
import { coachingRoutes } from './features/coaching/coaching.routes.tsx';
import { approvalRoutes } from './features/credit/approvals.routes.tsx';
import { attendanceRoutes } from './features/credit/attendance.routes.tsx';
import { claimRoutes } from './features/credit/claims.routes.tsx';
import { creditRoutes } from './features/credit/credit.routes.tsx';
import { licenceRoutes } from './features/credit/licences.routes.tsx';
import { ruleRoutes } from './features/credit/rules.routes.tsx';
import { signedApprovalRoutes } from './features/credit/signed-approvals.routes.tsx';
import { agencyRoutes } from './features/provider/agencies.routes.tsx';
import { evaluationRoutes } from './features/provider/evaluations.routes.tsx';
import { recordKeepingRoutes } from './features/provider/records.routes.tsx';
import { concernRoutes } from './features/concerns/concerns.routes.tsx';
import { deskRoutes } from './features/desk/desk.routes.tsx';
import { queueRoutes } from './features/desk/queue.routes.tsx';
import { commentRoutes } from './features/desk/comments.routes.tsx';
import { scoringRoutes } from './features/desk/scoring.routes.tsx';
import { reportRoutes } from './features/reports/reports.routes.tsx';
import { publicProfileRoutes } from './features/public-profile/public-profile.routes.tsx';
import { recordRoutes } from './features/records/records.routes.tsx';
import { openDataRoutes } from './features/open-data/open-data.routes.tsx';
import { registerErrorPages } from './features/errors/errors.routes.tsx';
import { judgingRoutes } from './features/judging/judging.routes.tsx';
import { leadRoutes } from './features/lead/lead.routes.tsx';
import { attemptRoutes } from './features/attempts/attempts.routes.ts';
import { artifactRoutes } from './features/artifacts/artifacts.routes.tsx';
import { uploadRoutes } from './features/artifacts/uploads.routes.ts';
import { viewArtifactRoutes } from './features/artifacts/view-artifact.routes.tsx';
import { offlineRoutes } from './features/offline/offline.routes.tsx';
import { outboxRoutes } from './features/outbox/outbox.routes.tsx';
import { flagRoutes } from './features/privacy/flag.routes.tsx';
import { redactRoutes } from './features/privacy/redact.routes.tsx';
import { agreementRoutes } from './features/agreements/agreements.routes.tsx';
import { appealRoutes } from './features/appeals/appeals.routes.tsx';
import { verifyRoutes } from './features/verify/verify.routes.tsx';
import { talkRoutes } from './features/talks/talks.routes.tsx';
import { conflictRoutes } from './features/queue/conflicts.routes.tsx';
import { profileRoutes } from './features/queue/profile.routes.tsx';
import { settingsRoutes } from './features/queue/settings.routes.tsx';
import { ledConflictRoutes } from './features/queue/led-conflicts.routes.tsx';
import { workloadRoutes } from './features/queue/workload.routes.tsx';
import { walletRoutes } from './features/wallets/wallets.routes.tsx';
import { seriesRoutes } from './features/series/series.routes.tsx';
import { adminAwardRoutes } from './features/status/admin-award.routes.tsx';
import { ownStatusRoutes } from './features/status/own-status.routes.tsx';
import { statusListRoutes } from './features/status/status-list.routes.ts';
import { workRoutes } from './features/work/work.routes.tsx';

/** Longest form that is read, in bytes; files go another way. */
const largestForm = 2_000_000;

/** The web server: security first, then every feature by name. */
export async function buildApp(deps: Deps, options: { trustProxy?: boolean } = {}): Promise<FastifyInstance> {
  const unreadable = new WeakMap<IncomingMessage, Error>();
  const app: FastifyInstance = Fastify({
    // One proxy: of the addresses in front of it, only the one that it saw itself is true. The rest anyone can write.
    trustProxy: options.trustProxy === true && ((_address, hop) => hop === 0),
    bodyLimit: largestForm,
    routerOptions: { maxParamLength: 200 },
    // The router refuses an address that it can't read before any hook has run: sent round again, it is refused with the
    // headers and the page of every other error.
    frameworkErrors(error, request, reply) {
      unreadable.set(request.raw, error);
      request.raw.url = '/';
      app.routing(request.raw, reply.raw);
    },
  });
  await app.register(cookie);
  // The database holds no text with a NUL in it, and nobody types one.
  await app.register(formbody, { parser: (body) => parse(body.replaceAll('%00', '').replaceAll('\0', '')) });
  await app.register(multipart, {
    limits: { fileSize: deps.maxFileBytes, files: 20, fields: 20, fieldSize: 100_000 },
    // One file too large is that file's problem: what was typed beside it must not go down with it.
    throwFileSizeLimit: false,
  });
  await app.register(compress, { threshold: 2048 });
  await registerSecurity(app, deps);
  app.addHook('onRequest', async ({ raw }) => {
    const error = unreadable.get(raw);
    if (error) throw error;
  });
  registerErrorPages(app, deps);
  if (existsSync(join(deps.assets.folder, 'assets'))) {
    await app.register(fastifyStatic, {
      root: join(deps.assets.folder, 'assets'),
      prefix: '/assets/',
      immutable: true,
      maxAge: '1y',
      decorateReply: false,
    });
  }

  app.get('/healthz', { config: { policy: 'public', asksNobody: true } }, async () => {
    await deps.pool.query('select 1');
    return { status: 'ok' };
  });
  catalogueRoutes(app, deps);
  seriesRoutes(app, deps);
  openDataRoutes(app, deps);
  accountRoutes(app, deps);
  awardRoutes(app, deps);
  certificateRoutes(app, deps);
  publicProfileRoutes(app, deps);
  credentialRoutes(app, deps);
  reissueRoutes(app, deps);
  issuerKeyRoutes(app, deps);
  badgeRoutes(app, deps);
  verifyRoutes(app, deps);
  walletRoutes(app, deps);
  recordRoutes(app, deps);
  creditRoutes(app, deps);
  ruleRoutes(app, deps);
  licenceRoutes(app, deps);
  claimRoutes(app, deps);
  attendanceRoutes(app, deps);
  approvalRoutes(app, deps);
  signedApprovalRoutes(app, deps);
  evaluationRoutes(app, deps);
  agencyRoutes(app, deps);
  recordKeepingRoutes(app, deps);
  adminRoutes(app, deps);
  statusListRoutes(app, deps);
  adminAwardRoutes(app, deps);
  ownStatusRoutes(app, deps);
  workRoutes(app, deps);
  attestRoutes(app, deps);
  consentRoutes(app, deps);
  coachingRoutes(app, deps);
  talkRoutes(app, deps);
  appealRoutes(app, deps);
  agreementRoutes(app, deps);
  attemptRoutes(app, deps);
  artifactRoutes(app, deps);
  await uploadRoutes(app, deps);
  viewArtifactRoutes(app, deps);
  queueRoutes(app, deps);
  deskRoutes(app, deps);
  profileRoutes(app, deps);
  conflictRoutes(app, deps);
  workloadRoutes(app, deps);
  ledConflictRoutes(app, deps);
  settingsRoutes(app, deps);
  scoringRoutes(app, deps);
  commentRoutes(app, deps);
  judgingRoutes(app, deps);
  leadRoutes(app, deps);
  reportRoutes(app, deps);
  concernRoutes(app, deps);
  offlineRoutes(app, deps);
  flagRoutes(app, deps);
  redactRoutes(app, deps);
  calibrationRoutes(app, deps);
  ownCalibrationRoutes(app, deps);
  normingRoutes(app, deps);
  ledgerRoutes(app, deps);
  outboxRoutes(app, deps);
  return app;
}
