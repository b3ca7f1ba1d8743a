import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'docs', 'screens');

const isWanted = process.env.SCREENS === '1';

/** Lets the page come to rest for a picture of it: nothing but the picture needs that. */
export async function beforeScreenshot(page: Page, restMs: number): Promise<void> {
  if (isWanted) await page.waitForTimeout(restMs);
}

/** Keeps a picture of the page as docs/screens/NAME.png, if SCREENS=1 asks for new ones: a test run changes no files. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (!isWanted) return;
  mkdirSync(FOLDER, { recursive: true });
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' });
}
