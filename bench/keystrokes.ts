import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts';
import { freePort } from '#platform/free-port.ts';
import { silentLog } from '#platform/log.ts';
import { projectRoot } from '#platform/root.ts';
import { buildApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { makeDeps } from '../src/make-deps.ts';
import { launchBrowser } from '../test/support/browser.ts';
import { insertEnrolment, signIn } from '../test/support/factories.ts';
import { freshDatabase } from './fresh-database.ts';
import { quantile } from './measure.ts';

const database = 'bench_keystrokes';
const sentence = 'Our team read the attendance data together and agreed on two changes to the morning routine. ';

/**
 * How long after a keystroke what it typed is known to be saved, in the real editor in a real browser: from the input event
 * to the server's answer that covers it, for somebody who types about 60 words a minute and rests between sentences.
 */
export async function measureKeystrokes(seconds: number): Promise<void> {
  const dataDir = join(projectRoot, 'data/bench');
  mkdirSync(dataDir, { recursive: true });
  process.env.DATA_DIR = dataDir;
  const postgres = await startEmbeddedPostgres({ dataDir, log: console.log });
  const browser = await launchBrowser();
  try {
    const url = await freshDatabase(postgres.url, database);
    const port = await freePort(20_000, '127.0.0.1');
    const baseUrl = `http://127.0.0.1:${port}`;
    const deps = makeDeps(readConfig(), url, baseUrl, silentLog);
    const app = await buildApp(deps);
    await app.listen({ port, host: '127.0.0.1' });
    const { id, person } = await insertEnrolment(deps);
    const [name = '', value = ''] = (await signIn({ db: deps.db, deps }, person)).cookie.split(/=(.*)/su);

    const context = await browser.newContext({ baseURL: baseUrl });
    await context.addCookies([{ name, value, url: baseUrl }]);
    const page = await context.newPage();
    await page.addInitScript(watchSaves);
    await page.goto(`/work/${id}/requirements/portfolio`);
    await page.locator('[data-island][data-hydrated]').waitFor();
    await page
      .getByLabel(/^How does it show/u)
      .first()
      .click();
    for (const until = performance.now() + seconds * 1000; performance.now() < until;) {
      for (const [index, letter] of [...sentence].entries()) {
        await page.keyboard.type(letter);
        await page.waitForTimeout(60 + ((index * 37) % 140));
      }
      await page.waitForTimeout(1200);
    }
    await page.locator('[data-save-state=saved]').waitFor();
    const { waits, saves } = await page.evaluate(() => (window as unknown as { bench: Watched }).bench);
    const [p50, p95, most] = [0.5, 0.95, 1].map((share) => quantile(waits, share).toFixed(0));
    console.log(
      `${waits.length} keystrokes in ${seconds} s: saved after ${p50} ms (p50), ${p95} ms (p95), ${most} ms at most; ` +
        `${saves} saves, ${(saves / seconds).toFixed(2)} a second.`,
    );
    await app.close();
    await deps.close();
  } finally {
    await browser.close();
    await postgres.stop();
  }
}

type Watched = { waits: number[]; saves: number };

/** In the page: when each keystroke came, and when a save that was sent after it was answered. */
function watchSaves(): void {
  const bench: Watched = { waits: [], saves: 0 };
  Object.assign(window, { bench });
  let open: number[] = [];
  addEventListener('input', () => open.push(performance.now()), true);
  const { fetch } = window;
  window.fetch = async (input, init) => {
    const covered = open;
    if (init?.method === 'PUT') open = [];
    const response = await fetch(input, init);
    if (init?.method === 'PUT' && response.ok) {
      bench.saves += 1;
      bench.waits.push(...covered.map((at) => performance.now() - at));
    }
    return response;
  };
}
