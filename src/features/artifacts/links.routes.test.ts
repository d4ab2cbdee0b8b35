import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFetchOutside } from '#platform/fetch-outside.ts';
import { type TestSite, createTestApp, post } from '../../../test/support/app.ts';
import { everyKindActs } from '../../../test/support/every-kind.ts';
import { type Desk } from '../../../test/support/work.ts';

let site: TestSite;
let host: string;
const pages = createServer((request, response) => {
  if (request.url === '/gone') response.writeHead(404).end('<title>Not here</title>');
  else response.writeHead(200, { 'content-type': 'text/html' }).end('<html><title>Our plan &amp;\n agenda</title>');
});

beforeAll(async () => {
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  host = `plans.example:${(pages.address() as AddressInfo).port}`;
  const resolve = async () => ['127.0.0.1'];
  site = await createTestApp({ overrides: { fetchOutside: createFetchOutside({ allowed: [host], resolve }) } });
});

afterAll(async () => {
  await site.close();
  await new Promise((resolve) => pages.close(resolve));
});

const { begin, json } = everyKindActs(() => site);

describe('a link', () => {
  const add = async (desk: Desk, url: string) => {
    const fields = { 'link.url': url, 'link.name': 'Plan' };
    const response = await post(site, `${desk.home}/artifacts?requirement=tally`, fields, json(desk));
    await site.runJobs();
    return site.db
      .selectFrom('artifacts')
      .select(['link_title', 'link_seen_at'])
      .where('id', '=', response.json().added[0].id as string)
      .executeTakeFirstOrThrow();
  };

  it('keeps what its page was called, and when', async () => {
    const row = await add(await begin(), `http://${host}/plan`);
    expect(row).toEqual({ link_title: 'Our plan & agenda', link_seen_at: site.deps.now() });
  });

  it.each([
    ['gone', () => `http://${host}/gone`],
    ['inside', () => 'http://inside.example/'],
  ])('to a page that is %s keeps no note, and is kept', async (_what, url) => {
    expect(await add(await begin(), url())).toEqual({ link_title: null, link_seen_at: null });
  });
});
