import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const assets = join(import.meta.dirname, '..', '..', 'apps', 'web', 'dist', 'assets');

/** Over a slow mobile network, 300 kB are about a second and a half. */
const MOST_BYTES = 300_000;

it('the screen’s scripts stay small enough for a slow network', () => {
  const scripts = readdirSync(assets).filter((file) => file.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(0);
  const sizes = scripts.map((file) => gzipSync(readFileSync(join(assets, file))).length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
});
