import { Readable } from 'node:stream';
import type { Role } from '#domain/access/viewer.ts';
import { addArtifacts } from '../../src/features/artifacts/add-artifacts.ts';
import { acceptCoaching } from '../../src/features/coaching/accept-coaching.ts';
import { nameCoach } from '../../src/features/coaching/name-coach.ts';
import { writeComment } from '../../src/features/coaching/write-comment.ts';
import { askAttestation } from '../../src/features/attestations/ask-attestation.ts';
import { type NewRelease, addRelease } from '../../src/features/consent/add-release.ts';
import { askEarner } from '../../src/features/concerns/ask-earner.ts';
import { raiseConcern } from '../../src/features/concerns/raise-concern.ts';
import { keepComment } from '../../src/features/desk/keep-comment.ts';
import { recallDecision } from '../../src/features/judging/recall-decision.ts';
import { invitePerson } from '../../src/features/admin/invite-person.ts';
import { allTargets, findFlaggable, readTarget } from '../../src/features/privacy/flaggable.queries.ts';
import { raiseFlag } from '../../src/features/privacy/raise-flag.ts';
import {
  asAssessor,
  assess,
  claim,
  doTheWork,
  enrolIn,
  passCheck,
  publishProgrammes,
  rate,
  submit,
  uploadPdf,
} from './acts.ts';
import type { TestSite } from './app.ts';
import { type Calibrated, agreeToAnchor, calibrate, insertFinisher } from './calibrated.ts';
import { type CreditRows, makeCredit, publishCreditRules } from './credit.ts';
import { type ProviderRows, makeProvider } from './provider.ts';
import { makePdf } from './pdf.ts';
import { insertOffer, insertTaken } from './wallet-population.ts';
import { type BetweenPopulation, makeBetweenPopulation } from './between-population.ts';
import { type QueuePopulation, makeQueuePopulation } from './queue-population.ts';
import { insertEndorsements } from './endorsements.ts';
import { type Person, type TestIssuer, insertCaptions, insertMembership, insertPerson } from './factories.ts';
import { insertProfile, insertSigner } from './public-pages.ts';
import { insertReview } from './series.ts';

/** An enrolment, and its last attempt and assessment where it has come so far. */
export type Work = {
  enrolmentId: string;
  slug: string;
  attemptId: string;
  assessmentId: string;
  artifactId: string;
  /** Begun and not finished. */
  uploadId: string;
};

/** The published programmes with someone in every role at one issuer, and one earner's enrolment in every state. */
export type Population = QueuePopulation &
  BetweenPopulation & {
    /** Sent back, and appealed against. */
    appealed: Work;
    issuer: TestIssuer;
    otherIssuer: TestIssuer;
    people: Record<Role | 'coach' | 'earner' | 'otherEarner' | 'otherAssessor' | 'otherAdmin' | 'operator', Person>;
    fresh: Work;
    inProgress: Work;
    /** Waiting for somebody to look whether it is complete. */
    unchecked: Work;
    /** Waiting in the queue. */
    submitted: Work;
    /** Scored by two who are apart on a look-for, waiting for an adjudicator. */
    adjudicated: Work;
    /** Released and recalled. */
    held: Work;
    /** Claimed by the assessor and rated in part. */
    claimed: Work;
    /** Claimed by the assessor and rated whole, not decided. */
    rated: Work;
    notYet: Work;
    earned: Work;
    /** The other earner's, of the other issuer, with the other assessor. */
    others: Work;
    /** To someone who has no account yet. */
    invitation: { id: string; token: string };
    /** Of the award of `earned`. */
    publicId: string;
    /** Of the earner’s public profile. */
    handle: string;
    signerId: string;
    othersSignerId: string;
    /** Of a stack award of the other earner, at the issuer. */
    stackReviewId: string;
    /** The RSA key that signed it, and one of the other issuer. */
    /** The earner’s wallet, link to the record, and an offer of the award; and the other earner’s. */
    taken: Taken & { offer: string };
    othersTaken: Taken;
    endorsement: { id: string };
    othersEndorsement: { id: string };
    issuerKey: { id: string; thumbprint: string };
    othersIssuerKey: { id: string };
    /** A request to a peer to confirm the plan of `inProgress`, not answered yet. */
    attestation: { id: string; token: string };
    /** One answered, of another's work. */
    othersAttestation: { id: string };
    /** In the earner's register, with a signed form; and in the other earner's. */
    release: { id: string };
    othersRelease: { id: string };
    /** Of the assessor on the first file or text of `claimed`; and of the other assessor on that of `others`. */
    flag: { id: string };
    othersFlag: { id: string };
    /** About `claimed`, raised by its assessor, of which its earner was asked; and one about `others`. */
    concern: { id: string };
    othersConcern: { id: string };
    /** Kept for reuse by the assessor, and by the other one. */
    savedComment: { id: string };
    othersSavedComment: { id: string };
    /** What the issuer calibrates with, of which the assessor tries a set; and what the other issuer has. */
    calibrated: Calibrated;
    othersCalibrated: Calibrated;
    /** Has earned every member of a series, and assesses nothing. */
    finisher: Person;
    /** Of `inProgress`: `people.coach`, who has commented; and somebody who has not accepted yet. */
    coach: Coaching;
    coachInvitation: { token: string };
    /** Beside the file of `inProgress`. */
    linkId: string;
    /** Of another’s work, coached by `people.earner`; and by `people.coach`. */
    coaching: Coaching;
    othersCoach: Coaching;
    /** The earner’s hours and claims, with the issuer; and the other earner’s, with the other issuer. */
    credit: CreditRows;
    othersCredit: CreditRows;
    provider: ProviderRows;
    othersProvider: ProviderRows;
  };

type Taken = Awaited<ReturnType<typeof insertTaken>>;

/** A coach of a piece of work, and a comment of theirs. */
export type Coaching = { id: string; commentId: string };

const staffNames: Record<Role, string> = {
  assessor: 'Ruth Lindqvist',
  lead_assessor: 'Hannah Weiss',
  designer: 'Tomasz Wolny',
  coordinator: 'Peter Nakamura',
  issuer_admin: 'Grace Oduya',
};

export async function makePopulation(site: TestSite): Promise<Population> {
  await publishProgrammes(site);
  await publishCreditRules(site);
  const issuer = await findIssuer(site, 'schools-that-lead');
  const otherIssuer = await findIssuer(site, 'ed-leaders-network');
  const named = async (name: string, isOperator = false) => insertPerson(site, { name, isOperator });
  const member = async (role: Role, name: string, at = issuer) => {
    const person = await named(name);
    await insertMembership(site, at, person, role);
    return person;
  };
  const people = {
    earner: await named('Maya Okafor'),
    otherEarner: await named('Daniel Reyes'),
    coach: await named('Ifeoma Balogun'),
    operator: await named('Olga Marchetti', true),
    otherAssessor: await member('assessor', 'Samuel Adeyemi', otherIssuer),
    otherAdmin: await member('issuer_admin', 'Ines Fontaine', otherIssuer),
    ...(Object.fromEntries(
      await Promise.all(
        Object.entries(staffNames).map(async ([role, name]) => [role, await member(role as Role, name)] as const),
      ),
    ) as Record<Role, Person>),
  };
  const { earner, otherEarner, assessor, otherAssessor } = people;

  const fresh = await begin(site, earner, 'understanding-improvement');
  const inProgress = await begin(site, earner, 'constructing-and-growing-equity');
  const artifactId = await uploadPdf(site, earner, {
    enrolmentId: inProgress.enrolmentId,
    requirementKey: 'improvement-plan',
    name: 'plan.pdf',
  });
  await insertCaptions(site, artifactId);
  const linkId = await addLink(site, earner, inProgress.enrolmentId);
  await doTheWork(site, earner, inProgress.enrolmentId, ['reflection']);

  const submitted = await handIn(site, otherEarner, 'building-will');
  await passCheck(site, assessor, submitted.attemptId);
  const unchecked = await handIn(site, otherEarner, 'collecting-data');
  const claimed = await handIn(site, earner, 'listening-to-student-voice');
  claimed.assessmentId = await claim(site, assessor, claimed.attemptId);
  await rate(site, assessor, claimed.assessmentId, {}, 3);

  const rated = await handIn(site, otherEarner, 'listening-to-student-voice');
  rated.assessmentId = await claim(site, assessor, rated.attemptId);
  await rate(site, assessor, rated.assessmentId);

  const notYet = await handIn(site, earner, 'soliciting-feedback-from-peers');
  const sentBack = await firstLookFors(site, notYet.enrolmentId, 2);
  notYet.assessmentId = await assess(site, assessor, notYet.attemptId, {
    [sentBack[0] ?? '']: 'almost',
    [sentBack[1] ?? '']: 'no',
  });
  const appealed = await handIn(site, earner, 'building-will');
  const [doubted = ''] = await firstLookFors(site, appealed.enrolmentId, 1);
  appealed.assessmentId = await assess(site, assessor, appealed.attemptId, { [doubted]: 'no' });
  const earned = await handIn(site, earner, 'sharing-learning');
  earned.assessmentId = await assess(site, assessor, earned.attemptId);

  const adjudicated = await beApart(site, otherEarner, assessor, people.lead_assessor);
  const held = await handIn(site, otherEarner, 'soliciting-feedback-from-peers');
  held.assessmentId = await assess(site, assessor, held.attemptId, { [sentBack[0] ?? '']: 'almost' });
  await recall(site, people.lead_assessor, held.attemptId);

  const others = await handIn(site, otherEarner, 'leading-an-equitable-learning-culture');
  others.assessmentId = await claim(site, otherAssessor, others.attemptId);
  others.uploadId = await startUpload(site, otherEarner, others.enrolmentId);
  const invitee = 'newcomer@example.org';
  const { now, baseUrl } = site.deps;
  const inviting = {
    issuer,
    actor: people.issuer_admin,
    email: invitee,
    role: 'assessor' as const,
    now: now(),
    baseUrl,
  };
  await site.db.transaction().execute((trx) => invitePerson(trx, inviting));
  await site.runJobs();
  const { id } = await site.db.selectFrom('invitations').select('id').executeTakeFirstOrThrow();
  const token = /\/invitations\/(\S+)/.exec((await site.mailsTo(invitee))[0]?.text ?? '')?.[1] ?? '';
  const { public_id: publicId } = await site.db.selectFrom('awards').select('public_id').executeTakeFirstOrThrow();
  const othersDraft = await beginOthers(site, otherEarner);
  await agreeToAnchor(site, { lead: people.lead_assessor, issuer, earner, attemptId: earned.attemptId });
  const otherLead = await member('lead_assessor', 'Otto Brandt', otherIssuer);
  const coach = await beCoached(site, earner, people.coach, inProgress.enrolmentId);
  const invited = { name: 'Lena Fischer', email: 'lena@example.org' };
  const coachInvitation = { token: await inviteCoach(site, earner, invited, inProgress.enrolmentId) };
  const queue = await makeQueuePopulation(site, {
    earner,
    own: { person: assessor, issuer, attemptId: unchecked.attemptId },
    others: { person: otherAssessor, issuer: otherIssuer, attemptId: others.attemptId },
  });
  const between = await makeBetweenPopulation(site, {
    ...{ earner, sentBack: notYet, appealed, begun: fresh, begunElsewhere: inProgress },
    others: { enrolmentId: others.enrolmentId, issuerId: otherIssuer.id },
  });
  const credit = await makeCredit(site, earner, issuer, people.lead_assessor);
  const othersCredit = await makeCredit(site, otherEarner, otherIssuer, people.otherAdmin);
  return {
    ...queue,
    ...between,
    appealed,
    issuer,
    otherIssuer,
    people,
    fresh,
    inProgress: { ...inProgress, artifactId, uploadId: await startUpload(site, earner, inProgress.enrolmentId) },
    unchecked,
    submitted,
    claimed,
    rated,
    adjudicated,
    held,
    notYet,
    earned,
    others,
    invitation: { id, token },
    publicId,
    handle: await insertProfile(site, earner, [publicId]),
    signerId: await insertSigner(site, issuer, people.issuer_admin),
    othersSignerId: await insertSigner(site, otherIssuer, people.otherAdmin),
    stackReviewId: await insertReview(site, otherEarner, 'advancing-powerful-student-learning'),
    taken: { ...(await insertTaken(site, earner)), offer: await insertOffer(site, earner, publicId) },
    othersTaken: await insertTaken(site, otherEarner),
    endorsement: await insertEndorsements(site, issuer, people.issuer_admin),
    othersEndorsement: await insertEndorsements(site, otherIssuer, people.otherAdmin),
    issuerKey: await findKey(site, issuer),
    othersIssuerKey: await insertStrangeKey(site, otherIssuer),
    attestation: await askPeer(site, earner, inProgress.enrolmentId, 'improvement-plan'),
    othersAttestation: await askPeer(site, otherEarner, othersDraft, 'reflection'),
    release: await enterRelease(site, earner),
    othersRelease: await enterRelease(site, otherEarner),
    flag: await flagFirst(site, assessor, claimed.attemptId),
    othersFlag: await flagFirst(site, otherAssessor, others.attemptId),
    concern: await askAbout(site, assessor, people.lead_assessor, claimed.attemptId),
    othersConcern: await raiseAbout(site, otherAssessor, others.attemptId),
    savedComment: await keepForReuse(site, assessor, issuer),
    othersSavedComment: await keepForReuse(site, otherAssessor, otherIssuer),
    calibrated: await calibrate(site, {
      ...{ issuer, lead: people.lead_assessor, assessor, slug: 'considering-impact-on-culture' },
    }),
    othersCalibrated: await calibrate(site, {
      ...{ issuer: otherIssuer, lead: otherLead, assessor: otherAssessor, slug: 'constructing-and-growing-equity' },
    }),
    finisher: await insertFinisher(site, 'advancing-powerful-student-learning'),
    linkId,
    coach,
    coachInvitation,
    coaching: await beCoached(site, otherEarner, earner, othersDraft),
    othersCoach: await beCoached(site, otherEarner, people.coach, othersDraft),
    credit,
    othersCredit,
    provider: await makeProvider(site, {
      ...{ issuer, admin: people.issuer_admin, person: earner, licenceId: credit.licenceId },
    }),
    othersProvider: await makeProvider(site, {
      ...{ issuer: otherIssuer, admin: people.otherAdmin, person: otherEarner, licenceId: othersCredit.licenceId },
    }),
  };
}

async function findKey(site: TestSite, issuer: TestIssuer): Promise<{ id: string; thumbprint: string }> {
  const { id, public_jwk: jwk } = await site.db
    .selectFrom('issuer_keys')
    .select(['id', 'public_jwk'])
    .where('issuer_id', '=', issuer.id)
    .where('algorithm', '=', 'rsa')
    .executeTakeFirstOrThrow();
  return { id, thumbprint: (jwk as { kid: string }).kid };
}

/** It signs nothing; making a real one takes a while. */
function insertStrangeKey(site: TestSite, issuer: TestIssuer): Promise<{ id: string }> {
  return site.db
    .insertInto('issuer_keys')
    .values({ issuer_id: issuer.id, public_multibase: 'zStrange', service_key: 'strange', retired_at: site.deps.now() })
    .returning('id')
    .executeTakeFirstOrThrow();
}

/** Another's work in progress, with a text that a peer can be asked to confirm. */
async function beginOthers(site: TestSite, person: Person): Promise<string> {
  const { enrolmentId } = await begin(site, person, 'constructing-and-growing-equity');
  await doTheWork(site, person, enrolmentId, ['reflection']);
  return enrolmentId;
}

/** A link for the plan; its id. */
async function addLink(site: TestSite, person: Person, enrolmentId: string): Promise<string> {
  const what = {
    personId: person.id,
    enrolmentId,
    requirementKey: 'improvement-plan',
    files: [],
    now: site.deps.now(),
  };
  const links = [{ name: 'The plan’s page', url: 'https://example.org/plan' }];
  const added = await site.db.transaction().execute((trx) => addArtifacts(trx, { ...what, links }));
  if (!added.ok) throw new Error(`No link: ${added.reason}`);
  return added.ids[0] ?? '';
}

async function askPeer(site: TestSite, person: Person, enrolmentId: string, requirementKey: string) {
  const { now, baseUrl } = site.deps;
  const request = {
    asked: null,
    kind: 'role',
    statement: `${person.name} led this work.`,
    peerName: 'Noor Haddad',
    peerRole: 'Grade 4 teacher',
    channel: 'device',
    peerEmail: null,
  } as const;
  const asked = await site.db
    .transaction()
    .execute((trx) => askAttestation(trx, { person, enrolmentId, requirementKey, now: now(), baseUrl, request }));
  if (!asked.ok) throw new Error(`Not asked: ${asked.reason}`);
  return { id: asked.id, token: asked.token };
}

/** Names a coach; the secret of the link that is mailed to them. */
export async function inviteCoach(
  site: TestSite,
  earner: Person,
  coach: { name: string; email: string },
  enrolmentId: string,
): Promise<string> {
  const { now, baseUrl } = site.deps;
  const { name, email } = coach;
  const command = { enrolmentId, earner, namedBy: earner, now: now(), baseUrl, coach: { name, email } };
  const named = await site.db.transaction().execute((trx) => nameCoach(trx, command));
  if (!named.ok) throw new Error(`Not named: ${named.reason}`);
  await site.runJobs();
  const mail = (await site.mailsTo(email)).findLast(({ text }) => text.includes('/coaching/invitations/'));
  return /\/coaching\/invitations\/(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
}

/** Names a coach, who accepts and comments on the reflection. */
async function beCoached(site: TestSite, earner: Person, coach: Person, enrolmentId: string): Promise<Coaching> {
  const token = await inviteCoach(site, earner, coach, enrolmentId);
  const { now, baseUrl } = site.deps;
  const accepted = await site.db
    .transaction()
    .execute((trx) => acceptCoaching(trx, { token, person: coach, now: now(), baseUrl }));
  if (!accepted.ok) throw new Error(`Not accepted: ${accepted.reason}`);
  const { coachId: id } = accepted;
  const comment = { place: '', body: 'Say more about what **changed**.', pointer: null };
  const command = { coachId: id, personId: coach.id, requirementKey: 'reflection', comment, now: now() };
  const written = await site.db.transaction().execute((trx) => writeComment(trx, command));
  if (!written.ok) throw new Error(`Not written: ${written.refusal.message}`);
  return { id, commentId: written.id };
}

async function keepForReuse(site: TestSite, person: Person, issuer: TestIssuer): Promise<{ id: string }> {
  const keeper = { id: person.id, issuerIds: [issuer.id], leadIssuerIds: [] };
  const keptFor = { issuerId: issuer.id, microCredentialId: null, lookFor: null };
  const command = { keeper, for: keptFor, body: 'Say who was there.', isShared: false, now: site.deps.now() };
  return { id: await site.db.transaction().execute((trx) => keepComment(trx, command)) };
}

async function flagFirst(site: TestSite, person: Person, attemptId: string): Promise<{ id: string }> {
  const { issuerIds } = await asAssessor(site, person);
  const flagger = { id: person.id, issuerIds, leadOf: [] };
  const flaggable = await findFlaggable(site.db, flagger, attemptId);
  const target = readTarget((flaggable && allTargets(flaggable)[0]?.choices[0]?.value) ?? '');
  if (!target) throw new Error('There is nothing to hide');
  const { now, baseUrl } = site.deps;
  const command = { flagger, attemptId, target, reason: 'A first name can be read.', now: now(), baseUrl };
  await site.db.transaction().execute((trx) => raiseFlag(trx, command));
  return site.db.selectFrom('privacy_flags').select('id').where('attempt_id', '=', attemptId).executeTakeFirstOrThrow();
}

async function raiseAbout(site: TestSite, person: Person, attemptId: string): Promise<{ id: string }> {
  const raiser = await asAssessor(site, person);
  const { now, baseUrl } = site.deps;
  const said = {
    requirement: null,
    passage: 'We read the data together.',
    detail: 'It reads otherwise than declared.',
  };
  const command = { raiser, attemptId, kind: 'ai-declaration' as const, ...said, now: now(), baseUrl };
  const { concernId } = await site.db.transaction().execute((trx) => raiseConcern(trx, command));
  return { id: concernId };
}

async function askAbout(site: TestSite, person: Person, leading: Person, attemptId: string): Promise<{ id: string }> {
  const { id } = await raiseAbout(site, person, attemptId);
  const lead = await asAssessor(site, leading);
  const { now, baseUrl } = site.deps;
  const command = { lead, concernId: id, question: 'How did this passage come about?', now: now(), baseUrl };
  await site.db.transaction().execute((trx) => askEarner(trx, command));
  return { id };
}

async function enterRelease(site: TestSite, person: Person): Promise<{ id: string }> {
  const content = await site.deps.storage.receive(Readable.from([await makePdf('Signed form')]), 1_000_000);
  if (content === 'too-large') throw new Error('The sample PDF is too large');
  const facts = { measure: {}, metadata: [], flags: [], scan: 'none' } as const;
  const form = { field: 'form', name: 'form.pdf', mediaType: 'application/pdf', pages: 1, facts, content };
  const release: NewRelease = {
    ...{ kind: 'student', subject: 'J. D.', covers: ['image'], givenBy: 'A parent', note: '' },
    ...{ givenOn: '2026-09-01', expiresOn: '2027-06-30' },
  };
  const id = await site.db
    .transaction()
    .execute((trx) => addRelease(trx, { personId: person.id, release, form, now: site.deps.now() }));
  return { id };
}

async function findIssuer(site: TestSite, slug: string): Promise<TestIssuer> {
  return site.db
    .selectFrom('issuers')
    .select(['id', 'slug', 'name'])
    .where('slug', '=', slug)
    .executeTakeFirstOrThrow();
}

async function begin(site: TestSite, person: Person, slug: string): Promise<Work> {
  return {
    enrolmentId: await enrolIn(site, person, slug),
    slug,
    attemptId: '',
    assessmentId: '',
    artifactId: '',
    uploadId: '',
  };
}

async function startUpload(site: TestSite, person: Person, enrolmentId: string): Promise<string> {
  const created_at = site.deps.now();
  const { id } = await site.db
    .insertInto('uploads')
    .values({
      person_id: person.id,
      enrolment_id: enrolmentId,
      requirement_key: 'improvement-plan',
      name: 'film.mp4',
      size: 1_000_000,
      created_at,
      expires_at: new Date(created_at.getTime() + 24 * 3600_000),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Two score it and are apart on its first look-for. */
async function beApart(site: TestSite, earner: Person, one: Person, other: Person): Promise<Work> {
  const work = await handIn(site, earner, 'sharing-learning', 0);
  const [first = ''] = await firstLookFors(site, work.enrolmentId, 1);
  await assess(site, one, work.attemptId);
  work.assessmentId = await assess(site, other, work.attemptId, { [first]: 'no' });
  return work;
}

async function recall(site: TestSite, lead: Person, attemptId: string): Promise<void> {
  const { id, name, issuerIds } = await asAssessor(site, lead);
  const { now, baseUrl } = site.deps;
  const command = { lead: { id, name, issuerIds }, attemptId, reason: 'To be looked at again.', now: now(), baseUrl };
  const recalled = await site.db.transaction().execute((trx) => recallDecision(trx, command));
  if (!recalled.ok) throw new Error(`Not recalled: ${recalled.reason}`);
}

async function handIn(site: TestSite, person: Person, slug: string, draw?: number): Promise<Work> {
  const work = await begin(site, person, slug);
  await doTheWork(site, person, work.enrolmentId);
  const artifact = await site.db
    .selectFrom('artifacts')
    .select('id')
    .where('enrolment_id', '=', work.enrolmentId)
    .orderBy('id')
    .executeTakeFirst();
  return { ...work, artifactId: artifact?.id ?? '', attemptId: await submit(site, person, work.enrolmentId, draw) };
}

async function firstLookFors(site: TestSite, enrolmentId: string, count: number): Promise<string[]> {
  const { document } = await site.db
    .selectFrom('enrolments as e')
    .innerJoin('definition_versions as v', 'v.id', 'e.definition_version_id')
    .select('v.document')
    .where('e.id', '=', enrolmentId)
    .executeTakeFirstOrThrow();
  const { guides } = document as { guides: { lookFors: { id: string }[] }[] };
  return guides.flatMap((guide) => guide.lookFors.map((lookFor) => lookFor.id)).slice(0, count);
}
