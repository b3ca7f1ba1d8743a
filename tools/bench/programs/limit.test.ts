import { describe, expect, it } from 'vitest';
import { until, within } from './limit.ts';

const never = new AbortController().signal;
const hangs = new Promise<never>(() => {});

describe('within', () => {
  it('gives what comes in time', async () => {
    expect(await within(1_000, 'an answer', never, Promise.resolve(7))).toBe(7);
  });

  it('names what did not come in time', async () => {
    await expect(within(10, 'the engine is ready', never, hangs)).rejects.toThrow(
      'the engine is ready: not within 0.01 s',
    );
  });

  it('ends when somebody interrupts', async () => {
    const interruption = new AbortController();
    const waiting = within(10_000, 'an answer', interruption.signal, hangs);
    interruption.abort(new Error('interrupted'));
    await expect(waiting).rejects.toThrow('interrupted');
  });
});

describe('until', () => {
  it('asks until there is an answer', async () => {
    let asked = 0;
    const ask = async () => (++asked < 3 ? undefined : asked);
    expect(await until(1_000, 'three', never, ask, 1)).toBe(3);
  });

  it('names what did not come in time', async () => {
    await expect(until(5, 'a snapshot', never, async () => undefined, 1)).rejects.toThrow('a snapshot: not within');
  });
});
