import { describe, expect, it } from 'vitest';
import type { Machine } from '../machine.ts';
import { type BenchReport, exitStatus, misses, printReport, reportJson } from './report.ts';

const machine: Machine = {
  cpu: 'A CPU',
  cores: 2,
  memoryGiB: 8,
  node: 'v24.0.0',
  servers: ['PostgreSQL 18.4', 'redis-server 7.0.15'],
  date: '2026-01-02T03:04:05.678Z',
};
const met: BenchReport = {
  name: 'core',
  seconds: 61.2,
  figures: [{ name: 'tick', value: 400, unit: 'ns', target: { of: 'value', atMost: 500 } }],
};
const missed: BenchReport = {
  name: 'pipeline',
  seconds: 80,
  figures: [
    { name: 'orders', value: 700, unit: '/s', ratio: 0.7, target: { of: 'ratio', atLeast: 0.8 } },
    { name: 'pause', value: 25, unit: 'ms', target: { of: 'value', atMost: 20 } },
  ],
};
const broken: BenchReport = { name: 'http', seconds: 3, figures: [], error: 'the API does not start' };

describe('the exit status', () => {
  it.each([
    ['all targets met', [met], true, 0],
    ['a target missed that nobody asked about', [met, missed], false, 0],
    ['a target missed with --check', [met, missed], true, 1],
    ['a bench that could not measure', [met, broken], false, 1],
    ['a bench that could not measure with --check', [met, broken], true, 1],
  ] as const)('for %s', (_, reports, check, status) => {
    expect(exitStatus(reports, check)).toBe(status);
  });
});

describe('misses', () => {
  it('names every missed target, what came, and what was asked', () => {
    expect(misses([met, missed, broken])).toEqual([
      'pipeline: orders: the ratio is 0.7, but the target is ratio >= 0.8',
      'pipeline: pause: 25 ms, but the target is <= 20 ms',
      'http could not be measured: the API does not start',
    ]);
  });
});

describe('the report', () => {
  it('begins with the machine, and has a table for each bench', () => {
    const [first, , title, , headings] = printReport(machine, [met]).split('\n');
    expect(first).toBe(
      'A CPU, 2 cores, 8 GiB, node v24.0.0, PostgreSQL 18.4, redis-server 7.0.15, 2026-01-02T03:04:05.678Z',
    );
    expect(title).toBe('core (61.2 s)');
    expect(headings).toMatch(/^measure \|/);
  });

  it('says why a bench could not be measured', () => {
    expect(printReport(machine, [broken])).toContain('could not be measured: the API does not start');
  });

  it('is one JSON document that says of each target whether it is met', () => {
    const { machine: where, benches } = JSON.parse(reportJson(machine, [met, missed, broken]));
    expect(where).toEqual(machine);
    expect(benches.map(({ name }: BenchReport) => name)).toEqual(['core', 'pipeline', 'http']);
    expect(benches[0].figures[0]).toEqual({ ...met.figures[0], isMet: true });
    expect(benches[1].figures[0].isMet).toBe(false);
    expect(benches[2].error).toBe('the API does not start');
  });
});
