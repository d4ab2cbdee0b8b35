import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BrowserSite, startBrowserSite } from './support/browser-site.ts';
import { desk, openPage, phone } from './support/browser.ts';
import { type Person, signIn } from './support/factories.ts';
import { type Population, makePopulation } from './support/population.ts';
import { listRoutes } from './support/routes.ts';

type Who = 'visitor' | keyof Population['people'];

/**
 * Every page and who looks at it: at least one address for each route that answers GET. A page that is added fails the first
 * test here until it has one.
 */
const pages: Record<string, [who: Who, address: (population: Population) => string][]> = {
  'GET /': [['visitor', () => '/']],
  'GET /library': [
    ['visitor', () => '/library'],
    ['earner', () => '/library?q=equity'],
    ['visitor', () => '/library?q=nothing+is+called+this'],
  ],
  'GET /micro-credentials/:slug': [
    ['visitor', ({ inProgress }) => `/micro-credentials/${inProgress.slug}`],
    ['earner', ({ earned }) => `/micro-credentials/${earned.slug}`],
  ],
  'GET /admin/:issuer/series/:slug': [
    ['issuer_admin', ({ issuer }) => `/admin/${issuer.slug}/series/advancing-powerful-student-learning`],
  ],
  'GET /series/:slug': [
    ['visitor', () => '/series/leadership-for-equity'],
    ['earner', () => '/series/advancing-powerful-student-learning'],
  ],
  'GET /micro-credentials/:slug/versions/:number': [
    ['visitor', ({ inProgress }) => `/micro-credentials/${inProgress.slug}/versions/1`],
  ],
  'GET /series/:slug/versions/:number': [['visitor', () => '/series/leadership-for-equity/versions/1']],
  'GET /open-data': [['visitor', () => '/open-data']],
  'GET /sign-in': [['visitor', () => '/sign-in']],
  'GET /sign-up': [['visitor', () => '/sign-up']],
  'GET /sign-in/link': [['visitor', () => '/sign-in/link']],
  'GET /reset': [['visitor', () => '/reset']],
  'GET /reset/:token': [['visitor', () => '/reset/some-token-or-other']],
  'GET /invitations/:token': [['visitor', ({ invitation }) => `/invitations/${invitation.token}`]],
  'GET /verify': [
    ['visitor', () => '/verify'],
    ['visitor', () => '/verify?award=no-such-code'],
  ],
  'GET /verify/:publicId': [['visitor', ({ publicId }) => `/verify/${publicId}`]],
  'GET /awards': [
    ['earner', () => '/awards'],
    ['otherEarner', () => '/awards'],
  ],
  'GET /admin/:issuer/endorsements': [['issuer_admin', ({ issuer }) => `/admin/${issuer.slug}/endorsements`]],
  'GET /awards/profile': [
    ['earner', () => '/awards/profile?notice=saved'],
    ['otherEarner', () => '/awards/profile'],
  ],
  'GET /awards/profile/preview': [['earner', () => '/awards/profile/preview']],
  'GET /earners/:handle': [['visitor', ({ handle }) => `/earners/${handle}`]],
  'GET /admin/:issuer/certificate': [['issuer_admin', ({ issuer }) => `/admin/${issuer.slug}/certificate`]],
  'GET /awards/:publicId/reissue': [['earner', ({ publicId }) => `/awards/${publicId}/reissue`]],
  'GET /admin/:issuer/awards/:publicId/reissue': [
    ['issuer_admin', ({ issuer, publicId }) => `/admin/${issuer.slug}/awards/${publicId}/reissue`],
  ],
  'GET /awards/:publicId/status': [['earner', ({ publicId }) => `/awards/${publicId}/status`]],
  'GET /admin/:issuer/awards/:publicId': [
    ['issuer_admin', ({ issuer, publicId }) => `/admin/${issuer.slug}/awards/${publicId}`],
    ['lead_assessor', ({ issuer, publicId }) => `/admin/${issuer.slug}/awards/${publicId}`],
  ],
  'GET /awards/:publicId/share': [['earner', ({ publicId }) => `/awards/${publicId}/share`]],
  'GET /awards/:publicId/wallet': [['earner', ({ publicId }) => `/awards/${publicId}/wallet`]],
  'GET /awards/wallets': [
    ['earner', () => '/awards/wallets?notice=named'],
    ['coach', () => '/awards/wallets'],
  ],
  'GET /awards/record': [
    ['earner', () => '/awards/record?notice=made'],
    ['coach', () => '/awards/record'],
  ],
  'GET /records/:recordToken': [['visitor', ({ taken }) => `/records/${taken.recordToken}`]],
  'GET /attest/:token': [['visitor', ({ attestation }) => `/attest/${attestation.token}`]],
  'GET /work/:enrolmentId/coach': [
    ['earner', ({ inProgress }) => `/work/${inProgress.enrolmentId}/coach?done=named`],
    ['earner', ({ fresh }) => `/work/${fresh.enrolmentId}/coach`],
  ],
  'GET /coaching': [
    ['coach', () => '/coaching'],
    ['coordinator', () => '/coaching'],
  ],
  'GET /coaching/invitations/:token': [
    ['visitor', ({ coachInvitation }) => `/coaching/invitations/${coachInvitation.token}`],
    ['coordinator', ({ coachInvitation }) => `/coaching/invitations/${coachInvitation.token}`],
  ],
  'GET /coaching/:coachId': [['coach', ({ coach }) => `/coaching/${coach.id}`]],
  'GET /coaching/:coachId/requirements/:key': [
    ['coach', ({ coach }) => `/coaching/${coach.id}/requirements/reflection`],
    ['coach', ({ coach }) => `/coaching/${coach.id}/requirements/improvement-plan`],
    ['coach', ({ coach }) => `/coaching/${coach.id}/requirements/portfolio`],
  ],
  'GET /consent': [
    ['earner', () => '/consent'],
    ['earner', () => '/consent?q=nobody'],
    ['coordinator', () => '/consent'],
  ],
  'GET /credit': [
    ['earner', () => '/credit'],
    ['coordinator', () => '/credit'],
  ],
  'GET /credit/entries/new': [['earner', () => '/credit/entries/new']],
  'GET /credit/licences/new': [
    ['earner', () => '/credit/licences/new'],
    ['earner', () => '/credit/licences/new?rule=illinois-professional-educator'],
  ],
  'GET /credit/rules/:rule': [
    ['visitor', () => '/credit/rules/illinois-professional-educator'],
    ['earner', () => '/credit/rules/illinois-professional-educator'],
  ],
  'GET /credit/licences/:licenceId': [['earner', ({ credit }) => `/credit/licences/${credit.licenceId}`]],
  'GET /credit/claims/new': [['earner', ({ publicId }) => `/credit/claims/new?award=${publicId}`]],
  'GET /credit/claims/:claimId': [['earner', ({ credit }) => `/credit/claims/${credit.claimId}`]],
  'GET /credit/approvals/:askedId': [['lead_assessor', ({ credit }) => `/credit/approvals/${credit.askedId}`]],
  'GET /approve/:token': [['visitor', ({ credit }) => `/approve/${credit.approvalToken}`]],
  'GET /admin/:issuer/credit/attendance': [['issuer_admin', ({ issuer }) => `/admin/${issuer.slug}/credit/attendance`]],
  'GET /admin/:issuer/credit': [['issuer_admin', ({ issuer }) => `/admin/${issuer.slug}/credit`]],
  'GET /awards/:publicId/evaluation': [['earner', ({ publicId }) => `/awards/${publicId}/evaluation`]],
  'GET /admin/:issuer/evaluations': [['issuer_admin', ({ issuer }) => `/admin/${issuer.slug}/evaluations`]],
  'GET /admin/:issuer/agencies': [['issuer_admin', ({ issuer }) => `/admin/${issuer.slug}/agencies`]],
  'GET /admin/:issuer/agencies/:agencyId': [
    ['issuer_admin', ({ issuer, provider }) => `/admin/${issuer.slug}/agencies/${provider.agencyId}`],
  ],
  'GET /admin/:issuer/batches/:batchId': [
    ['issuer_admin', ({ issuer, provider }) => `/admin/${issuer.slug}/batches/${provider.batchId}`],
  ],
  'GET /admin/:issuer/files': [['issuer_admin', ({ issuer }) => `/admin/${issuer.slug}/files`]],
  'GET /admin/:issuer/records': [['issuer_admin', ({ issuer }) => `/admin/${issuer.slug}/records`]],
  'GET /consent/releases/new': [['earner', () => '/consent/releases/new']],
  'GET /consent/releases/:releaseId': [['earner', ({ release }) => `/consent/releases/${release.id}`]],
  'GET /work/:enrolmentId/artifacts/reusable': [
    ['earner', ({ inProgress }) => `/work/${inProgress.enrolmentId}/artifacts/reusable?requirement=improvement-plan`],
    [
      'earner',
      ({ inProgress }) => `/work/${inProgress.enrolmentId}/artifacts/reusable?requirement=improvement-plan&q=nothing`,
    ],
  ],
  'GET /work/:enrolmentId/artifacts/:artifactId': [
    ['earner', ({ inProgress }) => `/work/${inProgress.enrolmentId}/artifacts/${inProgress.artifactId}`],
  ],
  'GET /dev/outbox': [['visitor', () => '/dev/outbox']],
  'GET /work': [
    ['earner', () => '/work'],
    ['coordinator', () => '/work'],
  ],
  'GET /work/:enrolmentId': [
    ['earner', ({ fresh }) => `/work/${fresh.enrolmentId}`],
    ['earner', ({ inProgress }) => `/work/${inProgress.enrolmentId}`],
    ['earner', ({ claimed }) => `/work/${claimed.enrolmentId}`],
    ['earner', ({ notYet }) => `/work/${notYet.enrolmentId}`],
    ['earner', ({ earned }) => `/work/${earned.enrolmentId}`],
  ],
  'GET /work/:enrolmentId/requirements/:key': [
    ['earner', ({ inProgress }) => `/work/${inProgress.enrolmentId}/requirements/overview`],
    ['earner', ({ inProgress }) => `/work/${inProgress.enrolmentId}/requirements/portfolio`],
    ['earner', ({ inProgress }) => `/work/${inProgress.enrolmentId}/requirements/improvement-plan`],
    ['earner', ({ inProgress }) => `/work/${inProgress.enrolmentId}/requirements/reflection`],
    ['otherEarner', ({ others }) => `/work/${others.enrolmentId}/requirements/portfolio`],
  ],
  'GET /work/:enrolmentId/requirements/:key/history': [
    ['earner', ({ inProgress }) => `/work/${inProgress.enrolmentId}/requirements/reflection/history`],
    ['earner', ({ inProgress }) => `/work/${inProgress.enrolmentId}/requirements/reflection/history?show=1`],
    ['earner', ({ inProgress }) => `/work/${inProgress.enrolmentId}/requirements/overview/history`],
  ],
  'GET /artifacts/:artifactId/view': [
    ['earner', ({ inProgress }) => `/artifacts/${inProgress.artifactId}/view?at=page=2`],
    ['otherEarner', ({ others }) => `/artifacts/${others.artifactId}/view`],
  ],
  'GET /work/:enrolmentId/review': [
    ['earner', ({ inProgress }) => `/work/${inProgress.enrolmentId}/review`],
    ['earner', ({ notYet }) => `/work/${notYet.enrolmentId}/review`],
  ],
  'GET /work/:enrolmentId/attempts/:number': [
    ['earner', ({ claimed }) => `/work/${claimed.enrolmentId}/attempts/1`],
    ['earner', ({ notYet }) => `/work/${notYet.enrolmentId}/attempts/1`],
  ],
  'GET /desk': [
    ['assessor', () => '/desk'],
    ['lead_assessor', () => '/desk'],
    ['assessor', () => '/desk?show=checks'],
  ],
  'GET /desk/conflicts': [
    ['assessor', () => '/desk/conflicts'],
    ['lead_assessor', () => '/desk/conflicts'],
  ],
  'GET /profile': [
    ['earner', () => '/profile'],
    ['earner', () => '/profile?q=lincoln'],
    ['assessor', () => '/profile?q=nothing+is+called+this'],
  ],
  'GET /lead/workload': [
    ['lead_assessor', () => '/lead/workload'],
    ['lead_assessor', ({ people }) => `/lead/workload?assessor=${people.assessor.id}`],
  ],
  'GET /lead/settings': [
    ['lead_assessor', () => '/lead/settings'],
    ['issuer_admin', () => '/lead/settings?saved=1'],
  ],
  'GET /desk/assessments/:assessmentId': [
    ['assessor', ({ claimed }) => `/desk/assessments/${claimed.assessmentId}`],
    ['otherAssessor', ({ others }) => `/desk/assessments/${others.assessmentId}`],
    ['assessor', ({ notYet }) => `/desk/assessments/${notYet.assessmentId}`],
  ],
  'GET /desk/comments': [
    ['assessor', () => '/desk/comments'],
    ['lead_assessor', () => '/desk/comments?q=nothing'],
  ],
  'GET /desk/assessments/:assessmentId/decide': [
    ['assessor', ({ rated }) => `/desk/assessments/${rated.assessmentId}/decide`],
  ],
  'GET /desk/checks/:attemptId': [
    ['assessor', ({ unchecked }) => `/desk/checks/${unchecked.attemptId}`],
    ['assessor', ({ submitted }) => `/desk/checks/${submitted.attemptId}`],
  ],
  'GET /lead/decisions': [['lead_assessor', () => '/lead/decisions']],
  'GET /lead/workload/:personId/conflicts': [
    ['lead_assessor', ({ people }) => `/lead/workload/${people.assessor.id}/conflicts`],
  ],
  'GET /lead/attempts/:attemptId': [
    ['lead_assessor', ({ held }) => `/lead/attempts/${held.attemptId}`],
    ['lead_assessor', ({ notYet }) => `/lead/attempts/${notYet.attemptId}`],
    ['lead_assessor', ({ submitted }) => `/lead/attempts/${submitted.attemptId}`],
  ],
  'GET /lead/reports': [
    ['lead_assessor', () => '/lead/reports'],
    ['otherAdmin', () => '/lead/reports?period=month'],
  ],
  'GET /lead/reports/:report': [
    ['lead_assessor', () => '/lead/reports/look-fors'],
    ['lead_assessor', () => '/lead/reports/assessors'],
    ['lead_assessor', () => '/lead/reports/turn-around'],
    ['lead_assessor', () => '/lead/reports/comments'],
    ['issuer_admin', () => '/lead/reports/fairness'],
  ],
  'GET /work/:enrolmentId/talk': [
    ['earner', ({ notYet }) => `/work/${notYet.enrolmentId}/talk`],
    ['earner', ({ appealed }) => `/work/${appealed.enrolmentId}/talk`],
  ],
  'GET /desk/talks': [
    ['assessor', () => '/desk/talks'],
    ['coach', () => '/desk/talks'],
  ],
  'GET /work/:enrolmentId/requirements/:key/agreement': [
    ['earner', ({ inProgress }) => `/work/${inProgress.enrolmentId}/requirements/improvement-plan/agreement`],
    ['earner', ({ inProgress }) => `/work/${inProgress.enrolmentId}/requirements/overview/agreement`],
  ],
  'GET /lead/agreements': [['lead_assessor', () => '/lead/agreements']],
  'GET /work/:enrolmentId/attempts/:number/appeal': [
    ['earner', ({ notYet }) => `/work/${notYet.enrolmentId}/attempts/1/appeal`],
    ['earner', ({ appealed }) => `/work/${appealed.enrolmentId}/attempts/1/appeal`],
    ['earner', ({ claimed }) => `/work/${claimed.enrolmentId}/attempts/1/appeal`],
  ],
  'GET /lead/appeals': [['lead_assessor', () => '/lead/appeals']],
  'GET /lead/appeals/:attemptId': [['lead_assessor', ({ appealed }) => `/lead/appeals/${appealed.attemptId}`]],
  'GET /lead': [
    ['lead_assessor', () => '/lead'],
    ['issuer_admin', () => '/lead'],
  ],
  'GET /desk/attempts/:attemptId/concerns': [
    ['assessor', ({ claimed }) => `/desk/attempts/${claimed.attemptId}/concerns`],
  ],
  'GET /desk/concerns': [
    ['assessor', () => '/desk/concerns?raised=1'],
    ['lead_assessor', () => '/desk/concerns'],
  ],
  'GET /lead/concerns': [
    ['lead_assessor', () => '/lead/concerns'],
    ['lead_assessor', () => '/lead/concerns?kind=safeguarding&state=settled'],
  ],
  'GET /lead/concerns/:concernId': [['lead_assessor', ({ concern }) => `/lead/concerns/${concern.id}`]],
  'GET /lead/calibration': [['lead_assessor', () => '/lead/calibration']],
  'GET /lead/calibration/sets/new': [['lead_assessor', () => '/lead/calibration/sets/new']],
  'GET /lead/calibration/sets/:setId': [
    ['lead_assessor', ({ calibrated }) => `/lead/calibration/sets/${calibrated.setId}`],
  ],
  'GET /lead/calibration/finishers': [['lead_assessor', () => '/lead/calibration/finishers']],
  'GET /lead/calibration/anchors/new': [['lead_assessor', () => '/lead/calibration/anchors/new']],
  'GET /lead/calibration/consents/:attemptId': [
    ['lead_assessor', ({ earned }) => `/lead/calibration/consents/${earned.attemptId}`],
  ],
  'GET /lead/calibration/anchors/:anchorId': [
    ['lead_assessor', ({ calibrated }) => `/lead/calibration/anchors/${calibrated.anchorId}`],
    ['lead_assessor', ({ calibrated }) => `/lead/calibration/anchors/${calibrated.writingId}`],
  ],
  'GET /lead/calibration/anchors/:anchorId/evidence/:key': [
    [
      'lead_assessor',
      ({ calibrated }) => `/lead/calibration/anchors/${calibrated.writingId}/evidence/${calibrated.key}`,
    ],
  ],
  'GET /desk/calibration': [['assessor', () => '/desk/calibration']],
  'GET /desk/calibration/qualifications/:qualificationId': [
    ['assessor', ({ calibrated }) => `/desk/calibration/qualifications/${calibrated.qualificationId}`],
  ],
  'GET /desk/calibration/meetings/:meetingId': [
    ['assessor', ({ calibrated }) => `/desk/calibration/meetings/${calibrated.meetingId}`],
  ],
  'GET /calibration/consents/:attemptId': [['earner', ({ earned }) => `/calibration/consents/${earned.attemptId}`]],
  'GET /lead/norming': [['lead_assessor', () => '/lead/norming']],
  'GET /lead/norming/new': [['lead_assessor', () => '/lead/norming/new']],
  'GET /lead/norming/:meetingId': [['lead_assessor', ({ calibrated }) => `/lead/norming/${calibrated.meetingId}`]],
  'GET /lead/ledger': [['lead_assessor', () => '/lead/ledger']],
  'GET /desk/ledger': [['assessor', () => '/desk/ledger']],
  'GET /work/:enrolmentId/concerns/:concernId': [
    ['earner', ({ claimed, concern }) => `/work/${claimed.enrolmentId}/concerns/${concern.id}`],
  ],
  'GET /desk/export': [
    ['assessor', () => '/desk/export'],
    ['lead_assessor', () => '/desk/export'],
  ],
  'GET /desk/import': [
    ['assessor', () => '/desk/import'],
    ['assessor', () => '/desk/import?saved=3'],
  ],
  'GET /desk/privacy-flags': [
    ['assessor', () => '/desk/privacy-flags'],
    ['lead_assessor', () => '/desk/privacy-flags'],
  ],
  'GET /work/:enrolmentId/artifacts/:artifactId/redact': [
    ['earner', ({ inProgress }) => `/work/${inProgress.enrolmentId}/artifacts/${inProgress.artifactId}/redact`],
  ],
  'GET /admin': [['operator', () => '/admin']],
  'GET /admin/:issuer': [
    ['issuer_admin', ({ issuer }) => `/admin/${issuer.slug}`],
    ['otherAdmin', ({ otherIssuer }) => `/admin/${otherIssuer.slug}`],
  ],
  'GET /admin/:issuer/people': [['issuer_admin', ({ issuer }) => `/admin/${issuer.slug}/people`]],
  'GET /admin/:issuer/programmes': [['issuer_admin', ({ issuer }) => `/admin/${issuer.slug}/programmes`]],
  'GET /admin/:issuer/programmes/:slug': [
    ['issuer_admin', ({ issuer, earned }) => `/admin/${issuer.slug}/programmes/${earned.slug}`],
  ],
  'GET /admin/:issuer/awards': [['issuer_admin', ({ issuer }) => `/admin/${issuer.slug}/awards`]],
  'GET /admin/:issuer/keys': [['issuer_admin', ({ issuer }) => `/admin/${issuer.slug}/keys?done=rotated`]],
  'GET /admin/:issuer/keys/:keyId/revoke': [
    ['issuer_admin', ({ issuer, issuerKey }) => `/admin/${issuer.slug}/keys/${issuerKey.id}/revoke`],
  ],
};

/** Answers that are not pages. */
const notPages = [
  'GET /artifacts/:artifactId/link',
  'GET /lead/reports/:report/figures.csv',
  'GET /lead/reports/:report/figures.xlsx',
  'GET /admin/:issuer/series/:slug/people.csv',
  'GET /issuers/:issuer/keys/:thumbprint',
  'GET /lead/ledger.csv',
  'GET /lead/ledger.xlsx',
  'GET /assets/*',
  'GET /healthz',
  'GET /favicon.svg',
  'GET /tiles/:slug.svg',
  'GET /robots.txt',
  'GET /sitemap.xml',
  'GET /sitemaps/:number.xml',
  'GET /resources/:ctid',
  'GET /resources/:ctid.json',
  'GET /ims/case/v1p1/CFDocuments',
  'GET /ims/case/v1p1/CFDocuments/:sourcedId',
  'GET /ims/case/v1p1/CFPackages/:sourcedId',
  'GET /ims/case/v1p1/CFItems/:sourcedId',
  'GET /ims/case/v1p1/CFItemAssociations/:sourcedId',
  'GET /ims/case/v1p1/CFAssociations/:sourcedId',
  'GET /ims/case/v1p1/CFRubrics/:sourcedId',
  'GET /ims/case/v1p1/CFItemTypes/:sourcedId',
  'GET /ims/case/v1p1/discovery/imscasev1p1_openapi3_v1p0.json',
  'GET /ims/case/*',
  'GET /schemas/tessera-1.json',
  'GET /schemas/tessera-micro-credential-1.json',
  'GET /schemas/tessera-series-1.json',
  'GET /schemas/tessera-issuer-1.json',
  'GET /schemas/tessera-credit-rule-1.json',
  'GET /attest/:token/files/:artifactId',
  'GET /consent/releases/:releaseId/form',
  'GET /awards/transcript.pdf',
  'GET /admin/:issuer/certificate/preview.pdf',
  'GET /credit/transcript.pdf',
  'GET /credit/transcript.csv',
  'GET /credit/transcript.xlsx',
  'GET /admin/:issuer/batches/:batchId/claims.csv',
  'GET /admin/:issuer/batches/:batchId/claims.xlsx',
  'GET /admin/:issuer/files/:fileId',
  'GET /credit/claims/:claimId/form.pdf',
  'GET /credit/approvals/:askedId/form.pdf',
  'GET /credit/approvals/:askedId/proof',
  'GET /approve/:token/form.pdf',
  'GET /approve/:token/proof',
  'GET /credit/entries/:entryId/proof',
  'GET /verify/:publicId/credential.json',
  'GET /verify/:publicId/credentials/:number',
  'GET /verify/:publicId/credentials/:number.jwt',
  'GET /verify/:publicId/certificate.pdf',
  'GET /verify/:publicId/badge.png',
  'GET /verify/:publicId/badge.svg',
  'GET /verify/:publicId/credential.jwt',
  'GET /verify/:publicId/image.png',
  'GET /endorsements/:endorsementId',
  'GET /ob2/assertions/:publicId',
  'GET /ob2/badges/:slug/:version',
  'GET /ob2/series/:slug/:version',
  'GET /ob2/issuers/:issuer',
  'GET /issuers/:issuer/did.json',
  'GET /issuers/:issuer/status/:purpose',
  'GET /issuers/:issuer/status/:purpose/:number',
  'GET /.well-known/openid-credential-issuer/issuers/:issuer',
  'GET /issuers/:issuer/.well-known/openid-credential-issuer',
  'GET /.well-known/oauth-authorization-server/issuers/:issuer',
  'GET /issuers/:issuer/.well-known/oauth-authorization-server',
  'GET /issuers/:issuer/wallet/offers/:offer',
  'GET /awards/transcript.clr.json',
  'GET /awards/transcript.clr.jwt',
  'GET /records/:recordToken/transcript.clr.json',
  'GET /records/:recordToken/transcript.clr.jwt',
  'GET /artifacts/:artifactId',
  'GET /artifacts/:artifactId/captions/:language.vtt',
  'GET /artifacts/:artifactId/facts',
  'GET /artifacts/:artifactId/rendition',
  'GET /artifacts/:artifactId/rendition.pdf',
  'GET /artifacts/:artifactId/table',
  'GET /artifacts/:artifactId/text',
  'GET /attempts/:attemptId/attempt.pdf',
  'GET /attempts/:attemptId/pack.zip',
  'GET /desk/assessments/:assessmentId/comments',
  'GET /uploads',
];

/** Not a route: what people see when something can't be done. */
const errorPages: [Who, string][] = [
  ['visitor', '/there-is-nothing-here'],
  ['earner', '/desk'],
];

const titles = new Map<string, string>();
let place: BrowserSite;
let population: Population;

beforeAll(async () => {
  place = await startBrowserSite();
  population = await makePopulation(place.site);
  return () => place.close();
}, 120_000);

it('every page has an address here', () => {
  const routes = listRoutes(place.site)
    .filter(({ method, route }) => method === 'GET' && !notPages.includes(route))
    .map(({ route }) => route);
  expect(Object.keys(pages).sort()).toEqual(routes.sort());
});

const rows = Object.entries(pages).flatMap(([route, examples]) =>
  examples.map(([who, address], index) => ({ route, who, address, name: `${route} (${index + 1}, ${who})` })),
);
const errorRows = errorPages.map(([who, path]) => ({
  route: path,
  who,
  address: () => path,
  name: `the error page of ${path} (${who})`,
}));

const open = new Map<Who, Promise<Page>>();

/** One browser context for each person: a new one for every page would cost more than all else. */
function pageOf(who: Who): Promise<Page> {
  const known = open.get(who) ?? newPage(who);
  open.set(who, known);
  return known;
}

async function newPage(who: Who): Promise<Page> {
  const { page } = await openPage(place.browser, place.baseUrl, { viewport: phone, bypassCSP: true });
  await page.addInitScript({ path: axeScript });
  if (who !== 'visitor') await signInBrowser(page, population.people[who]);
  return page;
}

// Loaded once, and looked at twice: loading is the greater part of the work.
describe('on a phone in the light, and on a wide screen in the dark', () => {
  it.each([...rows, ...errorRows])('$name', async ({ who, address }) => {
    const page = await pageOf(who);
    const path = address(population);
    await page.setViewportSize(phone);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(path);
    await untilAlive(page);

    const { title, ...said } = await page.evaluate(() => ({
      title: document.title,
      headings: document.querySelectorAll('h1').length,
      lang: document.documentElement.lang,
    }));
    expect(said).toEqual({ headings: 1, lang: 'en' });
    expect(title).toMatch(/\S.* · Tessera$/);
    titles.set(path, title);

    expect(await violations(page)).toEqual([]);
    expect(await widthAt320(page)).toBeLessThanOrEqual(320);

    await becomeDark(page);
    await page.setViewportSize(desk);
    expect(await violations(page)).toEqual([]);
    expect(await focusLostOn(page)).toEqual([]);
  });
});

it('no two pages have the same title', () => {
  const byTitle = Map.groupBy([...titles], ([, title]) => title);
  const same = [...byTitle.values()]
    .map((of) => of.map(([path]) => path.split('?')[0] ?? ''))
    .filter((of) => new Set(of).size > 1);
  expect(same).toEqual([]);
});

async function signInBrowser(page: Page, person: Person): Promise<void> {
  const { cookie } = await signIn(place.site, person);
  const [name = '', value = ''] = cookie.split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: place.baseUrl }]);
}

/** Once every island has come to life: what people use is then what is looked at. */
async function untilAlive(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelectorAll('[data-island]:not([data-hydrated])').length === 0);
}

/** At once: where a colour is on its way to another, axe measures what nobody looks at. */
async function becomeDark(page: Page): Promise<void> {
  await page.addStyleTag({ content: '*, ::before, ::after { transition: none !important; }' });
  await page.emulateMedia({ colorScheme: 'dark' });
}

type AxeResult = { violations: { id: string; help: string; nodes: { target: string[]; failureSummary: string }[] }[] };

const axeScript = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe finds against WCAG 2.2 AA and its best practices, with the elements concerned. */
async function violations(page: Page): Promise<string[]> {
  const result = await page.evaluate<AxeResult>(`axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'target-size': { enabled: true }, 'color-contrast': { enabled: true } },
    resultTypes: ['violations'],
    // Only an experimental rule, which is not run, asks for the style sheets; all are read anew for it on every page.
    preload: { assets: ['media'] },
  })`);
  return result.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help} at ${target.join(' ')}: ${failureSummary}`),
  );
}

/** How wide the page is in a window of 320 px; more means that people have to scroll sideways. */
async function widthAt320(page: Page): Promise<number> {
  await page.setViewportSize({ width: 320, height: 700 });
  return page.evaluate(() => document.documentElement.scrollWidth);
}

/** The first few stops of the Tab key: those that show nothing of the focus being there. */
async function focusLostOn(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    const lost: string[] = [];
    Object.assign(window, { lost });
    document.addEventListener('focusin', () => {
      const element = document.activeElement;
      if (!element || element === document.body) return;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      const shown = (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
      if (!shown || !element.matches(':focus-visible')) lost.push(element.outerHTML.slice(0, 160));
    });
  });
  for (let stop = 0; stop < 12; stop += 1) await page.keyboard.press('Tab');
  return page.evaluate(() => (window as unknown as { lost: string[] }).lost);
}
