import { caseIds, itemTypeId } from '#domain/open-data/case-ids.ts';
import { ctidOf } from '#domain/open-data/ids.ts';
import type { PolicyName } from '#platform/policy.ts';
import { type TestSite, usualBaseUrl } from './app.ts';
import type { Population } from './population.ts';

/** "GET /work/:enrolmentId" for every route there is; HEAD comes with each GET and is left out. */
export function listRoutes({
  app,
}: Pick<TestSite, 'app'>): { method: string; url: string; route: string; policy: PolicyName }[] {
  return app.routeList
    .filter(({ method }) => method !== 'HEAD')
    .map(({ method, url, policy }) => ({ method, url, policy, route: `${method} ${url}` }));
}

/** The parameters of a route's address, in order. */
export function paramsOf(url: string): string[] {
  return [...url.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
}

/** A route's address with its parameters filled in; each must be known. */
export function fill(url: string, params: Readonly<Record<string, string>>): string {
  const address = /\/artifacts(\/reus\w+)?$/.test(url) ? `${url}?requirement=improvement-plan` : url;
  return address.replace('*', 'nothing.css').replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`Say in test/support/routes.ts what :${name} is, for ${url}`);
    return value;
  });
}

/** Whose own the parameters of a route are. */
export const rightfulCallers = {
  public: 'visitor',
  development: 'visitor',
  'signed-in': 'earner',
  assessor: 'assessor',
  lead: 'lead_assessor',
  'lead-or-admin': 'lead_assessor',
  'any-issuer-admin': 'issuer_admin',
  'issuer-admin': 'issuer_admin',
  'issuer-admin-or-lead': 'lead_assessor',
  operator: 'operator',
} as const satisfies Record<PolicyName, 'visitor' | keyof Population['people']>;

/** For every parameter of every route, one that its rightful caller may use. */
export function ownParams(population: Population, url = ''): Record<string, string> {
  const { issuer, people, inProgress, claimed, rated, submitted, invitation, publicId } = population;
  return {
    id: invitation.id,
    personId: people.designer.id,
    role: 'designer',
    reviewId: population.stackReviewId,
    slug: /^(\/ob2|\/admin\/:issuer)?\/series\//.test(url)
      ? 'advancing-powerful-student-learning'
      : url.startsWith('/admin/')
        ? claimed.slug
        : inProgress.slug,
    publicId,
    handle: population.handle,
    signerId: population.signerId,
    ctid: ctidOf(usualBaseUrl, { kind: 'micro-credential', slug: inProgress.slug }),
    sourcedId: caseIdOf(inProgress.slug, url),
    keyId: population.issuerKey.id,
    ...population.taken,
    thumbprint: population.issuerKey.thumbprint,
    issuer: issuer.slug,
    token: tokenOf(population, url),
    coachId: coachOf(population, url).id,
    commentId: coachOf(population, url).commentId,
    attestationId: population.attestation.id,
    rule: 'illinois-professional-educator',
    licenceId: population.credit.licenceId,
    claimId: population.credit.claimId,
    askedId: population.credit.askedId,
    entryId: url.startsWith('/admin/') ? population.credit.recordedId : population.credit.entryId,
    ...population.provider,
    releaseId: population.release.id,
    flagId: population.flag.id,
    schoolId: population.school.id,
    conflictId: population.conflict.id,
    assignmentId: population.assignment.id,
    concernId: population.concern.id,
    talkId: population.talk.id,
    agreementId: population.agreement.id,
    savedCommentId: population.savedComment.id,
    ...(url.startsWith('/lead/workload/') ? { personId: population.people.assessor.id } : {}),
    part: 'reflection',
    enrolmentId: url.endsWith('/withdraw')
      ? population.notYet.enrolmentId
      : url.includes('/attempts/') || url.includes('/concerns/')
        ? claimed.enrolmentId
        : inProgress.enrolmentId,
    key: 'improvement-plan',
    number: '1',
    version: '1',
    endorsementId: population.endorsement.id,
    artifactId: url.endsWith('/link') ? population.linkId : inProgress.artifactId,
    attemptId:
      judgedAttemptOf(population, url) ??
      (/^\/attempts\/|\/privacy-flags|\/concerns$/.test(url) ? claimed.attemptId : submitted.attemptId),
    assessmentId: url.endsWith('/decide') ? rated.assessmentId : claimed.assessmentId,
    lookFor: 'results-relevant',
    purpose: 'revocation',
    language: 'en',
    report: 'turn-around',
    uploadId: inProgress.uploadId,
    ...ownCalibration(population, url),
  };
}

/** What calibration is made of; its consents are of a decided attempt of the earner. */
function ownCalibration({ calibrated, earned, finisher }: Population, url: string): Record<string, string> {
  const { setId, certificationId, qualificationId, meetingId, anchorId, writingId, key } = calibrated;
  const isWriting = /\/anchors\/:anchorId\/(evidence|seal)/.test(url);
  return {
    ...{ setId, certificationId, qualificationId, meetingId, anchorId: isWriting ? writingId : anchorId },
    ...(isWriting ? { key } : {}),
    ...(url.includes('/calibration/consents/') ? { attemptId: earned.attemptId } : {}),
    ...(url.includes('/finishers/') ? { personId: finisher.id } : {}),
  };
}

/** Something of a micro-credential in CASE: what the address asks for. */
function caseIdOf(slug: string, url: string): string {
  const ids = caseIds(usualBaseUrl, slug);
  if (url.includes('/CFItemTypes/')) return itemTypeId(usualBaseUrl, 'detail');
  if (url.includes('/CFRubrics/')) return ids.rubric('overview-guide');
  if (url.includes('/CFAssociations/')) return ids.detailIsChild('vision-process');
  return url.includes('/CFItem') ? ids.detail('vision-process') : ids.document;
}

/** What is checked, what is held, and what can be recalled. */
function judgedAttemptOf({ unchecked, held, notYet, appealed }: Population, url: string): string | undefined {
  if (url.startsWith('/lead/appeals/')) return appealed.attemptId;
  if (url.startsWith('/desk/checks/')) return unchecked.attemptId;
  // A conflict that is declared in passing would keep the assessor from all the work of this earner.
  if (url.endsWith('/recall') || url.endsWith('/conflict')) return notYet.attemptId;
  return url.startsWith('/lead/attempts/') ? held.attemptId : undefined;
}

function tokenOf({ attestation, coachInvitation, invitation, credit }: Population, url: string): string {
  if (url.startsWith('/approve/')) return credit.approvalToken;
  if (url.startsWith('/attest/')) return attestation.token;
  return url.startsWith('/coaching/') ? coachInvitation.token : invitation.token;
}

/** The coach of the earner’s work, or the work that the earner coaches: by whose page it is. */
function coachOf({ coach, coaching }: Population, url: string) {
  return url.startsWith('/coaching/') ? coaching : coach;
}

const ownable = [
  'coachId',
  'commentId',
  'attestationId',
  'licenceId',
  'claimId',
  'askedId',
  'entryId',
  'agencyId',
  'approvalId',
  'batchId',
  'fileId',
  'releaseId',
  'flagId',
  'conflictId',
  'assignmentId',
  'concernId',
  'talkId',
  'agreementId',
  'savedCommentId',
  'anchorId',
  'setId',
  'certificationId',
  'qualificationId',
  'meetingId',
  'uploadId',
  'keyId',
  'endorsementId',
  'signerId',
  'walletId',
  'shareId',
  'personId',
  'issuer',
  'enrolmentId',
  'artifactId',
  'attemptId',
  'assessmentId',
] as const;
type Ownable = (typeof ownable)[number];

/** The parameters of a route that name something which belongs to somebody. */
export function ownableParamsOf(url: string): Ownable[] {
  return ownable.filter((param) => paramsOf(url).includes(param));
}

/** Of each, one that is somebody else's, who has a right to it. */
export function othersParams({ others, otherIssuer, people, ...population }: Population): Record<Ownable, string> {
  return {
    personId: people.otherAdmin.id,
    issuer: otherIssuer.slug,
    enrolmentId: others.enrolmentId,
    artifactId: others.artifactId,
    uploadId: others.uploadId,
    keyId: population.othersIssuerKey.id,
    endorsementId: population.othersEndorsement.id,
    signerId: population.othersSignerId,
    ...population.othersTaken,
    talkId: population.othersTalk.id,
    agreementId: population.othersAgreement.id,
    coachId: population.othersCoach.id,
    commentId: population.othersCoach.commentId,
    attestationId: population.othersAttestation.id,
    licenceId: population.othersCredit.licenceId,
    claimId: population.othersCredit.claimId,
    askedId: population.othersCredit.askedId,
    entryId: population.othersCredit.entryId,
    ...population.othersProvider,
    releaseId: population.othersRelease.id,
    flagId: population.othersFlag.id,
    conflictId: population.othersConflict.id,
    assignmentId: population.othersAssignment.id,
    concernId: population.othersConcern.id,
    savedCommentId: population.othersSavedComment.id,
    ...population.othersCalibrated,
    attemptId: others.attemptId,
    assessmentId: others.assessmentId,
  };
}
