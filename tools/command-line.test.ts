import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countOf, parseOptions, positiveNumber, UsageError, wholeNumber } from './command-line.ts';

const ROOT = join(import.meta.dirname, '..');
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

/** Each program for people: those of npm, and those that a deployment or another program starts. */
const PROGRAMS = [
  ...Object.values(scripts).flatMap((script) => /^node (?:--import \S+ )?(.*main\.ts)$/.exec(script)?.[1] ?? []),
  'tools/migrate/main.ts',
  'tools/migrate/database-main.ts',
  'tools/new-migration/main.ts',
  'tests/simulator/mutations/mutations-main.ts',
];

function run(program: string, ...args: string[]): Promise<{ status: number; output: string; errors: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [join(ROOT, program), ...args], (_error, output, errors) =>
      resolve({ status: child.exitCode ?? -1, output, errors }),
    );
  });
}

it('is about all programs', () => {
  expect(PROGRAMS.length).toBeGreaterThan(10);
});

describe.concurrent('a program for people', () => {
  it.each(PROGRAMS)('says how it is used, and does nothing else: %s', async (program) => {
    const { status, output, errors } = await run(program, '--help');
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
    expect(output).toMatch(/^Usage:/m);
  });

  // Every reason for which npm start does not start ends it with status 1. The tests in tests/product check that.
  const others = PROGRAMS.filter((program) => program !== 'tools/start/main.ts');
  it.each(others)('says how it is used when an option is unknown, with status 2: %s', async (program) => {
    const { status, output, errors } = await run(program, '--sed');
    expect({ status, output }).toEqual({ status: 2, output: '' });
    expect(errors).toMatch(/^Usage:/m);
  });
});

it('says which option is wrong', () => {
  const options = { seed: { type: 'string' } } as const;
  expect(() => parseOptions(['--sed', '1'], { options })).toThrow("Unknown option '--sed'");
  expect(() => parseOptions(['--seed'], { options })).toThrow(UsageError);
  expect(parseOptions(['--seed', '1'], { options }).values.seed).toBe('1');
});

it.each(['', ' ', '-1', '1.5', 'x', '9007199254740992'])('takes %j for no whole number', (text) => {
  expect(() => wholeNumber('seed', text)).toThrow(UsageError);
  expect(() => countOf('seeds', text)).toThrow(UsageError);
});

it.each(['', ' ', '-1', '0', 'x', 'Infinity'])('takes %j for no positive number', (text) => {
  expect(() => positiveNumber('minutes', text)).toThrow(UsageError);
});

it('reads numbers', () => {
  expect([wholeNumber('seed', '0'), countOf('seeds', '1'), positiveNumber('minutes', '0.5')]).toEqual([0, 1, 0.5]);
});

/** A run of no inputs would report that nothing is wrong. */
describe.concurrent('a program that looks for faults', () => {
  it.each([
    ['tests/simulator/main.ts', '--first', '9007199254740991'],
    ['tests/simulator/main.ts', '--seed', '1', '--seeds', '2'],
    ['tools/fuzz/main.ts', '--only', '1'],
    ['tests/simulator/main.ts', '--seeds', '0'],
    ['tests/simulator/mutations/mutations-main.ts', 'no bug has such a name'],
    ['tools/fuzz/main.ts', '--inputs', '0', '--entries', '0'],
  ])('does not say that all is well when it has nothing to do: %s %s', async (program, ...args) => {
    const { status, output, errors } = await run(program, ...args);
    expect({ status, output }).toEqual({ status: 2, output: '' });
    expect(errors).toMatch(/^Usage:/m);
  });
});
