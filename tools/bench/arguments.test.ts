import { describe, expect, it } from 'vitest';
import { UsageError } from '../command-line.ts';
import { parseOptions } from './arguments.ts';
import { BENCH_NAMES } from './benches.ts';

describe('parseOptions', () => {
  it('runs every bench when none is named', () => {
    expect(parseOptions([])).toEqual({ names: BENCH_NAMES, json: false, check: false, help: false });
  });

  it('runs what is named, once each, in the order given', () => {
    const { names, json, check } = parseOptions(['pipeline', '--json', 'core', 'pipeline', '--check']);
    expect({ names, json, check }).toEqual({ names: ['pipeline', 'core'], json: true, check: true });
  });

  it('names an unknown bench, and those that there are', () => {
    expect(() => parseOptions(['core', 'cor'])).toThrow(UsageError);
    expect(() => parseOptions(['core', 'cor'])).toThrow(
      'There is no bench "cor": choose from core, pipeline, http, crash, ws, screen, readers, matching, venue, desk.',
    );
  });

  it('names an unknown option', () => {
    expect(() => parseOptions(['--fast'])).toThrow(UsageError);
    expect(() => parseOptions(['--fast'])).toThrow('--fast');
  });
});
