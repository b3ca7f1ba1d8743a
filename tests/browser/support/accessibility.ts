import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** The serious findings about a page's accessibility, one line each. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // The page's policy takes no script from elsewhere, so this one comes through the browser's own door.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
  return violations
    .filter(isSerious)
    .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}

function isSerious({ impact }: AxeResults['violations'][number]): boolean {
  return impact === 'serious' || impact === 'critical';
}
