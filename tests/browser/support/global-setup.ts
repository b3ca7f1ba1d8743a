import type { TestProject } from 'vitest/node';
import { chromiumPath } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The browser's path, or why there is none: tests that need none run all the same. */
    chromium: { readonly path: string } | { readonly missing: string };
  }
}

/** Installing a browser takes longer than any test may, so it is done once, before all of them. */
export default async function setup({ provide }: TestProject): Promise<void> {
  const onProgress = (message: string) => void process.stderr.write(`${message}\n`);
  try {
    provide('chromium', { path: await chromiumPath(onProgress) });
  } catch (error) {
    provide('chromium', { missing: (error as Error).message });
  }
}
