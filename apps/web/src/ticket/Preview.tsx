import { closingPrice, type Instrument, type Money, type Quote } from '@fulcrum/cfd';
import { moneyText, percentText, quantityText, signedMoneyText } from '../numbers/amounts.ts';
import { hundredthsOfPercent } from '../numbers/rounding.ts';
import { isReachable, liquidationText } from '../trading/liquidation.ts';
import { marketDistanceText } from '../trading/market-distance.ts';
import type { Incomplete, ResolvedTicket, TicketTerms } from './form/resolve-ticket.ts';
import styles from './Preview.module.css';

export interface PreviewProps {
  readonly ticket: ResolvedTicket | Incomplete | undefined;
  readonly terms: TicketTerms | undefined;
  readonly instrument: Instrument;
  readonly quote: Quote | undefined;
  /** Whether the order waits for its price. */
  readonly isWaiting: boolean;
  /** What is free; undefined when nobody is signed in. */
  readonly balance: Money | undefined;
}

/** A preview of the order. Its lines are always there, so that nothing moves when they fill. */
export function Preview({ ticket, terms, instrument, quote, isWaiting, balance }: PreviewProps) {
  const resolved = ticket?.type === 'resolved' ? ticket : undefined;
  const isUncovered = isWaiting && terms !== undefined && balance !== undefined && terms.margin + terms.fee > balance;
  return (
    <>
      <dl className={styles.preview} aria-label="What the order comes to">
        {isWaiting && (
          <Line
            name="From the market"
            value={terms && quote && marketDistanceText(terms.side, terms.openPrice, quote)}
          />
        )}
        <Line name="Quantity" value={terms && quantityText(terms.quantity, instrument)} />
        <Line name="Value" value={terms && resolved && `${moneyText(resolved.notional)} USDC`} />
        <Line name={isWaiting ? 'Margin at that price' : 'Margin'} value={terms && `${moneyText(terms.margin)} USDC`} />
        {terms !== undefined && terms.fee > 0n && <Line name="Guarantee" value={`${moneyText(terms.fee)} USDC`} />}
        <Line name="Liquidation price" value={terms && liquidationText(terms.liquidationPrice, instrument)} />
        <Line name="Distance to it" value={terms && quote && distanceText(terms, quote)} />
        <Line name="At take-profit" value={terms && resultText(resolved?.resultAtTarget)} tone="up" />
        <Line name="At stop-loss" value={terms && resultText(resolved?.resultAtStop)} tone="down" />
      </dl>
      {isUncovered && (
        <p className={styles.warning} role="status">
          More than your free balance. Unless there is enough when the price is reached, the order is cancelled.
        </p>
      )}
    </>
  );
}

function Line({ name, value, tone }: { name: string; value: string | undefined; tone?: 'up' | 'down' }) {
  return (
    <div className={styles.line}>
      <dt>{name}</dt>
      <dd className={value === undefined ? 'muted' : tone}>{value ?? '–'}</dd>
    </div>
  );
}

function resultText(result: Money | undefined): string | undefined {
  return result === undefined ? undefined : `${signedMoneyText(result)} USDC`;
}

/** The distance to the liquidation price in percent of the closing price; undefined if it cannot be reached. */
function distanceText({ side, liquidationPrice }: TicketTerms, quote: Quote): string | undefined {
  if (!isReachable(liquidationPrice)) return undefined;
  const price = closingPrice(side, quote);
  const away = BigInt(Math.abs(price - liquidationPrice));
  return percentText(hundredthsOfPercent(away, BigInt(price)));
}
