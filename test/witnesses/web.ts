import type { FetchOutside } from '../../src/platform/fetch-outside.ts';
import { type TestSite, get } from '../support/app.ts';

/** The web as software elsewhere sees it: the public addresses of a test site, and a few pages beside them; nothing leaves the machine. */
export type Web = {
  pages: Map<string, unknown>;
  /** What was asked for, by whomever. */
  asked: string[];
  fetch: typeof fetch;
  fetchOutside: FetchOutside;
};

export function createWeb(site: TestSite): Web {
  const pages = new Map<string, unknown>();
  const asked: string[] = [];

  async function answer(address: string): Promise<{ status: number; body: string }> {
    asked.push(address);
    const page = pages.get(address);
    if (page !== undefined) return { status: 200, body: JSON.stringify(page) };
    const url = new URL(address);
    if (url.origin !== site.deps.baseUrl) throw new TypeError(`no way to ${address}`);
    const { statusCode, body } = await get(site, url.pathname, { accept: 'application/json' });
    return { status: statusCode, body };
  }

  return {
    ...{ pages, asked },
    async fetch(input) {
      const url = new URL(input instanceof Request ? input.url : input).href;
      const { status, body } = await answer(url);
      const response = new Response(body, { status, headers: { 'content-type': 'application/json' } });
      // One that was made by hand has no address, and DIDKit reads it.
      return Object.defineProperty(response, 'url', { value: url });
    },
    async fetchOutside(url) {
      const { status, body } = await answer(url);
      return { url, status, contentType: 'application/json', body: Buffer.from(body) };
    },
  };
}
