import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readReport } from './report.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fulcrum-test-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs test files with the runner itself, and gives the address of its report. */
function runTests(files: Record<string, string>): string {
  const root = mkdtempSync(join(folder, 'run-'));
  for (const [name, source] of Object.entries(files)) writeFileSync(join(root, name), source);
  const report = join(root, 'report.json');
  const runner = join(import.meta.dirname, '..', '..', 'node_modules', 'vitest', 'vitest.mjs');
  const options = ['run', '--globals', '--root', root, '--reporter=json', `--outputFile=${report}`];
  spawnSync(process.execPath, [runner, ...options], { stdio: 'ignore' });
  return report;
}

it('names each test that failed, and each file that failed before its first test', () => {
  const file = runTests({
    'a.test.js': `
      test('good', () => {});
      test.skip('left out', () => {});
      describe('a part', () => test('bad', () => { throw new Error('the first line\\nand another'); }));`,
    'b.test.js': `throw new Error('nothing could begin');`,
  });
  const { failures, ...counts } = readReport(file);
  expect(counts).toEqual({ passed: 1, failed: 1, skipped: 1 });
  expect([...failures].sort()).toEqual([
    expect.stringMatching(/a\.test\.js > a part bad: Error: the first line$/),
    expect.stringMatching(/b\.test\.js: nothing could begin$/),
  ]);
});

it('a report that cannot be read is a failure', () => {
  const { failures, ...counts } = readReport(join(folder, 'missing.json'));
  expect(counts).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(failures).toHaveLength(1);
});
