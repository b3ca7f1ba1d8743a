import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiAnswer } from '../../support/trader.ts';
import type { ChaosTrader } from '../load/chaos-trader.ts';
import { millionths } from './ledger.ts';

/** The engine's own answers at the end, over the API. */
export interface EngineAnswers {
  /** In millionths, by user. */
  readonly balances: ReadonlyMap<string, bigint>;
  /** The owner of each open order. */
  readonly openOrders: ReadonlyMap<string, string>;
  /** The owner of each order that waits. */
  readonly pendingOrders: ReadonlyMap<string, string>;
}

const LIMIT_MS = 30_000;

export async function askEngine(traders: readonly ChaosTrader[]): Promise<EngineAnswers> {
  const balances = new Map<string, bigint>();
  const [openOrders, pendingOrders] = [new Map<string, string>(), new Map<string, string>()];
  for (const trader of traders) {
    const { balance } = (await answerOf(trader, '/balance/me')).body;
    balances.set(trader.userId, millionths(balance));
    for (const [path, found] of [
      ['/trade/get-open-orders', openOrders],
      ['/trade/get-pending-orders', pendingOrders],
    ] as const) {
      const { orders } = (await answerOf(trader, path)).body as { orders: { orderId: string }[] };
      for (const { orderId } of orders) found.set(orderId, trader.userId);
    }
  }
  return { balances, openOrders, pendingOrders };
}

/** @throws when there is no answer in half a minute. */
export async function answerOf(trader: ChaosTrader, path: string): Promise<ApiAnswer> {
  for (const until = Date.now() + LIMIT_MS; Date.now() < until; await sleep(250)) {
    const outcome = await trader.ask(path);
    if (typeof outcome !== 'string' && outcome.status === 200) return outcome;
  }
  throw new Error(`GET ${path} has no answer, although nothing is disturbed any more`);
}
