import { describe, expect, it } from 'vitest';
import { type Disturbance, PROCESSES, planFaults, SERVERS } from './faults.ts';

/** Cards in the deck: when they are through they are shuffled anew. */
const ROUND = 42;

function plan(seed: number, count: number): Disturbance[] {
  const disturbances = planFaults(seed);
  return Array.from({ length: count }, () => disturbances.next().value);
}

describe('a plan', () => {
  it('comes from its seed alone', () => {
    expect(plan(7, 100)).toEqual(plan(7, 100));
    expect(plan(8, 100)).not.toEqual(plan(7, 100));
  });

  it('does everything once before it does anything again, in another order', () => {
    const names = plan(3, 2 * ROUND).map(({ faults }) =>
      faults.map(({ kind, target }) => `${kind} ${target}`).join(' and '),
    );
    const [first, second] = [names.slice(0, ROUND), names.slice(ROUND)];
    expect(new Set(first).size).toBe(ROUND);
    expect([...second].sort()).toEqual([...first].sort());
    expect(second).not.toEqual(first);
    for (const target of PROCESSES)
      for (const kind of ['kill', 'restart', 'pause']) expect(first).toContain(`${kind} ${target}`);
    for (const target of SERVERS) for (const kind of ['kill', 'pause']) expect(first).toContain(`${kind} ${target}`);
    expect(first).toContain('kill engine-1 and kill engine-2');
  });

  it('never does two things to one target at once, and holds some longer than every time-out', () => {
    const all = plan(5, 1_000);
    for (const { faults } of all) expect(new Set(faults.map(({ target }) => target)).size).toBe(faults.length);
    const held = all.flatMap(({ faults }) => faults.flatMap(({ kind, forMs }) => (kind === 'pause' ? forMs : [])));
    expect(Math.min(...held)).toBeGreaterThanOrEqual(500);
    expect(Math.max(...held)).toBeGreaterThan(12_000);
  });
});
