import { expect, it } from 'vitest';
import { startBrowserSite } from '../../../test/support/browser-site.ts';
import { openPage, phone } from '../../../test/support/browser.ts';
import { insertMember, signIn } from '../../../test/support/factories.ts';

it('keeps the places of leading behind one button on a phone, without a script', async () => {
  const { site, baseUrl, browser, close } = await startBrowserSite();
  try {
    const { page } = await openPage(browser, baseUrl, { viewport: phone, javaScriptEnabled: false });
    const { cookie } = await signIn(site, (await insertMember(site, 'lead_assessor')).person);
    const [name = '', value = ''] = cookie.split(/=(.*)/su);
    await page.context().addCookies([{ name, value, url: baseUrl }]);
    await page.goto('/lead/decisions');
    const reports = page.getByRole('link', { name: 'Reports', exact: true });
    await expect.poll(() => reports.isVisible()).toBe(false);
    expect((await page.getByRole('heading', { level: 1 }).boundingBox())?.y).toBeLessThan(300);
    await page.getByRole('button', { name: 'Assessing: Decisions' }).click();
    await reports.click();
    await page.waitForURL('**/lead/reports');
    await page.setViewportSize({ width: 1440, height: 900 });
    await expect.poll(() => page.getByRole('button', { name: 'Assessing: Reports' }).isVisible()).toBe(false);
    await expect.poll(() => reports.isVisible()).toBe(true);
  } finally {
    await close();
  }
});
