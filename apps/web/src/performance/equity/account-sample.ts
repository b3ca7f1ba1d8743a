import type { Money } from '@fulcrum/cfd';
import type { ValuedOrderJson } from '@fulcrum/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { isOfOneMoment, shownFigures } from '../../account/shown-figures.ts';
import { type AccountState, accountStore } from '../../feed/account.ts';
import { CLOSED_ORDERS_KEY, type ClosedOrders } from '../../history/closed-orders.ts';
import { readMoney } from '../../numbers/amounts.ts';

/** An account at one moment, all of it of the same moment. */
export interface AccountSample {
  /** Balance and used margin. */
  readonly cash: Money;
  /** As it is shown everywhere, within a cent of the true one. */
  readonly equity: Money;
  /** The same list as long as no order opens or closes: what their values are is in the equity. */
  readonly open: readonly ValuedOrderJson[];
  readonly history: ClosedOrders;
}

interface Look {
  readonly sample: AccountSample;
  /** A time since which all that has closed is known, in milliseconds. */
  readonly since: number;
  /** What the account had at that time: whatever happens later, it stays the same. */
  readonly cashThen: Money;
  /** How often in a row what was seen contradicted that. */
  readonly doubts: number;
}

const EVERY_MS = 1_000;

/** A history that is behind for longer than so many looks may be behind for hours: then it is shown as it is. */
const MOST_DOUBTS = 5;

/**
 * Looks at the account once a second. When an order has closed, the orders, the figures and the history say so one after
 * the other: what does not fit together yet is not taken, or the whole curve would jump for a moment.
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

/** Takes what is seen, unless its history lacks something of which its cash knows, or the other way round. */
export function nextLook(last: Look | undefined, seen: AccountSample): Look {
  const since = last?.since ?? seen.history.orders[0]?.closedAt ?? 0;
  const cashThen = cashAt(since, seen);
  if (last === undefined) return { sample: seen, since, cashThen, doubts: 0 };
  if (cashThen !== last.cashThen && last.doubts < MOST_DOUBTS) return { ...last, doubts: last.doubts + 1 };
  return { sample: withSameOrders(seen, last.sample), since, cashThen, doubts: 0 };
}

/** What there is now less what was gained since, by orders that are not open any more. */
function cashAt(time: number, { cash, open, history }: AccountSample): Money {
  const openIds = new Set(open.map(({ orderId }) => orderId));
  const end = history.orders.findIndex(({ closedAt }) => closedAt <= time);
  return history.orders
    .slice(0, end < 0 ? undefined : end)
    .filter(({ orderId }) => !openIds.has(orderId))
    .reduce((sum, { payout, margin }) => sum - (readMoney(payout) - readMoney(margin)), cash);
}

function withSameOrders(seen: AccountSample, before: AccountSample): AccountSample {
  const isSame =
    seen.open.length === before.open.length &&
    seen.open.every(({ orderId }, index) => orderId === before.open[index]?.orderId);
  return isSame ? { ...seen, open: before.open } : seen;
}
