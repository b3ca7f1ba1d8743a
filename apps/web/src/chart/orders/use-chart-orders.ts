import { formatDecimal, type Instrument } from '@fulcrum/cfd';
import type { PendingOrderJson, ValuedOrderJson } from '@fulcrum/protocol';
import { useEffect, useMemo, useState } from 'react';
import { quotesStore } from '../../feed/quotes.ts';
import { notify } from '../../notices/notices.ts';
import { failureNotice } from '../../trading/failure-notice.ts';
import { updateOrder } from '../../trading/orders.ts';
import { type ChartOrder, looksAlike, readOrder, readWaiting } from './chart-orders.ts';
import { LEVEL_NAMES, MOST_ORDERS, type MovableLevel } from './levels.ts';
import { type Moves, withDone, withMove, withMoves, withoutMove, withoutSettled } from './moved-levels.ts';

/** The orders as the chart shows them. The list stays the same object while nothing visible changes. */
export function useChartOrders(orders: readonly ValuedOrderJson[], instrument: Instrument): readonly ChartOrder[] {
  const [shown, setShown] = useState(orders);
  if (shown !== orders && !looksAlike(shown, orders)) setShown(orders);
  return useMemo(() => shown.flatMap((order) => readOrder(order, instrument) ?? []), [shown, instrument]);
}

/** The orders that wait, as the chart shows them. */
export function useWaitingOrders(pending: readonly PendingOrderJson[], instrument: Instrument): readonly ChartOrder[] {
  return useMemo(() => pending.flatMap((order) => readWaiting(order, instrument) ?? []), [pending, instrument]);
}

export interface LevelMoving {
  /** Shows a level at another price, in grid units. */
  readonly move: (level: MovableLevel, price: number) => void;
  /** Asks the engine to move a level to the price where it is shown. */
  readonly release: (level: MovableLevel, price: number) => void;
  readonly putBack: (level: MovableLevel) => void;
}

/** Lets levels be moved. A moved level stays where it was dropped until the account shows its price. */
export function useMovedLevels(
  orders: readonly ChartOrder[],
  { priceDecimals }: Instrument,
): readonly [readonly ChartOrder[], LevelMoving] {
  const [moves, setMoves] = useState<Moves>(new Map());
  const unsettled = withoutSettled(moves, orders);
  if (unsettled !== moves) setMoves(unsettled);
  const moving = useMemo((): LevelMoving => {
    const release = async (level: MovableLevel, price: number) => {
      const outcome = await updateOrder(level.order.orderId, { [level.kind]: formatDecimal(price, priceDecimals) });
      if (outcome === 'done') return setMoves((all) => withDone(all, level.key, price));
      setMoves((all) => withoutMove(all, level.key, price));
      notify(failureNotice(`The ${LEVEL_NAMES[level.kind]} was not moved`, outcome));
    };
    return {
      move: (level, price) => setMoves((all) => withMove(all, level, price)),
      release: (level, price) => void release(level, price),
      putBack: ({ key }) => setMoves((all) => withoutMove(all, key)),
    };
  }, [priceDecimals]);
  return [useMemo(() => withMoves(orders, unsettled), [orders, unsettled]), moving];
}

const LOOK_EVERY_MS = 2_000;

/** The bid, every two seconds. It is needed only where there are more orders than are shown, to find the nearest. */
export function usePriceNearby(asset: string, orderCount: number): number | undefined {
  const [price, setPrice] = useState<number>();
  const isWanted = orderCount > MOST_ORDERS;
  useEffect(() => {
    if (!isWanted) return;
    const look = () => setPrice(quotesStore.getState().quotes[asset]?.bid);
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [asset, isWanted]);
  return price;
}
