import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * Proves the product: format and lint, types, then the tests, the fast ones first. It ends at the first step that
 * fails, and closes with one line that counts everything: each check counts as one test.
 */
interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const report = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
});

const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
const folder = mkdtempSync(join(tmpdir(), 'fulcrum-report-'));

function run(title: string, command: string, args: readonly string[]): boolean {
  console.log(`\n── ${title}`);
  const startedAt = performance.now();
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  console.log(`── took ${Math.round((performance.now() - startedAt) / 1_000)} s`);
  if (error !== undefined) console.error(error.message);
  return status === 0;
}

function check(title: string, command: string, ...args: string[]): boolean {
  const passed = run(title, command, args);
  counts[passed ? 'passed' : 'failed'] += 1;
  return passed;
}

function vitest(title: string, project: string): boolean {
  const file = join(folder, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const passed = run(title, 'vitest', ['run', '--project', project, ...reporters]);
  const counted = countTests(file);
  counts.passed += counted.passed;
  counts.skipped += counted.skipped;
  // A run that fails outside of any test has failed all the same.
  counts.failed += passed ? counted.failed : Math.max(counted.failed, 1);
  return passed && counted.failed === 0;
}

function countTests(file: string): Counts {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = report.parse(
      JSON.parse(readFileSync(file, 'utf8')),
    );
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  } catch (error) {
    console.error(`The report of the tests cannot be read: ${(error as Error).message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const passed =
  check('Format and lint', 'biome', 'ci', '.') &&
  check('Types', 'npm', 'run', '--silent', 'typecheck') &&
  vitest('Unit tests', 'unit') &&
  check('Simulation: a thousand runs, in which everything goes wrong', 'node', 'tests/simulator/main.ts') &&
  check('Simulation: deliberate bugs, which it has to find', 'node', 'tests/simulator/mutations-main.ts') &&
  vitest('Integration tests, on a real Redis and PostgreSQL', 'integration') &&
  vitest('End-to-end tests, with the real processes', 'e2e');

rmSync(folder, { recursive: true, force: true });
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(passed ? 0 : 1);
