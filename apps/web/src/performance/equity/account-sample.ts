import type { Money } from '@fulcrum/cfd';
import type { ValuedOrderJson } from '@fulcrum/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { isOfOneMoment, shownFigures } from '../../account/shown-figures.ts';
import { type AccountState, accountStore } from '../../feed/account.ts';
import { CLOSED_ORDERS_KEY, type ClosedOrders } from '../../history/closed-orders.ts';
import { readMoney } from '../../numbers/amounts.ts';
import { isSeen } from './is-seen.ts';

/** An account whose cash, orders and history are all of the same moment. */
export interface AccountSample {
  /** Balance and used margin. */
  readonly cash: Money;
  /** The equity as the screen shows it, within a cent of the true one. */
  readonly equity: Money;
  /** The list stays the same object until an order opens or closes, in part or whole. The equity contains their values. */
  readonly open: readonly ValuedOrderJson[];
  readonly history: ClosedOrders;
}

interface Look {
  readonly sample: AccountSample;
  /** A time in milliseconds. All closings since then are known. */
  readonly since: number;
  /** The account's cash at that time. Later events cannot change it. */
  readonly cashThen: Money;
  /** How many samples in a row have contradicted it. */
  readonly doubts: number;
}

const EVERY_MS = 1_000;

/** After this many contradictions a sample is taken all the same: the history may be behind for hours. */
const MOST_DOUBTS = 5;

/**
 * Samples the account once a second. A closing appears in the orders, the figures and the history one after the other.
 * A sample whose parts do not agree yet is skipped: it would make the whole curve jump for a moment.
 */
export function useAccountSample(history: ClosedOrders | undefined): AccountSample | undefined {
  const client = useQueryClient();
  const [last, setLast] = useState<Look>();
  const look = useEffectEvent(() => {
    const sample = history && sampleOf(accountStore.getState(), history);
    if (sample === undefined) return;
    const next = nextLook(last, sample);
    if (next.doubts > 0) void client.invalidateQueries({ queryKey: CLOSED_ORDERS_KEY });
    setLast(next);
  });
  const isKnown = history !== undefined;
  useEffect(() => {
    if (isKnown) look();
    const timer = setInterval(() => look(), EVERY_MS);
    return () => clearInterval(timer);
  }, [isKnown]);
  return last?.sample;
}

/** @returns undefined while the figures have not caught up with the orders. */
export function sampleOf(
  { figures, orders }: Pick<AccountState, 'figures' | 'orders'>,
  history: ClosedOrders,
): AccountSample | undefined {
  const shown = shownFigures({ figures, orders });
  if (figures === undefined || shown === undefined || !isOfOneMoment({ figures, orders })) return undefined;
  const cash = readMoney(figures.balance) + readMoney(figures.usedMargin);
  return { cash, equity: shown.equity, open: [...orders.values()], history };
}

/** Takes a sample, unless its cash and its history disagree about what has closed. */
export function nextLook(last: Look | undefined, seen: AccountSample): Look {
  const since = last?.since ?? seen.history.orders[0]?.closedAt ?? 0;
  const cashThen = cashAt(since, seen);
  if (last === undefined) return { sample: seen, since, cashThen, doubts: 0 };
  if (cashThen !== last.cashThen && last.doubts < MOST_DOUBTS) return { ...last, doubts: last.doubts + 1 };
  return { sample: withSameOrders(seen, last.sample), since, cashThen, doubts: 0 };
}

/** The cash at an earlier time: the present cash less the gains of orders that have closed since. */
function cashAt(time: number, { cash, open, history }: AccountSample): Money {
  const openById = new Map(open.map((order) => [order.orderId, order]));
  const end = history.orders.findIndex(({ closedAt }) => closedAt <= time);
  return history.orders
    .slice(0, end < 0 ? undefined : end)
    .filter((closing) => isSeen(closing, openById.get(closing.orderId)))
    .reduce((sum, { payout, margin }) => sum - (readMoney(payout) - readMoney(margin)), cash);
}

function withSameOrders(seen: AccountSample, before: AccountSample): AccountSample {
  const isSame =
    seen.open.length === before.open.length &&
    seen.open.every(({ orderId, quantity }, index) => {
      const then = before.open[index];
      return orderId === then?.orderId && quantity === then.quantity;
    });
  return isSame ? { ...seen, open: before.open } : seen;
}
