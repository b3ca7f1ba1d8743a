import { memo } from 'react';
import { grouped } from '../../numbers/amounts.ts';
import { TableHead } from '../../ui/TableHead.tsx';
import type { Trade } from '../live/trades.ts';
import { useVenue } from '../live/venue-store.ts';
import type { VenueMarket } from '../markets/venue-market.ts';
import styles from './TradeTape.module.css';

const TIME = new Intl.DateTimeFormat('sv', { timeStyle: 'medium' });

/** The last trades, the newest first. */
export function TradeTape({ market }: { readonly market: VenueMarket }) {
  const trades = useVenue((state) => state.trades);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached with the keyboard.
    <section className={styles.tape} aria-label="Trades" tabIndex={0}>
      <table className={styles.table} aria-label={`Trades of ${market.asset}`}>
        <TableHead columns={['Time', `Price, ${market.quote}`, `Size, ${market.base}`]} />
        <tbody>
          {trades?.map((trade) => (
            <TradeRow key={trade.id} trade={trade} />
          ))}
        </tbody>
      </table>
      {trades === undefined && <p className={styles.none}>Waiting for the trades …</p>}
      {trades?.length === 0 && <p className={styles.none}>Nothing has been traded yet.</p>}
    </section>
  );
}

const TradeRow = memo(function TradeRow({ trade: { price, quantity, time, side } }: { readonly trade: Trade }) {
  return (
    <tr>
      <td className="muted">
        <time dateTime={new Date(time).toISOString()}>{TIME.format(time)}</time>
      </td>
      <td className={side === 'buy' ? 'up' : 'down'}>
        {grouped(price)}
        <span className="visually-hidden"> {side === 'buy' ? 'bought' : 'sold'}</span>
      </td>
      <td>{grouped(quantity)}</td>
    </tr>
  );
});
