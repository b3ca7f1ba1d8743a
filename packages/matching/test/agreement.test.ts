import { Core, printBalances, printEvent } from '@fulcrum/matching';
import { expect, it } from 'vitest';
import { readCommand } from '../src/text/read-command.ts';
import { extremeFlow } from './flows/extreme-flow.ts';
import { randomFlow, type Step } from './flows/random-flow.ts';
import { NaiveBook } from './model/naive-book.ts';

const [FIRST_SEED, SEEDS, STEPS] = ['SEED', 'SEEDS', 'STEPS'].map((name) => process.env[`MATCHING_${name}`]);
const from = Number(FIRST_SEED ?? 1);
const seeds = Array.from({ length: Number(SEEDS ?? 8) }, (_, at) => from + at);
const steps = Number(STEPS ?? 1_200);

const kinds = new Set<string>();

it.each(seeds)('the core agrees with the naive book, event by event, with the seed %i', (seed) => {
  agree(randomFlow(seed, steps));
});

it.each(seeds)('and where figures are as large as can be, with the seed %i', (seed) => {
  agree(extremeFlow(seed, steps));
});

function agree(flow: Iterable<Step>): void {
  const [core, naive] = [Core.empty(), new NaiveBook()];
  let now = 0;
  for (const { type, data } of flow) {
    now += 1;
    const events = core.apply(readCommand(type, JSON.stringify(data)), now).map((event) => printEvent(event));
    const expected = naive.apply(type, data, now);
    expect({ now, type, data, events: events.map(withoutMessage) }).toEqual({ now, type, data, events: expected });
    for (const user of naive.owned.keys()) {
      expect([now, printBalances(core.reads.balances(user) ?? [])]).toEqual([now, naive.balances(user)]);
      expect([now, core.reads.openOrderCountOf(user)]).toEqual([now, core.reads.openOrders(user)?.length]);
      expect(core.reads.has(user)).toBe(true);
    }
    const changed = expected.find((event) => event.type === 'book');
    if (changed !== undefined)
      expect([now, core.reads.bestOfLastChanged()]).toEqual([now, bestOf(core, changed.market)]);
    for (const event of expected) kinds.add(kindOf(event));
  }
  core.assertSound();
}

/** The first levels of a book that is found by its name. */
function bestOf({ reads }: Core, market: unknown): object {
  const [[bestBid] = [], [bestAsk] = []] = (['buy', 'sell'] as const).map((side) =>
    reads.levels(String(market), side, 1),
  );
  return { bestBid, bestAsk };
}

it('has met every kind of end, and every refusal', () => {
  expect([...kinds].sort()).toEqual(expect.arrayContaining(KINDS));
});

/** Without these a flow proves little. */
const KINDS = [
  ...['filled: filled', 'cancelled: requested', 'cancelled: self_trade', 'expired: self_trade'],
  ...['expired: ioc', 'expired: fok', 'expired: price_band', 'expired: no_liquidity'],
  ...['INVALID_PRICE', 'INVALID_ORDER', 'INSUFFICIENT_FUNDS', 'ORDER_LIMIT', 'TRADING_PAUSED', 'RESOURCE_NOT_FOUND'],
  ...['INVALID_QUANTITY', 'INVALID_MARKET', 'UNAUTHORIZED', 'expired: lot_size'],
];

function kindOf({ type, status, reason, code }: Readonly<Record<string, unknown>>): string {
  return type === 'order-ended' ? `${status}: ${reason}` : String(code ?? type);
}

function withoutMessage(event: object): object {
  const { message, ...others } = event as { readonly message?: unknown };
  return others;
}
