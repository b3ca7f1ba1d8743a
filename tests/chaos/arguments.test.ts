import { describe, expect, it } from 'vitest';
import { UsageError } from '../../tools/command-line.ts';
import { parseArguments } from './arguments.ts';

describe('the command line of a chaos run', () => {
  it('has defaults, and draws a seed by lot', () => {
    const { seed, ...others } = parseArguments([]);
    expect(others).toEqual({ minutes: 5, failsOver: false, keepsFolder: false, help: false });
    expect(Number.isInteger(seed)).toBe(true);
  });

  it('takes a fraction of a minute and a seed', () => {
    expect(parseArguments(['--minutes', '0.5', '--seed', '42', '--fail-over', '--keep'])).toMatchObject({
      minutes: 0.5,
      seed: 42,
      failsOver: true,
      keepsFolder: true,
    });
  });

  it.each([
    ['--minutes', 'long'],
    ['--minutes', '-1'],
    ['--minutes', '0'],
    ['--seed', '1.5'],
    ['--seed', ''],
    ['--sed', '1'],
    ['5'],
  ])('refuses %s %s', (...args) => {
    expect(() => parseArguments(args.filter((arg) => arg !== undefined))).toThrow(UsageError);
  });
});
