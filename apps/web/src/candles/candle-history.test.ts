import { describe, expect, test } from 'vitest';
import { CandleHistory, type HistoryState } from './candle-history.ts';
import type { Page } from './candle-pages.ts';
import type { Candle } from './candles.ts';

const STEP = 60;
const NOW = 100_000_000;

function flat(time: number, price: number): Candle {
  return { time, open: price, high: price, low: price, close: price };
}

/** A server that has a candle of each minute in which `hasPrice` says so. */
class Server {
  now = NOW;
  readonly asked: Page[] = [];
  readonly states: HistoryState[] = [];
  readonly newest: Candle[] = [];
  fault: Error | undefined;
  readonly history: CandleHistory;

  constructor(hasPrice: (time: number) => boolean, sourceOf: (time: number) => string | undefined = () => undefined) {
    this.history = new CandleHistory({
      step: STEP,
      now: () => this.now,
      fetchPage: async (page) => {
        this.asked.push(page);
        if (this.fault !== undefined) throw this.fault;
        const count = (page.to - page.from) / STEP;
        const times = Array.from({ length: count }, (_, index) => page.from + index * STEP);
        return times
          .filter((time) => time <= this.now && hasPrice(time))
          .map((time) => ({ ...flat(time, 100), source: sourceOf(time) }));
      },
      onState: (state) => this.states.push(state),
      onCandles: () => {},
      onNewest: (candle) => this.newest.push(candle),
    });
  }

  get times(): number[] {
    return this.history.candles.map(({ time }) => time);
  }
}

/** No time is asked for twice, none is left out, and no answer has more than 1,500 candles. */
function expectSeamless(pages: readonly Page[]): void {
  for (const [index, page] of pages.entries()) {
    expect((page.to - page.from) / STEP).toBeLessThanOrEqual(1_500);
    if (index > 0) expect(page.to).toBe(pages[index - 1]?.from);
  }
}

describe('the past', () => {
  test('tells of which candles somebody else has told the prices', async () => {
    const server = new Server(() => true);
    await server.history.refresh();
    expect(server.states.at(-1)).toEqual({ kind: 'ready', isEmpty: false });
    const foreign = new Server(
      () => true,
      (time) => (time <= NOW - 10 * STEP ? 'made-up' : undefined),
    );
    await foreign.history.refresh();
    const until = Math.floor(NOW / STEP - 10) * STEP + STEP;
    expect(foreign.states.at(-1)).toEqual({ kind: 'ready', isEmpty: false, past: { source: 'made-up', until } });
    // Ticks are our own.
    foreign.history.take(100, 1_000 * (NOW + 60 * STEP));
    expect(foreign.history.candles.at(-1)).not.toHaveProperty('source');
  });

  test('is read page by page, none of them twice', async () => {
    const server = new Server(() => true);
    await server.history.refresh();
    await server.history.loadOlder();
    await Promise.all([server.history.loadOlder(), server.history.loadOlder()]);
    expect(server.asked).toHaveLength(3);
    expectSeamless(server.asked);
    expect(server.times).toEqual(server.times.map((_, index) => (server.asked[2]?.from ?? 0) + index * STEP));
  });

  test('is followed over empty pages, and ends after some of them', async () => {
    const began = NOW - 6_000 * STEP;
    const server = new Server((time) => time > NOW - 100 * STEP || (time > began && time < NOW - 4_000 * STEP));
    await server.history.refresh();
    await server.history.loadOlder();
    expect(server.times[0]).toBeLessThan(NOW - 4_000 * STEP);
    for (let i = 0; i < 9; i++) await server.history.loadOlder();
    expectSeamless(server.asked);
    const asked = server.asked.length;
    expect(server.asked.at(-1)?.from).toBeLessThan(began);
    await server.history.loadOlder();
    expect(server.asked).toHaveLength(asked);
  });

  test('that is empty is said to be', async () => {
    const server = new Server(() => false);
    await server.history.refresh();
    expect(server.states).toEqual([{ kind: 'loading' }, { kind: 'ready', isEmpty: true }]);
    expectSeamless(server.asked);
  });

  test('that cannot be read is asked for again', async () => {
    const server = new Server(() => true);
    server.fault = new Error('no answer');
    await server.history.refresh();
    expect(server.states.at(-1)).toEqual({ kind: 'failed', reason: 'no answer' });
    server.fault = undefined;
    await server.history.refresh();
    expect(server.states.at(-1)).toEqual({ kind: 'ready', isEmpty: false });
  });

  test('is asked for once more after a fault, not at once', async () => {
    const server = new Server(() => true);
    await server.history.refresh();
    server.fault = new Error('no answer');
    await server.history.loadOlder();
    await server.history.loadOlder();
    expect(server.asked).toHaveLength(2);
    server.fault = undefined;
    server.now += 10;
    await server.history.loadOlder();
    expect(server.asked.at(-1)).toEqual(server.asked.at(-2));
    expect(server.states.at(-1)).toEqual({ kind: 'ready', isEmpty: false });
  });
});

describe('ticks', () => {
  const start = Math.floor(NOW / STEP) * STEP;

  test('go on where the past ends', async () => {
    const server = new Server(() => true);
    await server.history.refresh();
    server.history.take(105, 1_000 * NOW);
    server.history.take(95, 1_000 * NOW + 5);
    server.history.take(97, 1_000 * (start + STEP));
    expect(server.newest.at(-1)).toEqual(flat(start + STEP, 97));
    expect(server.history.candles.at(-2)).toEqual({ time: start, open: 100, high: 105, low: 95, close: 95 });
  });

  test('that come before the past are not lost', async () => {
    const server = new Server((time) => time <= start);
    const loading = server.history.refresh();
    server.history.take(105, 1_000 * NOW);
    await loading;
    expect(server.history.candles.at(-1)).toEqual({ time: start, open: 100, high: 105, low: 100, close: 105 });
  });

  test('that were missed are made good, and what the server knows counts', async () => {
    const server = new Server(() => true);
    await server.history.refresh();
    server.history.take(105, 1_000 * NOW);
    server.now += 10 * STEP;
    server.history.take(106, 1_000 * server.now);
    await server.history.refresh();
    expect(server.asked.at(-1)).toEqual({ from: start, to: start + 11 * STEP });
    expect(server.history.candles.slice(-11)).toEqual([
      ...Array.from({ length: 10 }, (_, index) => flat(start + index * STEP, 100)),
      { time: start + 10 * STEP, open: 100, high: 106, low: 100, close: 106 },
    ]);
  });

  test('that were missed for longer than an answer holds make it begin anew', async () => {
    const server = new Server(() => true);
    await server.history.refresh();
    server.now += 5_000 * STEP;
    await server.history.refresh();
    expect((server.now - (server.times[0] ?? 0)) / STEP).toBeLessThan(1_500);
  });
});
