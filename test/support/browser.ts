import { type Browser, type Page, chromium } from 'playwright-core';
import { findChromium } from './chromium.ts';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
];

/** The browser that npm installs, without a window. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await findChromium();
  return chromium.launch({ executablePath, headless: true, args, env: { ...process.env, ...env } });
}

export const phone = { width: 390, height: 844 };
export const desk = { width: 1440, height: 900 };

export type PageOptions = {
  viewport?: { width: number; height: number };
  javaScriptEnabled?: boolean;
  colorScheme?: 'light' | 'dark';
  hasTouch?: boolean;
  /** Lets a test put a script of its own into the page. */
  bypassCSP?: boolean;
};

/** A page with cookies of its own; `errors` collects what its scripts threw. */
export async function openPage(
  browser: Browser,
  baseURL: string,
  options: PageOptions = {},
): Promise<{ page: Page; errors: string[]; close(): Promise<void> }> {
  const context = await browser.newContext({ baseURL, viewport: desk, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  return { page, errors, close: () => context.close() };
}

/** Waits until nothing moves but what moves for ever: a colour half-way to another has no contrast of its own. */
export async function untilStill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const isMoving = (one: Animation) =>
      one.playState === 'running' && one.effect?.getComputedTiming().endTime !== Infinity;
    // What inherits a colour begins a frame after what it inherits from.
    for (let still = 0; still < 3; still = document.getAnimations().some(isMoving) ? 0 : still + 1)
      await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}
