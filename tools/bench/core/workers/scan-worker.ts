import assert from 'node:assert/strict';
import { runWorker } from '../../programs/worker.ts';
import { median } from '../../report/statistics.ts';
import { createOrder, makeTicks } from '../workload.ts';

/** The cost of looking at every position: plain objects, plain numbers, one loop. */
interface PlainPosition {
  readonly isBuy: boolean;
  readonly quantity: number;
  readonly openPrice: number;
  readonly margin: number;
  readonly takeProfit: number;
  readonly stopLoss: number;
}

const WARM_UP_SCANS = 5;
const SCANS = 40;

runWorker({
  /** @returns milliseconds for one look at every position: the median of all scans. */
  measure: ({ openOrders }: { openOrders: number }): number => {
    const quotes = makeTicks(WARM_UP_SCANS + SCANS).map(({ bid, ask }) => ({ bid: Number(bid), ask: Number(ask) }));
    const positions = makePositions(openOrders);
    const elapsed = quotes.map(({ bid, ask }) => {
      const startedAt = performance.now();
      const triggered = countTriggered(positions, bid, ask);
      const elapsedMs = performance.now() - startedAt;
      assert.equal(triggered, 0, 'no tick triggers anything');
      return elapsedMs;
    });
    assert.equal(countTriggered(positions, 0.01, 0.02), openOrders, 'the scan sees what triggers');
    return median(elapsed.slice(WARM_UP_SCANS));
  },
});

function makePositions(count: number): PlainPosition[] {
  const users = ['nobody'];
  const opening = makeTicks(1_000).map(({ bid }) => Number(bid));
  return Array.from({ length: count }, (_, number) => {
    const { side, quantity, leverage, takeProfit, stopLoss } = createOrder(number, users);
    const openPrice = opening[number % opening.length] ?? 0;
    return {
      isBuy: side === 'buy',
      quantity: Number(quantity),
      openPrice,
      margin: (openPrice * Number(quantity)) / leverage,
      takeProfit: Number(takeProfit),
      stopLoss: Number(stopLoss),
    };
  });
}

function countTriggered(positions: readonly PlainPosition[], bid: number, ask: number): number {
  let triggered = 0;
  for (const { isBuy, quantity, openPrice, margin, takeProfit, stopLoss } of positions) {
    const pnl = isBuy ? (bid - openPrice) * quantity : (openPrice - ask) * quantity;
    const isReached = isBuy ? bid >= takeProfit || bid <= stopLoss : ask <= takeProfit || ask >= stopLoss;
    if (isReached || 20 * (margin + pnl) <= margin) triggered += 1;
  }
  return triggered;
}
