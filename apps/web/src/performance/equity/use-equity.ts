import type { Instrument, Money } from '@fulcrum/cfd';
import type { ValuedOrderJson } from '@fulcrum/protocol';
import { useMemo } from 'react';
import { useSession } from '../../account/session.ts';
import type { ClosedOrder } from '../../api/schemas.ts';
import { serverNow } from '../../clock/server-clock.ts';
import { readMoney } from '../../numbers/amounts.ts';
import { type OrderTexts, readPosition } from '../../trading/position.ts';
import type { AccountSample } from './account-sample.ts';
import { type EndedOrder, type EquityPoint, equityCurve, type HeldOrder, type PricePoint } from './equity-curve.ts';
import { isSeen } from './is-seen.ts';
import { pathOf } from './price-path.ts';
import { type GridPrices, useGridPrices } from './prices.ts';
import { gridOf, partOf, type Range, timesOf } from './ranges.ts';

export interface EquityInput {
  readonly range: Range;
  readonly account: AccountSample;
  readonly instruments: readonly Instrument[];
}

export interface Equity {
  readonly past: readonly EquityPoint[];
  /** The distance between two points, in milliseconds. */
  readonly step: number;
  readonly live: Money;
}

/** The account's equity over a range, up to now; undefined until the prices are loaded. */
export function useEquity({ range, account, instruments }: EquityInput) {
  const { history } = account;
  const knownSince = history.nextCursor === undefined ? 0 : (history.orders.at(-1)?.closedAt ?? 0);
  const createdAt = useSession().data?.createdAt ?? 0;
  const firstOrderAt = useMemo(
    () => Math.max(knownSince, firstOpening(history.orders, account.open)),
    [knownSince, history, account.open],
  );
  const begin = Math.max(knownSince, createdAt);
  const grid = gridOf(range, { createdAt, firstOrderAt }, serverNow());
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
      times: timesOf(data.grid).filter((time) => time >= begin),
      cash: account.cash,
      open: account.open.map(read.held),
      closed: history.orders.flatMap(read.ended),
      prices: pathsOf(data, [...account.open, ...history.orders]),
    });
  }, [data, account.cash, account.open, history, instruments, begin]);
  const equity: Equity | undefined = data && past && { past, step: partOf(data.grid.step), live: account.equity };
  return { equity, error, refetch };
}

function firstOpening(closed: readonly ClosedOrder[], open: readonly ValuedOrderJson[]): number {
  return [...closed, ...open].reduce((first, { openedAt }) => Math.min(first, openedAt), Number.POSITIVE_INFINITY);
}

type Times = Pick<ValuedOrderJson, 'asset' | 'openedAt'> & { readonly closedAt?: number };

function pathsOf({ grid, candles }: GridPrices, orders: readonly Times[]): ReadonlyMap<string, readonly PricePoint[]> {
  const events = Map.groupBy(orders, ({ asset }) => asset);
  return new Map(
    [...candles].map(([asset, steps]) => {
      const times = (events.get(asset) ?? []).flatMap(({ openedAt, closedAt }) => [openedAt, closedAt ?? openedAt]);
      return [asset, pathOf(steps, times, grid.step)];
    }),
  );
}

function orderReader(instruments: readonly Instrument[], open: readonly ValuedOrderJson[]) {
  const byAsset = new Map(instruments.map((instrument) => [instrument.asset, instrument]));
  const openById = new Map(open.map((order) => [order.orderId, order]));
  const held = (order: OrderTexts & { readonly asset: string; readonly openedAt: number }): HeldOrder => {
    const instrument = byAsset.get(order.asset);
    const position = instrument && readPosition(order, instrument);
    return { openedAt: order.openedAt, holding: instrument && position && { position, instrument } };
  };
  // The history may contain the closing of an order that is still open in the account.
  const ended = (order: ClosedOrder): EndedOrder[] =>
    isSeen(order, openById.get(order.orderId))
      ? [{ ...held(order), closedAt: order.closedAt, gain: readMoney(order.payout) - readMoney(order.margin) }]
      : [];
  return { held, ended };
}
