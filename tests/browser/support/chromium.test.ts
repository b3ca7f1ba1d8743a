import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { chromiumPath } from './chromium.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fulcrum-browsers-'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** Puts programs in front of all others, each with the status that it ends with. */
function found(programs: Record<string, number>): void {
  for (const [name, status] of Object.entries(programs))
    writeFileSync(join(folder, name), `#!/bin/sh\nexit ${status}\n`, { mode: 0o755 });
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`);
}

const path = () => chromiumPath(() => expect.unreachable('nothing has to be installed'));

it.skipIf(process.platform === 'win32')('takes the browser that is named before the one that is found', async () => {
  found({ chromium: 0, mine: 0 });
  vi.stubEnv('CHROMIUM_PATH', join(folder, 'mine'));
  expect(await path()).toBe(join(folder, 'mine'));
});

it('says so when the one that is named does not run', async () => {
  vi.stubEnv('CHROMIUM_PATH', join(folder, 'nowhere'));
  await expect(path()).rejects.toThrow('nowhere, which is no browser that runs');
});

it.skipIf(process.platform === 'win32')('passes over a program that only says what else to install', async () => {
  found({ chromium: 10, 'google-chrome': 0 });
  vi.stubEnv('CHROMIUM_PATH', '');
  expect(await path()).toBe(join(folder, 'google-chrome'));
});
