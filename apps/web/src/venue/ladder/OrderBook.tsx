import { type KeyboardEvent, memo, useEffect, useMemo, useRef } from 'react';
import { priceText } from '../../numbers/amounts.ts';
import { TableHead } from '../../ui/TableHead.tsx';
import type { LadderRow } from '../book/ladder.ts';
import { useLadder, useVenue } from '../live/venue-store.ts';
import type { VenueMarket } from '../markets/venue-market.ts';
import { useOpenOrders } from '../orders/own-orders.ts';
import { LadderSlot } from './LadderSlot.tsx';
import styles from './OrderBook.module.css';
import { ownPrices } from './own-prices.ts';
import { useRoomForLevels } from './use-room-for-levels.ts';

export interface OrderBookProps {
  readonly market: VenueMarket;
  /** Undefined while nobody is signed in. */
  readonly userId: string | undefined;
  /** Is told how many levels of each side there is room for. */
  readonly onLevels: ((count: number) => void) | undefined;
}

/** The book: the best levels of both sides, with what they add up to as bars. A press on a price fills the ticket. */
export function OrderBook({ market, userId, onLevels }: OrderBookProps) {
  const place = useRef<HTMLDivElement>(null);
  const levels = useRoomForLevels(place);
  useEffect(() => onLevels?.(levels), [onLevels, levels]);
  return (
    <section className={styles.book} aria-label="Order book">
      <div ref={place} className={styles.place}>
        <LadderTable market={market} levels={levels} userId={userId} />
      </div>
    </section>
  );
}

interface TableProps extends Pick<OrderBookProps, 'market' | 'userId'> {
  readonly levels: number;
}

function LadderTable({ market, levels, userId }: TableProps) {
  const ladder = useLadder();
  const { data: orders } = useOpenOrders(userId);
  const own = useMemo(() => ownPrices(orders ?? [], market), [orders, market]);
  return (
    <table className={styles.table} aria-label={`Book of ${market.asset}`} onKeyDown={moveFocus}>
      <TableHead columns={[`Price, ${market.quote}`, `Size, ${market.base}`, `Sum, ${market.base}`]} />
      <Side side="asks" rows={ladder.asks} {...{ levels, market }} own={own.asks} />
      <tbody>
        <tr className={styles.spread}>
          <SpreadCells market={market} spread={ladder.spread} isEmpty={ladder.asks.length + ladder.bids.length === 0} />
        </tr>
      </tbody>
      <Side side="bids" rows={ladder.bids} {...{ levels, market }} own={own.bids} />
    </table>
  );
}

interface SpreadProps {
  readonly market: VenueMarket;
  readonly spread: number | undefined;
  readonly isEmpty: boolean;
}

const SpreadCells = memo(function SpreadCells({ market, spread, isEmpty }: SpreadProps) {
  const isKnown = useVenue(({ ladder }) => ladder !== undefined);
  if (spread !== undefined)
    return (
      <>
        <th scope="row">Spread</th>
        <td>{priceText(spread, market)}</td>
        <td />
      </>
    );
  const text = isKnown ? (isEmpty ? 'The book is empty' : 'One side of the book is empty') : 'Waiting for the book …';
  return <td colSpan={3}>{text}</td>;
});

interface SideProps {
  readonly side: 'asks' | 'bids';
  readonly rows: readonly LadderRow[];
  readonly levels: number;
  readonly market: VenueMarket;
  readonly own: ReadonlySet<number>;
}

/** The rows of a side. Each place keeps its elements, whatever price stands there: nothing is made or moved at an update. */
function Side({ side, rows, levels, market, own }: SideProps) {
  const slots = Array.from({ length: levels }, (_, place) => {
    const row = rows[place];
    return (
      <LadderSlot
        // biome-ignore lint/suspicious/noArrayIndexKey: the place is what stays.
        key={place}
        {...{ side, market }}
        isFirst={place === 0}
        price={row?.price}
        quantity={row?.quantity}
        total={row?.total}
        share={row?.share}
        isOwn={row !== undefined && own.has(row.price)}
      />
    );
  });
  // The best level stands beside the spread.
  return <tbody>{side === 'asks' ? slots.reverse() : slots}</tbody>;
}

/** The arrows go from price to price: only the best one of each side is a stop of the Tab key. */
function moveFocus({ key, currentTarget, target, ...event }: KeyboardEvent<HTMLTableElement>): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (step === undefined) return;
  const prices = [...currentTarget.querySelectorAll('button')];
  const next = prices[prices.indexOf(target as HTMLButtonElement) + step];
  if (next === undefined) return;
  event.nativeEvent.preventDefault();
  next.focus();
}
