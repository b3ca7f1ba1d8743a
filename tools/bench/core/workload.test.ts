import { Core } from '@fulcrum/cfd';
import { describe, expect, it } from 'vitest';
import { bringNear, createAccount, createOrder, fallingTick, isNear, makeTicks, setInstrument } from './workload.ts';

const USERS = Array.from({ length: 20 }, () => crypto.randomUUID());
const ORDERS = 2_000;

function tradingCore() {
  const core = Core.empty();
  core.apply(setInstrument, 0);
  for (const userId of USERS) core.apply(createAccount(userId), 0);
  return core;
}

describe('the workload', () => {
  it('has a tenth of the orders closed by the falling tick, and none by the other ticks', () => {
    const core = tradingCore();
    const ticks = makeTicks(ORDERS);
    const near: string[] = [];
    for (const [number, tick] of ticks.entries()) {
      expect(core.apply(tick, 0)).toEqual([]);
      const command = createOrder(number, USERS);
      expect(core.apply(command, 0)[0]?.type).toBe('created');
      if (isNear(number)) near.push(command.orderId);
    }
    expect(near).toHaveLength(ORDERS / 10);
    const closed = core.apply(fallingTick, 0).map((event) => event.type === 'closed' && event.orderId);
    expect(closed).toEqual(near);
  });

  it('brings orders near', () => {
    const core = tradingCore();
    core.apply(makeTicks(1)[0] ?? fallingTick, 0);
    for (const number of [4, 5]) {
      const command = createOrder(number, USERS);
      core.apply(command, 0);
      expect(core.apply(bringNear(number, USERS, command.orderId), 0)[0]?.type).toBe('updated');
    }
    expect(core.apply(fallingTick, 0)).toHaveLength(2);
  });

  it('moves the price with every tick', () => {
    const bids = makeTicks(10_000).map(({ bid }) => Number(bid));
    expect(bids.every((bid, at) => at === 0 || bid !== bids[at - 1])).toBe(true);
    expect(new Set(bids).size).toBeGreaterThan(1_000);
  });
});
