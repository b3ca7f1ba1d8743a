import { mkdtempSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseOptions, readCommandLine } from '../command-line.ts';
import { watchNpm } from '../start/processes/npm-watch.ts';
import { Programs } from './programs.ts';
import { type Counts, readReport } from './report.ts';

/**
 * Proves the product: format and lint, types, then the tests, the fast ones first, in two lanes side by side. What only
 * computes runs beside them. No step begins after one has failed, and one line at the end counts everything: each check
 * counts as one test.
 */
const USAGE = `Usage: npm test [-- --fast]

  --fast   format, lint, types and unit tests alone: what needs neither servers nor a browser`;

/** Whether the slow steps are left out. */
const fast = readCommandLine(
  USAGE,
  (args) => parseOptions(args, { options: { fast: { type: 'boolean' } } }).values.fast === true,
);
const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
/** What has failed, and why. It is told once more at the end, behind all that the other steps print. */
const failures: string[] = [];
const programs = new Programs();
const folder = mkdtempSync(join(tmpdir(), 'fulcrum-report-'));

/** How a step's output is shown: as it comes, or in one piece when the step is over, beside one whose output comes. */
type Output = 'live' | 'whole';

/** How the steps of a lane run. */
interface Lane {
  readonly output: Output;
  /** That of this program unless it is set. */
  readonly priority?: number;
}

type Step = (lane: Lane) => Promise<boolean>;

/** Whether a step has failed. Then no other step begins. */
let hasFailed = false;

async function run(title: string, command: string, args: readonly string[], lane: Lane): Promise<boolean> {
  const { output, priority } = lane;
  if (output === 'live') console.log(`\n── ${title}`);
  const startedAt = performance.now();
  const child = programs.spawn(command, args, {
    stdio: output === 'live' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  if (priority !== undefined && child.pid !== undefined) setPriority(child.pid, priority);
  const pieces: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece: Buffer) => pieces.push(piece));
  const passed = await new Promise<boolean>((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.once('close', (status) => resolve(status === 0));
  });
  if (output === 'whole') process.stdout.write(`\n── ${title}\n${Buffer.concat(pieces)}`);
  console.log(`── ${title}: ${Math.round((performance.now() - startedAt) / 1_000)} s`);
  return passed;
}

function check(title: string, command: string, ...args: string[]): Step {
  return async (lane) => {
    const passed = await run(title, command, args, lane);
    counts[passed ? 'passed' : 'failed'] += 1;
    if (!passed) failures.push(title);
    return passed;
  };
}

function vitest(title: string, project: string): Step {
  const file = join(folder, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return async (lane) => {
    const passed = await run(title, 'vitest', ['run', '--project', project, ...reporters], lane);
    const counted = readReport(file);
    counts.passed += counted.passed;
    counts.skipped += counted.skipped;
    // A run may fail outside of any test. It counts as one failed test then.
    counts.failed += passed ? counted.failed : Math.max(counted.failed, 1);
    failures.push(...counted.failures);
    if (!passed && counted.failures.length === 0) failures.push(title);
    return passed && counted.failed === 0;
  };
}

/** One step after the other, each taken from those that are left. */
async function inTurn(lane: Lane, steps: Step[]): Promise<void> {
  while (!hasFailed) {
    const step = steps.shift();
    if (step === undefined) return;
    if (!(await step(lane))) hasFailed = true;
  }
}

process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
programs.endWith({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 });
watchNpm(() => programs.end(1));

const quick: Step[] = [
  check('Format and lint', 'biome', 'ci', '.'),
  check('Types', 'npm', 'run', '--silent', 'typecheck'),
  vitest('Unit tests', 'unit'),
];
/** The longest first, so that both lanes end at about the same time. */
const slow: Step[] = [
  vitest('End-to-end tests, with the real processes', 'e2e'),
  vitest('Integration tests, on a real Redis and PostgreSQL', 'integration'),
  vitest('The trading screen, in a real browser', 'browser'),
  vitest('Chaos and hostile input, with the real processes', 'faults'),
];
/** What only computes. Its time is virtual, so that it may have what is left of the processors while the lanes wait. */
const computing: Step[] = [
  check('Simulation: 150 runs, in which everything goes wrong', 'node', 'tests/simulator/main.ts', '--seeds', '150'),
  check('Simulation: deliberate bugs, which it has to find', 'node', 'tests/simulator/mutations/mutations-main.ts'),
];
// The processes of one lane wait for each other most of the time, and leave a processor to the other.
const steps = fast ? quick : [...quick, ...slow];
const beside: Lane = { output: 'whole', priority: constants.priority.PRIORITY_BELOW_NORMAL };
await Promise.all([
  inTurn({ output: 'live' }, steps),
  inTurn({ output: 'whole' }, steps),
  inTurn(beside, fast ? [] : computing),
]);

// A run that was interrupted ends without a count.
await programs.ending;
if (failures.length > 0) console.log(`\n── What failed\n${failures.join('\n')}`);
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(hasFailed ? 1 : 0);
