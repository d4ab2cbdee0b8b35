import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PolicyName } from '#platform/policy.ts';
import { claim, doTheWork, enrolIn, rate, submit } from './support/acts.ts';
import { type TestSite, createTestApp, get, pageOf } from './support/app.ts';
import { type Person, insertMembership, insertPerson, signIn } from './support/factories.ts';
import { type Population, makePopulation } from './support/population.ts';
import { fill, listRoutes, ownParams, rightfulCallers } from './support/routes.ts';

/** Every field that any form or API of the site reads. */
const fields = [
  'name',
  'email',
  'password',
  'next',
  'token',
  'digits',
  'grant_type',
  'pre-authorized_code',
  'tx_code',
  'role',
  'number',
  'revision',
  'undo',
  'seen',
  'intent',
  'then',
  'remove',
  'drop',
  'artifact',
  'asked',
  'kind',
  'statement',
  'channel',
  'answer',
  'reason',
  'shows',
  'release',
  'used',
  'how',
  'subject',
  'givenBy',
  'givenOn',
  'expiresOn',
  'covers-image',
  'note',
  'text.text',
  'item.0.artifact',
  'item.0.note',
  'link.url',
  'link.name',
  'entry.vision-process.explanation',
  'entry.vision-process.source.0.artifact',
  'entry.vision-process.source.0.type',
  'entry.vision-process.source.0.place',
  'place',
  'body',
  'file',
  'type',
  'at',
  'until',
  'reopen',
  'value-results-relevant',
  'comment-results-relevant',
  'was-results-relevant',
  'condition-results-relevant',
  'note-results-relevant',
  'places-results-relevant',
  'file-results-relevant',
  'at-results-relevant',
  'overall-note',
  'live',
  'for',
  'shared',
  'resumes',
  'lookFor',
  'overall',
  'target',
  'back',
  'title',
  'microCredentialId',
  'rule',
  'validFrom',
  'validTo',
  'documentUrl',
  'ending',
  'through',
  'years',
  'q-outcomes',
  'q-comments',
  'rubric',
  'personId',
  'anchors',
  'item',
  'day',
  'time',
  'record',
  'use',
  'names',
  'conclusion.0',
  'agreed.0',
  'region.0.x',
  'time.0',
  'minutes',
  'wish',
  'proposal',
  'verdict',
  'to',
  'look-for.results-relevant',
  'region.0.width',
  'school',
  'district',
  'region',
  'issuer',
  'who',
  'q',
  'from',
  'timeZone',
  'holidays',
  'assignment',
  'seedRate',
  'language',
  'micro-credential',
];

const html = '<script>alert(1)</script><img src=x onerror=alert(2)>';
const sql = `'; drop table people; --`;

/** Bodies that nobody who fills in the form would send. */
const bad: Record<string, string> = {
  'no fields': '',
  'only unknown fields': 'colour=blue',
  'HTML in every field': form(() => html),
  'SQL in every field': form(() => sql),
  'NUL, control and half characters in every field': `${form(() => 'a')}&name=%00%01%ff%ed%a0%80&text.text=%00%00`,
  'every field a very long word': form(() => 'x'.repeat(40_000)),
  'every field twice': `${form(() => 'a')}&${form(() => 'b')}`,
  'every field a number out of range': form(() => '99999999999999999999'),
  'every field negative': form(() => '-1'),
  'ids of nobody': form(() => '0190a000-0000-7000-8000-00000000dead'),
  'names of objects’ own properties':
    '__proto__=1&constructor=1&toString=1&role=__proto__&value-results-relevant=constructor',
  'broken percent signs': 'name=%&email=%zz&revision=%E0%A4%A',
};

const badJson: Record<string, string> = {
  'an empty body': '',
  'half a document': '{"revision":',
  null: 'null',
  'a list': '[]',
  'a text': '"data"',
  'wrong types': '{"revision":"1","data":1,"value":true,"comment":[]}',
  'unknown fields': '{"revision":0,"data":{},"value":"yes","comment":"","admin":true}',
  'numbers out of range': '{"revision":1e300,"data":{"texts":{"text":1e300}},"value":"yes","comment":"x"}',
  'a negative revision': '{"revision":-1,"data":{"texts":{}},"value":null,"comment":""}',
  'NUL in text':
    '{"revision":0,"data":{"texts":{"text":"a\\u0000b"},"items":[{"artifact":"a","note":"\\u0000"}]},"value":"no","comment":"a\\u0000b"}',
  'half a surrogate pair': '{"revision":0,"data":{"texts":{"text":"\\ud800"}},"value":"no","comment":"\\ud800"}',
  'a prototype': '{"revision":0,"data":{"__proto__":{"a":1},"texts":{"constructor":"x"}},"value":"yes","comment":""}',
  'very deep nesting': `{"revision":0,"data":${'['.repeat(5000)}${']'.repeat(5000)}}`,
  'a foreign artifact':
    '{"revision":0,"data":{"items":[{"artifact":"0190a000-0000-7000-8000-00000000dead","note":""}]}}',
};

function form(value: (field: string) => string): string {
  return fields.map((field) => `${encodeURIComponent(field)}=${encodeURIComponent(value(field))}`).join('&');
}

let site: TestSite;
let population: Population;
let calls = 0;
const sessions = new Map<string, ReturnType<typeof signIn>>();

beforeAll(async () => {
  site = await createTestApp();
  population = await makePopulation(site);
  return () => site.close();
});

beforeEach(() => sessions.clear());

/** One for each person in a test. */
function sessionOf(person: Person): ReturnType<typeof signIn> {
  const known = sessions.get(person.id) ?? signIn(site, person);
  sessions.set(person.id, known);
  return known;
}

/** Where nobody has to sign in, a session is one more thing that may go wrong. */
function callerOf(policy: PolicyName): Person {
  const caller = rightfulCallers[policy];
  return population.people[caller === 'visitor' ? 'earner' : caller];
}

/** None of the calls has ended a session: each was that of somebody signed in. */
async function expectSessionsToHold(): Promise<void> {
  expect(sessions.size).toBeGreaterThan(0);
  for (const session of sessions.values()) expect((await get(site, '/awards', await session)).statusCode).toBe(200);
}

async function send(method: string, url: string, as: Person, payload: string, type: string) {
  calls += 1;
  return site.app.inject({
    method: method as 'POST',
    url,
    remoteAddress: `10.1.${calls >> 8}.${calls & 255}`,
    headers: {
      ...(await sessionOf(as)),
      origin: site.deps.baseUrl,
      accept: 'text/html',
      ...(method === 'GET' ? {} : { 'content-type': type }),
    },
    ...(method === 'GET' ? {} : { payload }),
  });
}

const kinds = [
  { kind: 'form', type: 'application/x-www-form-urlencoded', bodies: bad },
  { kind: 'JSON', type: 'application/json', bodies: badJson },
  {
    kind: 'multipart',
    type: 'multipart/form-data; boundary=b',
    bodies: { 'a broken multipart body': '--b\r\nnonsense', nothing: '' },
  },
  { kind: 'unknown', type: 'application/x-nothing', bodies: { something: 'a=b' } },
];

describe.each(kinds)('a $kind body that nobody would send', ({ type, bodies }) => {
  it.each(Object.entries(bodies))(
    'with %s is answered by no route with an error of the server',
    async (_name, payload) => {
      for (const { method, url, policy } of listRoutes(site).filter((route) => route.method !== 'GET')) {
        if (url === '/sign-out') continue; // It reads nothing.
        const path = fill(url, ownParams(population, url));
        const response = await send(method, path, callerOf(policy), payload, type);
        expect([method, url, response.statusCode < 500]).toEqual([method, url, true]);
        expect(response.body).not.toContain('<script>alert(1)');
        expect(response.body).not.toContain('<img src=x');
        expect(response.body).not.toMatch(/at \w+ \(.*\.ts:\d+/); // No stack.
      }
      await expectSessionsToHold();
    },
  );
});

it('a query that nobody would type is answered by no page with an error of the server', async () => {
  const values = [
    html,
    sql,
    'x'.repeat(3000),
    '-1',
    '99999999999999999999',
    '\u0000',
    '\ud83d',
    '%',
    '(&',
    '"',
    ':*',
    '\\',
    '__proto__',
  ];
  const names = [
    'q',
    'issuer',
    'series',
    'audience',
    'hours',
    'sort',
    'after',
    'before',
    'page',
    'from',
    'to',
    'next',
    'token',
    'saved',
    'removed',
    'notice',
    'done',
    'micro-credential',
    'paper',
    'limit',
    'offset',
    'orderBy',
    'fields',
    'title',
  ];
  for (const { url, policy } of listRoutes(site).filter(({ method }) => method === 'GET')) {
    const path = fill(url, ownParams(population, url));
    for (const value of values) {
      const query = names.map((name) => `${name}=${encodeURIComponent(value.replace('\ud83d', '%ud83d'))}`).join('&');
      const response = await send('GET', `${path}?${query}&q=a&q=b&__proto__=x`, callerOf(policy), '', '');
      expect([url, value.slice(0, 20), response.statusCode < 500]).toEqual([url, value.slice(0, 20), true]);
      // A spreadsheet has what was typed, letter by letter, and no browser reads it as a page.
      if (String(response.headers['content-type']).startsWith('text/csv')) continue;
      expect(response.body).not.toContain('<script>alert(1)');
      expect(response.body).not.toContain('<img src=x');
    }
  }
  await expectSessionsToHold();
}, 120_000);

it.each([
  ['that can’t be read', '/%ZZ', 400],
  ['that can’t be read, of a page there is', '/micro-credentials/%E0%A4%A', 400],
  ['that is too long', `/micro-credentials/${'x'.repeat(300)}`, 414],
])('an address %s is refused with our page and headers', async (_what, url, status) => {
  const usual = await get(site, '/not-there');
  for (const method of ['GET', 'POST']) {
    const response = await send(method, url, population.people.earner, '', 'application/x-www-form-urlencoded');
    expect(response.statusCode).toBe(status);
    expect(pageOf(response).querySelector('.eyebrow')?.textContent).toBe(`Error ${status}`);
    expect(response.headers['content-security-policy']).toBe(usual.headers['content-security-policy']);
    expect(response.headers['x-content-type-options']).toBe('nosniff');
  }
});

describe('too much', () => {
  it('is refused with a page of its own, and nothing of it is stored', async () => {
    const { enrolmentId } = population.fresh;
    const before = await evidenceCount();
    const huge = `text.text=${'x'.repeat(3_000_000)}`;
    const response = await send(
      'POST',
      `/work/${enrolmentId}/submit`,
      population.people.earner,
      huge,
      'application/x-www-form-urlencoded',
    );
    expect(response.statusCode).toBe(413);
    expect(pageOf(response).querySelector('h1')?.textContent).toBe('That is too large');
    expect(await evidenceCount()).toBe(before);
  });
});

describe('HTML and SQL in text', () => {
  const nasty = `${html} ${sql} "quoted" & \${7*7} {{7*7}}`;

  it('is kept as it was typed, and shown as text wherever it appears', async () => {
    const person = await insertPerson(site, { name: nasty });
    const assessor = await insertPerson(site, { name: `Assessor ${html}` });
    await insertMembership(site, population.issuer, assessor, 'assessor');
    const id = await enrolIn(site, person, 'building-will');
    await doTheWork(site, person, id);
    const saved = await send(
      'POST',
      `/work/${id}/requirements/${await firstNarrative(id)}`,
      person,
      await nastyForm(id, nasty),
      'application/x-www-form-urlencoded',
    );
    expect(saved.statusCode).toBe(303);
    const attemptId = await submit(site, person, id);
    const assessmentId = await claim(site, assessor, attemptId);
    await rate(site, assessor, assessmentId);

    const earner = await signIn(site, person);
    const desk = await signIn(site, assessor);
    const pages: [string, { cookie: string }][] = [
      [`/work/${id}`, earner],
      [`/work/${id}/attempts/1`, earner],
      [`/work/${id}/requirements/${await firstNarrative(id)}`, earner],
      [`/desk/assessments/${assessmentId}`, desk],
      ['/desk', desk],
    ];
    let shown = 0;
    for (const [url, headers] of pages) {
      const response = await get(site, url, headers);
      expect([url, response.statusCode]).toEqual([url, 200]);
      expect(response.body).not.toContain('<script>alert(1)');
      expect(response.body).not.toContain('<img src=x');
      if (pageOf(response).body.textContent.includes(html)) shown += 1;
    }
    expect(shown).toBe(pages.length);
    expect(await site.db.selectFrom('people').select('id').execute()).not.toEqual([]);
  });
});

async function evidenceCount(): Promise<number> {
  return (await site.db.selectFrom('evidence_items').select('id').execute()).length;
}

async function firstNarrative(enrolmentId: string): Promise<string> {
  const row = await site.db
    .selectFrom('evidence_items')
    .select('requirement_key')
    .where('enrolment_id', '=', enrolmentId)
    .where('kind', '=', 'narrative')
    .orderBy('id')
    .executeTakeFirstOrThrow();
  return row.requirement_key;
}

/** The narrative that is there, with something nasty before every text. */
async function nastyForm(enrolmentId: string, nasty: string): Promise<string> {
  const { data, revision } = await site.db
    .selectFrom('evidence_items')
    .select(['data', 'revision'])
    .where('enrolment_id', '=', enrolmentId)
    .where('requirement_key', '=', await firstNarrative(enrolmentId))
    .executeTakeFirstOrThrow();
  const { texts } = data as { texts: Record<string, string> };
  return new URLSearchParams({
    revision: String(revision),
    ...Object.fromEntries(Object.entries(texts).map(([key, text]) => [`text.${key}`, `${nasty} ${text}`])),
  }).toString();
}
