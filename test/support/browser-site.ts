import type { Browser } from 'playwright-core';
import { freePort } from '#platform/free-port.ts';
import { type TestSite, createTestApp } from './app.ts';
import { launchBrowser } from './browser.ts';

export type BrowserSite = { site: TestSite; baseUrl: string; browser: Browser; close(): Promise<void> };

/** The real application on a port of its own, and a browser to visit it with: one of each for a whole test file. */
export async function startBrowserSite(): Promise<BrowserSite> {
  const site = await listen();
  if (site.deps.assets.styles.length === 0)
    throw new Error('Build first (node scripts/build.ts): the pages have no styles.');
  const browser = await launchBrowser();
  return {
    site,
    baseUrl: site.deps.baseUrl,
    browser,
    async close() {
      await browser.close();
      await site.close();
    },
  };
}

const host = '127.0.0.1';

/** The address is part of the settings, so the port comes first; should another program take it meanwhile, the next is tried. */
async function listen(): Promise<TestSite> {
  for (;;) {
    const port = await freePort(20_000 + Math.floor(Math.random() * 10_000), host);
    const site = await createTestApp({ baseUrl: `http://${host}:${port}`, overrides: { now: () => new Date() } });
    try {
      await site.app.listen({ port, host });
      return site;
    } catch (error) {
      await site.close();
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
}
