import { describe, expect, it } from 'vitest';
import { InFlight } from './in-flight.ts';

describe('InFlight', () => {
  it('settles an entry when its result comes', () => {
    const inFlight = new InFlight<string>();
    expect(inFlight.appended('17-5', 'an order', 100)).toBeUndefined();
    expect(inFlight.arrived('17-50000', '[]', 103)).toEqual({ tag: 'an order', sentAtMs: 100, text: '[]', atMs: 103 });
    expect(inFlight.strays).toBe(0);
  });

  it('settles an entry whose result comes before its own id', () => {
    const inFlight = new InFlight<string>();
    expect(inFlight.arrived('17-50000', '[]', 103)).toBeUndefined();
    expect(inFlight.appended('17-5', 'an order', 100)).toEqual({
      tag: 'an order',
      sentAtMs: 100,
      text: '[]',
      atMs: 103,
    });
    expect(inFlight.strays).toBe(0);
  });

  it('finds the result that has not come in five seconds', () => {
    const inFlight = new InFlight<string>();
    inFlight.appended('17-5', 'an order', 100);
    expect(inFlight.lost(5_000)).toBeUndefined();
    expect(inFlight.lost(5_101)).toBe('17-50000');
  });

  it('counts results that belong to no entry', () => {
    const inFlight = new InFlight<string>();
    inFlight.arrived('17-50000', '[]', 103);
    expect(inFlight.strays).toBe(1);
  });
});
