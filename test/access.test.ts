import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PolicyName } from '#platform/policy.ts';
import { type TestSite, createTestApp } from './support/app.ts';
import { signIn } from './support/factories.ts';
import { type Population, makePopulation } from './support/population.ts';
import {
  fill,
  listRoutes,
  othersParams,
  ownParams,
  ownableParamsOf,
  paramsOf,
  rightfulCallers,
} from './support/routes.ts';

/** Every route and its policy. A route that is added or changed fails here until somebody has thought about who may call it. */
const expected: Record<string, PolicyName> = {
  'GET /assets/*': 'public',
  'GET /healthz': 'public',
  'GET /favicon.svg': 'public',
  'GET /': 'public',
  'GET /library': 'public',
  'GET /micro-credentials/:slug': 'public',
  'GET /micro-credentials/:slug/versions/:number': 'public',
  'GET /series/:slug/versions/:number': 'public',
  'POST /micro-credentials/:slug/enrol': 'signed-in',
  'GET /series/:slug': 'public',
  'POST /series/:slug/listed': 'signed-in',
  'GET /admin/:issuer/series/:slug': 'issuer-admin-or-lead',
  'GET /admin/:issuer/series/:slug/people.csv': 'issuer-admin-or-lead',
  'POST /admin/:issuer/series/:slug/reviews/:reviewId': 'issuer-admin-or-lead',
  'GET /tiles/:slug.svg': 'public',
  'GET /schemas/tessera-1.json': 'public',
  'GET /schemas/tessera-micro-credential-1.json': 'public',
  'GET /schemas/tessera-series-1.json': 'public',
  'GET /schemas/tessera-issuer-1.json': 'public',
  'GET /schemas/tessera-credit-rule-1.json': 'public',
  'GET /open-data': 'public',
  'GET /robots.txt': 'public',
  'GET /sitemap.xml': 'public',
  'GET /sitemaps/:number.xml': 'public',
  'GET /resources/:ctid': 'public',
  'GET /resources/:ctid.json': 'public',
  'GET /ims/case/v1p1/CFDocuments': 'public',
  'GET /ims/case/v1p1/CFDocuments/:sourcedId': 'public',
  'GET /ims/case/v1p1/CFPackages/:sourcedId': 'public',
  'GET /ims/case/v1p1/CFItems/:sourcedId': 'public',
  'GET /ims/case/v1p1/CFItemAssociations/:sourcedId': 'public',
  'GET /ims/case/v1p1/CFAssociations/:sourcedId': 'public',
  'GET /ims/case/v1p1/CFRubrics/:sourcedId': 'public',
  'GET /ims/case/v1p1/CFItemTypes/:sourcedId': 'public',
  'GET /ims/case/v1p1/discovery/imscasev1p1_openapi3_v1p0.json': 'public',
  'GET /ims/case/*': 'public',
  'GET /sign-in': 'public',
  'POST /sign-in': 'public',
  'GET /sign-up': 'public',
  'POST /sign-up': 'public',
  'POST /sign-out': 'public',
  'GET /sign-in/link': 'public',
  'POST /sign-in/link': 'public',
  'POST /sign-in/link/confirm': 'public',
  'GET /reset': 'public',
  'POST /reset': 'public',
  'GET /reset/:token': 'public',
  'POST /reset/:token': 'public',
  'GET /invitations/:token': 'public',
  'POST /invitations/:token': 'signed-in',
  'GET /verify': 'public',
  'POST /verify': 'public',
  'POST /api/verify': 'public',
  'GET /verify/:publicId': 'public',
  'GET /verify/:publicId/credential.json': 'public',
  'GET /verify/:publicId/credentials/:number': 'public',
  'GET /verify/:publicId/credentials/:number.jwt': 'public',
  'GET /verify/:publicId/certificate.pdf': 'public',
  'GET /verify/:publicId/badge.png': 'public',
  'GET /verify/:publicId/badge.svg': 'public',
  'GET /verify/:publicId/credential.jwt': 'public',
  'GET /verify/:publicId/image.png': 'public',
  'GET /ob2/assertions/:publicId': 'public',
  'GET /ob2/badges/:slug/:version': 'public',
  'GET /ob2/series/:slug/:version': 'public',
  'GET /ob2/issuers/:issuer': 'public',
  'GET /awards/:publicId/share': 'signed-in',
  'GET /endorsements/:endorsementId': 'public',
  'GET /admin/:issuer/endorsements': 'issuer-admin',
  'POST /admin/:issuer/endorsements': 'issuer-admin',
  'POST /admin/:issuer/endorsements/:endorsementId/remove': 'issuer-admin',
  'POST /admin/:issuer/endorsements/given': 'issuer-admin',
  'POST /admin/:issuer/endorsements/given/:endorsementId/withdraw': 'issuer-admin',
  'GET /issuers/:issuer/did.json': 'public',
  'GET /issuers/:issuer/keys/:thumbprint': 'public',
  'GET /issuers/:issuer/status/:purpose': 'public',
  'GET /issuers/:issuer/status/:purpose/:number': 'public',
  'GET /awards': 'signed-in',
  'GET /awards/transcript.pdf': 'signed-in',
  'GET /awards/profile': 'signed-in',
  'POST /awards/profile': 'signed-in',
  'POST /awards/profile/off': 'signed-in',
  'GET /awards/profile/preview': 'signed-in',
  'GET /earners/:handle': 'public',
  'GET /admin/:issuer/certificate': 'issuer-admin',
  'GET /admin/:issuer/certificate/preview.pdf': 'issuer-admin',
  'POST /admin/:issuer/certificate/signers': 'issuer-admin',
  'POST /admin/:issuer/certificate/signers/:signerId/remove': 'issuer-admin',
  'GET /awards/:publicId/wallet': 'signed-in',
  'POST /awards/:publicId/wallet': 'signed-in',
  'POST /awards/:publicId/wallet/withdraw': 'signed-in',
  'GET /awards/wallets': 'signed-in',
  'POST /awards/wallets/:walletId/name': 'signed-in',
  'POST /awards/wallets/:walletId/new-awards': 'signed-in',
  'POST /awards/wallets/:walletId/new-awards/stop': 'signed-in',
  'POST /awards/wallets/:walletId/remove': 'signed-in',
  'GET /awards/record': 'signed-in',
  'POST /awards/record/shares': 'signed-in',
  'POST /awards/record/shares/:shareId/end': 'signed-in',
  'GET /awards/transcript.clr.json': 'signed-in',
  'GET /awards/transcript.clr.jwt': 'signed-in',
  'GET /records/:recordToken': 'public',
  'GET /records/:recordToken/transcript.clr.json': 'public',
  'GET /records/:recordToken/transcript.clr.jwt': 'public',
  'GET /.well-known/openid-credential-issuer/issuers/:issuer': 'public',
  'GET /issuers/:issuer/.well-known/openid-credential-issuer': 'public',
  'GET /.well-known/oauth-authorization-server/issuers/:issuer': 'public',
  'GET /issuers/:issuer/.well-known/oauth-authorization-server': 'public',
  'GET /issuers/:issuer/wallet/offers/:offer': 'public',
  'OPTIONS /issuers/:issuer/wallet/token': 'public',
  'POST /issuers/:issuer/wallet/token': 'public',
  'OPTIONS /issuers/:issuer/wallet/nonce': 'public',
  'POST /issuers/:issuer/wallet/nonce': 'public',
  'OPTIONS /issuers/:issuer/wallet/credential': 'public',
  'POST /issuers/:issuer/wallet/credential': 'public',
  'GET /awards/:publicId/reissue': 'signed-in',
  'POST /awards/:publicId/reissue': 'signed-in',
  'GET /awards/:publicId/status': 'signed-in',
  'POST /awards/:publicId/status/appeal': 'signed-in',
  'POST /awards/:publicId/status/give-up': 'signed-in',
  'POST /awards/:publicId/status/renew': 'signed-in',
  'GET /work': 'signed-in',
  'GET /work/:enrolmentId': 'signed-in',
  'GET /work/:enrolmentId/requirements/:key': 'signed-in',
  'POST /work/:enrolmentId/requirements/:key': 'signed-in',
  'PUT /work/:enrolmentId/requirements/:key/draft': 'signed-in',
  'GET /work/:enrolmentId/requirements/:key/history': 'signed-in',
  'POST /work/:enrolmentId/requirements/:key/restore': 'signed-in',
  'POST /work/:enrolmentId/artifacts': 'signed-in',
  'GET /work/:enrolmentId/artifacts/reusable': 'signed-in',
  'POST /work/:enrolmentId/artifacts/reuse': 'signed-in',
  'GET /work/:enrolmentId/artifacts/:artifactId': 'signed-in',
  'POST /work/:enrolmentId/artifacts/:artifactId/replace': 'signed-in',
  'POST /work/:enrolmentId/artifacts/:artifactId/remove': 'signed-in',
  'GET /work/:enrolmentId/review': 'signed-in',
  'POST /work/:enrolmentId/submit': 'signed-in',
  'POST /work/:enrolmentId/self-ratings': 'signed-in',
  'GET /work/:enrolmentId/attempts/:number': 'signed-in',
  'POST /work/:enrolmentId/attempts/:number/withdraw': 'signed-in',
  'GET /artifacts/:artifactId': 'signed-in',
  'GET /artifacts/:artifactId/rendition': 'signed-in',
  'GET /artifacts/:artifactId/rendition.pdf': 'signed-in',
  'GET /artifacts/:artifactId/text': 'signed-in',
  'GET /artifacts/:artifactId/table': 'signed-in',
  'GET /artifacts/:artifactId/facts': 'signed-in',
  'GET /artifacts/:artifactId/captions/:language.vtt': 'signed-in',
  'POST /work/:enrolmentId/artifacts/:artifactId/captions': 'signed-in',
  'POST /work/:enrolmentId/artifacts/:artifactId/captions/:language/remove': 'signed-in',
  'POST /work/:enrolmentId/artifacts/:artifactId/clean': 'signed-in',
  'GET /attest/:token': 'public',
  'POST /attest/:token': 'public',
  'GET /attest/:token/files/:artifactId': 'public',
  'POST /work/:enrolmentId/requirements/:key/attestations': 'signed-in',
  'POST /work/:enrolmentId/attestations/:attestationId/again': 'signed-in',
  'POST /work/:enrolmentId/attestations/:attestationId/remove': 'signed-in',
  'POST /work/:enrolmentId/artifacts/:artifactId/people': 'signed-in',
  'POST /work/:enrolmentId/parts/:part/ai': 'signed-in',
  'GET /work/:enrolmentId/coach': 'signed-in',
  'POST /work/:enrolmentId/coach': 'signed-in',
  'POST /work/:enrolmentId/coaches/:coachId/resend': 'signed-in',
  'POST /work/:enrolmentId/coaches/:coachId/end': 'signed-in',
  'POST /work/:enrolmentId/requirements/:key/look': 'signed-in',
  'POST /work/:enrolmentId/comments/:commentId/resolve': 'signed-in',
  'GET /coaching': 'signed-in',
  'GET /coaching/invitations/:token': 'public',
  'POST /coaching/invitations/:token': 'signed-in',
  'GET /coaching/:coachId': 'signed-in',
  'POST /coaching/:coachId/read': 'signed-in',
  'POST /coaching/:coachId/end': 'signed-in',
  'GET /coaching/:coachId/requirements/:key': 'signed-in',
  'POST /coaching/:coachId/requirements/:key/comments': 'signed-in',
  'POST /coaching/:coachId/comments/:commentId/delete': 'signed-in',
  'GET /consent': 'signed-in',
  'GET /credit': 'signed-in',
  'GET /credit/transcript.pdf': 'signed-in',
  'GET /credit/transcript.csv': 'signed-in',
  'GET /credit/transcript.xlsx': 'signed-in',
  'GET /credit/entries/new': 'signed-in',
  'POST /credit/entries': 'signed-in',
  'GET /credit/entries/:entryId/proof': 'signed-in',
  'POST /credit/entries/:entryId/correct': 'signed-in',
  'GET /credit/rules/:rule': 'public',
  'GET /credit/licences/new': 'signed-in',
  'POST /credit/licences': 'signed-in',
  'GET /credit/licences/:licenceId': 'signed-in',
  'POST /credit/licences/:licenceId': 'signed-in',
  'POST /credit/licences/:licenceId/remove': 'signed-in',
  'GET /credit/claims/new': 'signed-in',
  'POST /credit/claims': 'signed-in',
  'GET /credit/claims/:claimId': 'signed-in',
  'GET /credit/claims/:claimId/form.pdf': 'signed-in',
  'POST /credit/claims/:claimId/form': 'signed-in',
  'POST /credit/claims/:claimId/approval': 'signed-in',
  'POST /credit/claims/:claimId/state': 'signed-in',
  'POST /credit/claims/:claimId/hand-over': 'signed-in',
  'GET /awards/:publicId/evaluation': 'signed-in',
  'POST /awards/:publicId/evaluation': 'signed-in',
  'GET /credit/approvals/:askedId': 'lead-or-admin',
  'POST /credit/approvals/:askedId': 'lead-or-admin',
  'GET /credit/approvals/:askedId/form.pdf': 'lead-or-admin',
  'GET /credit/approvals/:askedId/proof': 'lead-or-admin',
  'GET /approve/:token': 'public',
  'GET /approve/:token/form.pdf': 'public',
  'GET /approve/:token/proof': 'public',
  'POST /approve/:token': 'public',
  'GET /consent/releases/new': 'signed-in',
  'POST /consent/releases': 'signed-in',
  'GET /consent/releases/:releaseId': 'signed-in',
  'GET /consent/releases/:releaseId/form': 'signed-in',
  'POST /consent/releases/:releaseId/withdraw': 'signed-in',
  'GET /uploads': 'signed-in',
  'OPTIONS /uploads': 'public',
  'POST /uploads': 'signed-in',
  'PATCH /uploads/:uploadId': 'signed-in',
  'DELETE /uploads/:uploadId': 'signed-in',
  'GET /artifacts/:artifactId/view': 'signed-in',
  'GET /artifacts/:artifactId/link': 'signed-in',
  'GET /attempts/:attemptId/pack.zip': 'signed-in',
  'GET /attempts/:attemptId/attempt.pdf': 'signed-in',
  'GET /desk': 'assessor',
  'POST /desk/next': 'assessor',
  'POST /desk/attempts/:attemptId/claim': 'assessor',
  'POST /desk/attempts/:attemptId/conflict': 'assessor',
  'POST /desk/assignments/:assignmentId/refuse': 'assessor',
  'GET /desk/conflicts': 'assessor',
  'POST /desk/conflicts': 'assessor',
  'POST /desk/conflicts/:conflictId/end': 'assessor',
  'GET /profile': 'signed-in',
  'POST /profile/schools': 'signed-in',
  'POST /profile/schools/:schoolId/end': 'signed-in',
  'POST /profile/assessing': 'assessor',
  'GET /lead/workload': 'lead',
  'POST /lead/attempts/:attemptId/hand-over': 'lead',
  'GET /lead/workload/:personId/conflicts': 'lead',
  'POST /lead/workload/:personId/conflicts': 'lead',
  'POST /lead/workload/:personId/conflicts/:conflictId/end': 'lead',
  'GET /lead/settings': 'lead-or-admin',
  'POST /lead/settings': 'lead-or-admin',
  'GET /desk/assessments/:assessmentId': 'assessor',
  'POST /desk/assessments/:assessmentId': 'assessor',
  'PUT /desk/assessments/:assessmentId/ratings/:lookFor': 'assessor',
  'PUT /desk/assessments/:assessmentId/overall': 'assessor',
  'POST /desk/assessments/:assessmentId/release': 'assessor',
  'GET /desk/assessments/:assessmentId/decide': 'assessor',
  'POST /desk/assessments/:assessmentId/decide': 'assessor',
  'POST /desk/assessments/:assessmentId/beat': 'assessor',
  'GET /desk/assessments/:assessmentId/comments': 'assessor',
  'POST /desk/assessments/:assessmentId/comments': 'assessor',
  'GET /desk/comments': 'assessor',
  'POST /desk/comments': 'assessor',
  'POST /desk/comments/:savedCommentId': 'assessor',
  'POST /desk/comments/:savedCommentId/delete': 'assessor',
  'GET /desk/checks/:attemptId': 'assessor',
  'POST /desk/checks/:attemptId': 'assessor',
  'GET /work/:enrolmentId/talk': 'signed-in',
  'POST /work/:enrolmentId/talk': 'signed-in',
  'POST /work/:enrolmentId/talk/:talkId/accept': 'signed-in',
  'POST /work/:enrolmentId/talk/:talkId/cancel': 'signed-in',
  'GET /desk/talks': 'signed-in',
  'POST /desk/talks/:talkId/book': 'signed-in',
  'POST /desk/talks/:talkId/offer': 'signed-in',
  'POST /desk/talks/:talkId/give-back': 'signed-in',
  'POST /desk/talks/:talkId/held': 'signed-in',
  'GET /work/:enrolmentId/requirements/:key/agreement': 'signed-in',
  'POST /work/:enrolmentId/requirements/:key/agreement': 'signed-in',
  'POST /work/:enrolmentId/requirements/:key/agreement/withdraw': 'signed-in',
  'GET /lead/agreements': 'lead',
  'POST /lead/agreements/:agreementId': 'lead',
  'GET /work/:enrolmentId/attempts/:number/appeal': 'signed-in',
  'POST /work/:enrolmentId/attempts/:number/appeal': 'signed-in',
  'POST /work/:enrolmentId/attempts/:number/appeal/withdraw': 'signed-in',
  'GET /lead/appeals': 'lead',
  'GET /lead/appeals/:attemptId': 'lead',
  'POST /lead/appeals/:attemptId/give': 'lead',
  'POST /lead/appeals/:attemptId/take': 'lead',
  'GET /lead': 'lead-or-admin',
  'GET /lead/reports': 'lead-or-admin',
  'GET /lead/reports/:report': 'lead-or-admin',
  'GET /lead/reports/:report/figures.csv': 'lead-or-admin',
  'GET /lead/reports/:report/figures.xlsx': 'lead-or-admin',
  'GET /lead/decisions': 'lead',
  'POST /lead/decisions/release': 'lead',
  'GET /lead/attempts/:attemptId': 'lead',
  'POST /lead/attempts/:attemptId/release': 'lead',
  'POST /lead/attempts/:attemptId/recall': 'lead',
  'POST /lead/attempts/:attemptId/adjudicate': 'lead',
  'POST /lead/attempts/:attemptId/end-adjudication': 'lead',
  'POST /lead/attempts/:attemptId/waive': 'lead',
  'POST /lead/attempts/:attemptId/recall-check': 'lead',
  'POST /lead/attempts/:attemptId/names': 'lead',
  'GET /desk/attempts/:attemptId/concerns': 'assessor',
  'POST /desk/attempts/:attemptId/concerns': 'assessor',
  'GET /desk/concerns': 'assessor',
  'GET /lead/concerns': 'lead',
  'GET /lead/concerns/:concernId': 'lead',
  'POST /lead/concerns/:concernId/ask': 'lead',
  'POST /lead/concerns/:concernId/resolve': 'lead',
  'GET /work/:enrolmentId/concerns/:concernId': 'signed-in',
  'POST /work/:enrolmentId/concerns/:concernId': 'signed-in',
  'POST /work/:enrolmentId/artifacts/:artifactId/team': 'signed-in',
  'GET /desk/export': 'assessor',
  'POST /desk/export': 'assessor',
  'GET /desk/import': 'assessor',
  'POST /desk/import': 'assessor',
  'POST /desk/import/confirm': 'assessor',
  'GET /lead/calibration': 'lead',
  'POST /lead/calibration/certifications': 'lead',
  'POST /lead/calibration/certifications/:certificationId/end': 'lead',
  'GET /lead/calibration/sets/new': 'lead',
  'POST /lead/calibration/sets': 'lead',
  'GET /lead/calibration/sets/:setId': 'lead',
  'POST /lead/calibration/sets/:setId/state': 'lead',
  'GET /lead/calibration/finishers': 'lead',
  'POST /lead/calibration/finishers/:personId/invite': 'lead',
  'GET /lead/calibration/anchors/new': 'lead',
  'POST /lead/calibration/anchors': 'lead',
  'POST /lead/calibration/consents/:attemptId/ask': 'lead',
  'GET /lead/calibration/consents/:attemptId': 'lead',
  'POST /lead/calibration/consents/:attemptId': 'lead',
  'GET /lead/calibration/anchors/:anchorId': 'lead',
  'POST /lead/calibration/anchors/:anchorId/seal': 'lead',
  'POST /lead/calibration/anchors/:anchorId/ratings': 'lead',
  'POST /lead/calibration/anchors/:anchorId/agree': 'lead',
  'POST /lead/calibration/anchors/:anchorId/state': 'lead',
  'GET /lead/calibration/anchors/:anchorId/evidence/:key': 'lead',
  'POST /lead/calibration/anchors/:anchorId/evidence/:key': 'lead',
  'GET /desk/calibration': 'assessor',
  'POST /desk/calibration/sets/:setId/start': 'assessor',
  'GET /desk/calibration/qualifications/:qualificationId': 'assessor',
  'GET /desk/calibration/meetings/:meetingId': 'assessor',
  'GET /calibration/consents/:attemptId': 'signed-in',
  'POST /calibration/consents/:attemptId': 'signed-in',
  'GET /lead/norming': 'lead',
  'GET /lead/norming/new': 'lead',
  'POST /lead/norming': 'lead',
  'GET /lead/norming/:meetingId': 'lead',
  'POST /lead/norming/:meetingId/record': 'lead',
  'GET /lead/ledger': 'lead-or-admin',
  'GET /lead/ledger.csv': 'lead-or-admin',
  'GET /lead/ledger.xlsx': 'lead-or-admin',
  'GET /desk/ledger': 'assessor',
  'GET /desk/privacy-flags': 'assessor',
  'POST /desk/attempts/:attemptId/privacy-flags': 'assessor',
  'POST /desk/attempts/:attemptId/privacy-flags/:flagId/lift': 'assessor',
  'GET /work/:enrolmentId/artifacts/:artifactId/redact': 'signed-in',
  'POST /work/:enrolmentId/artifacts/:artifactId/redact': 'signed-in',
  'GET /admin': 'any-issuer-admin',
  'GET /admin/:issuer': 'issuer-admin',
  'GET /admin/:issuer/people': 'issuer-admin',
  'POST /admin/:issuer/people/:personId/roles': 'issuer-admin',
  'POST /admin/:issuer/people/:personId/roles/:role/remove': 'issuer-admin',
  'POST /admin/:issuer/people/invitations': 'issuer-admin',
  'POST /admin/:issuer/people/invitations/:id/withdraw': 'issuer-admin',
  'GET /admin/:issuer/programmes': 'issuer-admin',
  'GET /admin/:issuer/programmes/:slug': 'issuer-admin',
  'GET /admin/:issuer/awards': 'issuer-admin',
  'GET /admin/:issuer/awards/:publicId': 'issuer-admin-or-lead',
  'GET /admin/:issuer/awards/:publicId/reissue': 'issuer-admin',
  'POST /admin/:issuer/awards/:publicId/reissue': 'issuer-admin',
  'POST /admin/:issuer/awards/:publicId/announce': 'issuer-admin-or-lead',
  'POST /admin/:issuer/awards/:publicId/suspend': 'issuer-admin-or-lead',
  'POST /admin/:issuer/awards/:publicId/reinstate': 'issuer-admin-or-lead',
  'POST /admin/:issuer/awards/:publicId/decide': 'issuer-admin-or-lead',
  'POST /admin/:issuer/awards/:publicId/withdraw': 'issuer-admin-or-lead',
  'POST /admin/:issuer/awards/:publicId/renewal': 'issuer-admin-or-lead',
  'GET /admin/:issuer/credit': 'issuer-admin',
  'POST /admin/:issuer/credit': 'issuer-admin',
  'GET /admin/:issuer/credit/attendance': 'issuer-admin',
  'POST /admin/:issuer/credit/attendance': 'issuer-admin',
  'POST /admin/:issuer/credit/:entryId/correct': 'issuer-admin',
  'GET /admin/:issuer/evaluations': 'issuer-admin',
  'GET /admin/:issuer/agencies': 'issuer-admin',
  'POST /admin/:issuer/agencies': 'issuer-admin',
  'GET /admin/:issuer/agencies/:agencyId': 'issuer-admin',
  'POST /admin/:issuer/agencies/:agencyId': 'issuer-admin',
  'POST /admin/:issuer/agencies/:agencyId/approvals': 'issuer-admin',
  'POST /admin/:issuer/agencies/:agencyId/approvals/:approvalId/remove': 'issuer-admin',
  'POST /admin/:issuer/agencies/:agencyId/batches': 'issuer-admin',
  'GET /admin/:issuer/batches/:batchId': 'issuer-admin',
  'GET /admin/:issuer/batches/:batchId/claims.csv': 'issuer-admin',
  'GET /admin/:issuer/batches/:batchId/claims.xlsx': 'issuer-admin',
  'POST /admin/:issuer/batches/:batchId/send': 'issuer-admin',
  'POST /admin/:issuer/batches/:batchId/end': 'issuer-admin',
  'POST /admin/:issuer/batches/:batchId/answers': 'issuer-admin',
  'GET /admin/:issuer/files': 'issuer-admin',
  'POST /admin/:issuer/files': 'issuer-admin',
  'GET /admin/:issuer/files/:fileId': 'issuer-admin',
  'GET /admin/:issuer/records': 'issuer-admin',
  'POST /admin/:issuer/records': 'issuer-admin',
  'POST /admin/:issuer/records/dispose': 'issuer-admin',
  'GET /admin/:issuer/keys': 'issuer-admin',
  'POST /admin/:issuer/keys/:keyId/rotate': 'issuer-admin',
  'GET /admin/:issuer/keys/:keyId/revoke': 'issuer-admin',
  'POST /admin/:issuer/keys/:keyId/revoke': 'issuer-admin',
  'GET /dev/outbox': 'development',
};

const roles = [
  'visitor',
  'earner',
  'coach',
  'assessor',
  'lead_assessor',
  'designer',
  'coordinator',
  'issuer_admin',
  'otherAdmin',
  'operator',
] as const;
type RoleName = (typeof roles)[number];

/** `open`: whatever the page says, it is not refused. `hidden`: as if there were no such page. */
type Answer = 'open' | 'sign-in' | 'forbidden' | 'hidden';

/** What each policy means for each role, written out here on its own so that a change of a policy shows. */
const answers: Record<PolicyName, Record<RoleName, Answer>> = {
  public: everyone('open'),
  development: everyone('open'),
  'signed-in': { ...everyone('open'), visitor: 'sign-in' },
  assessor: { ...everyone('forbidden'), visitor: 'sign-in', assessor: 'open', lead_assessor: 'open' },
  lead: { ...everyone('forbidden'), visitor: 'sign-in', lead_assessor: 'open' },
  'lead-or-admin': {
    ...everyone('forbidden'),
    visitor: 'sign-in',
    lead_assessor: 'open',
    issuer_admin: 'open',
    otherAdmin: 'open',
  },
  'any-issuer-admin': {
    ...everyone('forbidden'),
    visitor: 'sign-in',
    issuer_admin: 'open',
    otherAdmin: 'open',
    operator: 'open',
  },
  'issuer-admin': { ...everyone('hidden'), visitor: 'sign-in', issuer_admin: 'open', operator: 'open' },
  'issuer-admin-or-lead': {
    ...everyone('hidden'),
    visitor: 'sign-in',
    lead_assessor: 'open',
    issuer_admin: 'open',
    operator: 'open',
  },
  operator: { ...everyone('forbidden'), visitor: 'sign-in', operator: 'open' },
};

function everyone(answer: Answer): Record<RoleName, Answer> {
  return Object.fromEntries(roles.map((role) => [role, answer])) as Record<RoleName, Answer>;
}

/** Routes that answer an unknown token with a page that says how to get another: a link in an old mail is nobody's mistake. */
const takesAnyToken = ['GET /reset/:token', 'POST /reset/:token'];

const unsafe = (method: string) => method !== 'GET' && method !== 'OPTIONS';
const all = Object.entries(expected).map(([route, policy]) => {
  const [method = '', url = ''] = route.split(' ');
  return { route, method, url, policy };
});

let site: TestSite;
let population: Population;
let calls = 0;
const sessions = new Map<RoleName, ReturnType<typeof signIn>>();

beforeAll(async () => {
  site = await createTestApp();
  population = await makePopulation(site);
  return () => site.close();
});

beforeEach(() => sessions.clear());

/** One for each person in a test: a call that ended it would show in the next. */
function sessionOf(role: Exclude<RoleName, 'visitor'>): ReturnType<typeof signIn> {
  const known = sessions.get(role) ?? signIn(site, population.people[role]);
  sessions.set(role, known);
  return known;
}

/** Calls a route as someone, each time from another address, so that no limit of calls is reached. */
async function call(
  method: string,
  path: string,
  role: RoleName,
  headers: Record<string, string> = { accept: 'text/html' },
) {
  calls += 1;
  const cookies = role === 'visitor' ? {} : await sessionOf(role);
  return site.app.inject({
    method: method as 'GET',
    url: path,
    remoteAddress: `10.0.${calls >> 8}.${calls & 255}`,
    headers: {
      ...(unsafe(method) ? { origin: site.deps.baseUrl, 'sec-fetch-site': 'same-origin' } : {}),
      ...(unsafe(method) ? bodyType(method, path) : {}),
      ...headers,
      ...cookies,
    },
    ...(unsafe(method) ? { payload: body(method, path) } : {}),
  });
}

const boundary = 'test-boundary';
const takesFiles = (path: string) => path.includes('/artifacts?');

function bodyType(method: string, path: string): Record<string, string> {
  if (method === 'PUT') return { 'content-type': 'application/json' };
  return {
    'content-type': takesFiles(path)
      ? `multipart/form-data; boundary=${boundary}`
      : 'application/x-www-form-urlencoded',
  };
}

function body(method: string, path: string): string {
  if (path.endsWith('/draft')) return JSON.stringify({ revision: 0, data: {} });
  if (path.endsWith('/overall')) return JSON.stringify({ revision: 0, comment: '' });
  if (method === 'PUT') return JSON.stringify({ revision: 0, value: 'yes', comment: '' });
  const fields = { number: '1', role: 'designer', revision: '0' };
  if (!takesFiles(path)) return new URLSearchParams(fields).toString();
  return `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nHello\r\n--${boundary}--\r\n`;
}

it('every route is in the table above, with the policy that it names', () => {
  const registered = listRoutes(site).map(({ route, policy }) => [route, policy]);
  expect(Object.fromEntries(registered)).toEqual(expected);
});

describe('an address of one’s own is found', () => {
  it.each(all.filter(({ method, url }) => method === 'GET' && !url.includes('*')))(
    '$route',
    async ({ url, policy }) => {
      const response = await call('GET', fill(url, ownParams(population, url)), rightfulCallers[policy]);
      expect(response.statusCode).toBeOneOf([200, 303]);
    },
  );
});

describe('an address that names nothing is not found', () => {
  const nothing = [
    '0190a000-0000-7000-8000-00000000dead',
    'nothing',
    '0',
    '-1',
    '%27%20or%201=1--',
    '%00',
    '%F0%9F%99%82',
    'x'.repeat(199),
  ];

  it.each(all.filter(({ url }) => url.includes(':')))('$route', async ({ route, method, url, policy }) => {
    const own = ownParams(population, url);
    for (const param of paramsOf(url)) {
      if (param === 'token' && takesAnyToken.includes(route)) continue;
      for (const wrong of nothing) {
        const path = fill(url, { ...own, [param]: wrong });
        const response = await call(method, path, rightfulCallers[policy]);
        expect([path, response.statusCode]).toEqual([path, 404]);
      }
    }
  });
});

describe('what belongs to others is not found', () => {
  const guarded = all.filter(({ url, policy }) => policy !== 'public' && ownableParamsOf(url).length > 0);
  it.each(guarded)('$route', async ({ method, url, policy }) => {
    const others = othersParams(population);
    for (const param of ownableParamsOf(url)) {
      const path = fill(url, { ...ownParams(population, url), [param]: others[param] });
      const response = await call(method, path, rightfulCallers[policy]);
      expect([path, response.statusCode]).toEqual([path, 404]);
    }
  });
});

/**
 * What wallets and verifiers call from wherever they run, and the answer of an approver, whose link is kept from other
 * sites: no session is looked up, so nothing can be done in anybody’s name.
 */
const asksNobody = (url: string) =>
  url.startsWith('/issuers/:issuer/wallet/') || ['/api/verify', '/approve/:token'].includes(url);

describe('a form or script of another site is refused', () => {
  it.each(all.filter(({ method, url }) => unsafe(method) && !asksNobody(url)))(
    '$route',
    async ({ method, url, policy }) => {
      const path = fill(url, ownParams(population, url));
      const foreign = [
        { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
        { origin: 'https://evil.example', 'sec-fetch-site': 'same-site' },
        { origin: 'null', 'sec-fetch-site': 'cross-site' },
      ];
      for (const headers of foreign) {
        const response = await call(method, path, rightfulCallers[policy], { accept: 'text/html', ...headers });
        expect(response.statusCode).toBe(403);
      }
    },
  );

  it('also when the browser is too old to say where the request comes from', async () => {
    const headers = { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' };
    const response = await site.app.inject({ method: 'POST', url: '/sign-out', headers });
    expect(response.statusCode).toBe(403);
  });
});

describe('each role gets what the policy says', () => {
  // A wallet shows a token of its own there, which no role has.
  const withSession = all.filter(({ route }) => route !== 'POST /issuers/:issuer/wallet/credential');
  it.each(withSession)('$route', async ({ method, url, policy }) => {
    const path = fill(url, ownParams(population, url));
    for (const role of roles) {
      const page = await call(method, path, role);
      const json = await call(method, path, role, { accept: 'application/json' });
      const got = [role, answerOf(page, method), answerOf(json, method)];
      expect(got).toEqual([role, asSeen(answers[policy][role], page), asSeen(answers[policy][role], json)]);
    }
  });
});

/** The answer that a response gives; a page that is open may still say that a thing does not exist. */
function answerOf({ statusCode, headers }: Response, method: string): Answer | number {
  if (statusCode >= 500) return statusCode;
  if (statusCode === 401) return 'sign-in';
  if (statusCode === 403) return 'forbidden';
  if (statusCode === 404) return 'hidden';
  const target = String(headers.location ?? '');
  return target.startsWith(unsafe(method) ? '/sign-in?expired' : '/sign-in?next=') ? 'sign-in' : 'open';
}

type Response = Awaited<ReturnType<typeof call>>;

/** Whoever may call a route may still name something that is not theirs, and is told so by the query: *not found*. */
function asSeen(answer: Answer, { statusCode }: Response): Answer {
  return answer === 'open' && statusCode === 404 ? 'hidden' : answer;
}

describe('the administration of an issuer', () => {
  const pages = all.filter(({ method, policy }) => method === 'GET' && policy === 'issuer-admin');
  it.each(pages)('$route opens for its admin and for operators', async ({ url }) => {
    for (const role of ['issuer_admin', 'operator'] as const) {
      const response = await call('GET', fill(url, ownParams(population, url)), role);
      expect([role, response.statusCode]).toEqual([role, 200]);
    }
  });
});
