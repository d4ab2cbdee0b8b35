import { findChromium } from './chromium.ts';

/** Unpacks the browser before the first test file asks for it, so that no test's time pays for it. */
export default async function setup() {
  await findChromium();
}
