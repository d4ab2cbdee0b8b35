import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'vitest';
import { projectRoot } from '#platform/root.ts';
import { startBrowserSite } from './support/browser-site.ts';
import { type PageOptions, desk, openPage, phone } from './support/browser.ts';
import { signIn } from './support/factories.ts';
import { type Population, makePopulation } from './support/population.ts';

type Who = 'visitor' | keyof Population['people'];
type Shot = { name: string; who: Who; address: (population: Population) => string; options?: PageOptions };

const dark: PageOptions = { colorScheme: 'dark' };
const small: PageOptions = { viewport: phone };

/** The pictures of docs/images, of the first screenful at 1,440 px unless it says otherwise. */
const shots: Shot[] = [
  { name: 'home', who: 'visitor', address: () => '/' },
  { name: 'library', who: 'visitor', address: () => '/library' },
  { name: 'library-dark', who: 'visitor', address: () => '/library?q=equity', options: dark },
  { name: 'micro-credential', who: 'visitor', address: ({ inProgress }) => `/micro-credentials/${inProgress.slug}` },
  { name: 'series', who: 'earner', address: () => '/series/advancing-powerful-student-learning#map' },
  { name: 'my-work', who: 'earner', address: () => '/work' },
  {
    name: 'workspace-phone',
    who: 'earner',
    address: ({ inProgress }) => `/work/${inProgress.enrolmentId}`,
    options: small,
  },
  {
    name: 'narrative',
    who: 'earner',
    address: ({ inProgress }) => `/work/${inProgress.enrolmentId}/requirements/reflection`,
  },
  {
    name: 'portfolio',
    who: 'earner',
    address: ({ inProgress }) => `/work/${inProgress.enrolmentId}/requirements/portfolio`,
  },
  { name: 'feedback', who: 'earner', address: ({ notYet }) => `/work/${notYet.enrolmentId}/attempts/1` },
  { name: 'desk', who: 'assessor', address: () => '/desk' },
  { name: 'scoring', who: 'assessor', address: ({ claimed }) => `/desk/assessments/${claimed.assessmentId}` },
  {
    name: 'scoring-dark',
    who: 'assessor',
    address: ({ claimed }) => `/desk/assessments/${claimed.assessmentId}`,
    options: dark,
  },
  { name: 'awards', who: 'earner', address: () => '/awards' },
  { name: 'verification', who: 'visitor', address: ({ publicId }) => `/verify/${publicId}` },
  { name: 'dashboard', who: 'issuer_admin', address: ({ issuer }) => `/admin/${issuer.slug}` },
];

it('takes the pictures of docs/images', { timeout: 180_000 }, async () => {
  const folder =
    process.env.SCREENSHOTS === 'docs' ? join(projectRoot, 'docs/images') : (process.env.SCREENSHOTS ?? '');
  mkdirSync(folder, { recursive: true });
  const { site, baseUrl, browser, close } = await startBrowserSite();
  try {
    const population = await makePopulation(site);
    for (const { name, who, address, options = {} } of shots) {
      const opened = await openPage(browser, baseUrl, { viewport: desk, ...options });
      if (who !== 'visitor') {
        const { cookie } = await signIn(site, population.people[who]);
        const at = cookie.indexOf('=');
        await opened.page
          .context()
          .addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: baseUrl }]);
      }
      await opened.page.goto(address(population), { waitUntil: 'networkidle' });
      await opened.page.screenshot({ path: join(folder, `${name}.png`) });
      await opened.close();
    }
  } finally {
    await close();
  }
});
