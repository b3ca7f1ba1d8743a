import type { Instrument, Money } from '@fulcrum/core';
import type { ValuedOrderJson } from '@fulcrum/protocol';
import { useMemo } from 'react';
import type { ClosedOrder } from '../api/schemas.ts';
import { serverNow } from '../market/server-clock.ts';
import { readMoney } from '../trading/amounts.ts';
import { type OrderTexts, readPosition } from '../trading/position.ts';
import type { AccountSample } from './account-sample.ts';
import { type EndedOrder, type EquityPoint, equityCurve, type HeldOrder } from './equity-curve.ts';
import { useGridPrices } from './prices.ts';
import { gridOf, type Range, timesOf } from './ranges.ts';

export interface EquityInput {
  readonly range: Range;
  readonly account: AccountSample;
  readonly instruments: readonly Instrument[];
}

export interface Equity {
  readonly past: readonly EquityPoint[];
  /** How far its points lie apart, in milliseconds. */
  readonly step: number;
  readonly live: Money;
}

/** The account's worth over a range, up to now. Undefined data until the prices are there. */
export function useEquity({ range, account, instruments }: EquityInput) {
  const { history } = account;
  const knownSince = history.nextCursor === undefined ? 0 : (history.orders.at(-1)?.closedAt ?? 0);
  const since = useMemo(
    () => Math.max(knownSince, firstOpening(history.orders, account.open)),
    [knownSince, history, account.open],
  );
  const grid = gridOf(range, since, serverNow());
  const traded = useMemo(() => {
    const assets = new Set(
      [...account.open, ...history.orders.filter(({ closedAt }) => closedAt > grid.from)].map(({ asset }) => asset),
    );
    return instruments.filter(({ asset }) => assets.has(asset));
  }, [account.open, history, instruments, grid.from]);
  const { data, error, refetch } = useGridPrices(grid, traded);
  const past = useMemo(() => {
    if (data === undefined) return undefined;
    const read = orderReader(instruments, account.open);
    return equityCurve({
      times: timesOf(data.grid).filter((time) => time >= knownSince),
      cash: account.cash,
      open: account.open.map(read.held),
      closed: history.orders.flatMap(read.ended),
      prices: data.prices,
    });
  }, [data, account.cash, account.open, history, instruments, knownSince]);
  const equity: Equity | undefined = data && past && { past, step: data.grid.step, live: account.equity };
  return { equity, error, refetch };
}

function firstOpening(closed: readonly ClosedOrder[], open: readonly ValuedOrderJson[]): number {
  return [...closed, ...open].reduce((first, { openedAt }) => Math.min(first, openedAt), Number.POSITIVE_INFINITY);
}

function orderReader(instruments: readonly Instrument[], open: readonly ValuedOrderJson[]) {
  const byAsset = new Map(instruments.map((instrument) => [instrument.asset, instrument]));
  const openIds = new Set(open.map(({ orderId }) => orderId));
  const held = (order: OrderTexts & { readonly asset: string; readonly openedAt: number }): HeldOrder => {
    const instrument = byAsset.get(order.asset);
    const position = instrument && readPosition(order, instrument);
    return { openedAt: order.openedAt, holding: instrument && position && { position, instrument } };
  };
  // The history may know already that an order has closed which the account has open still.
  const ended = (order: ClosedOrder): EndedOrder[] =>
    openIds.has(order.orderId)
      ? []
      : [
          {
            ...held(order),
            closedAt: order.closedAt,
            gain: readMoney(order.payout) - readMoney(order.margin),
          },
        ];
  return { held, ended };
}
