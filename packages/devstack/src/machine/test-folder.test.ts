import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { removeLeftovers } from './test-folder.ts';

const HOURS = 60 * 60;

it('removes what tests left behind two days ago, and nothing of a test that runs or of somebody else', () => {
  const parent = mkdtempSync(join(tmpdir(), 'fulcrum-parent-'));
  onTestFinished(() => rmSync(parent, { recursive: true }));
  const isLeft = (name: string, hours: number) => {
    const folder = join(parent, name);
    mkdirSync(join(folder, 'redis'), { recursive: true });
    const time = Date.now() / 1_000 - hours * HOURS;
    utimesSync(folder, time, time);
    removeLeftovers(parent);
    return existsSync(folder);
  };
  expect(isLeft('fulcrum-test-a', 48)).toBe(false);
  expect(isLeft('fulcrum-test-b', 23)).toBe(true);
  expect(isLeft('theirs', 48)).toBe(true);
});
