import { closingPrice, type Instrument, type Money, type Quote } from '@fulcrum/cfd';
import { moneyText, percentText, quantityText, signedMoneyText } from '../numbers/amounts.ts';
import { hundredthsOfPercent } from '../numbers/rounding.ts';
import { isReachable, liquidationText } from '../trading/liquidation.ts';
import { marketDistanceText } from '../trading/market-distance.ts';
import { type Incomplete, isTakeable, type ResolvedTicket, termsOf } from './form/resolve-ticket.ts';
import type { TicketForm } from './form/ticket-form.ts';
import type { TicketTerms } from './form/ticket-outcome.ts';
import { NetLines } from './netting/NetLines.tsx';
import type { NetEffect } from './netting/net-effect.ts';
import styles from './Preview.module.css';
import { Line } from './PreviewLine.tsx';

export interface PreviewProps {
  readonly form: TicketForm;
  readonly ticket: ResolvedTicket | Incomplete | undefined;
  readonly instrument: Instrument;
  readonly quote: Quote | undefined;
  /** Whether there are positions that the order closes before it opens anything. */
  readonly hasOpposite: boolean;
  /** What is free; undefined when nobody is signed in. */
  readonly balance: Money | undefined;
}

/** A preview of the order. Its lines are always there, so that nothing moves when they fill. */
export function Preview({ form, ticket, instrument, quote, hasOpposite, balance }: PreviewProps) {
  const { side, kind, isReduceOnly } = form;
  const taken = isTakeable(ticket) ? ticket : undefined;
  const terms = termsOf(ticket);
  const isWaiting = kind !== 'market';
  const isUncovered = isWaiting && terms !== undefined && balance !== undefined && costOf(terms, taken?.net) > balance;
  return (
    <>
      <dl className={styles.preview} aria-label="What the order comes to">
        {isWaiting && (
          <Line name="From the market" value={taken && quote && marketDistanceText(side, taken.openPrice, quote)} />
        )}
        {(isReduceOnly || hasOpposite) && <NetLines net={taken?.net} side={side} instrument={instrument} />}
        {!isReduceOnly && <OpeningLines ticket={taken} instrument={instrument} quote={quote} isWaiting={isWaiting} />}
      </dl>
      {isUncovered && (
        <p className={styles.warning} role="status">
          More than your free balance. Unless there is enough when the price is reached, the order is cancelled.
        </p>
      )}
    </>
  );
}

/** What an order takes from the balance, beyond what its closings give back. */
function costOf({ margin, fee }: TicketTerms, net: NetEffect | undefined): Money {
  return margin + fee - (net === undefined ? 0n : net.margin + net.result);
}

interface OpeningLinesProps {
  readonly ticket: ResolvedTicket | undefined;
  readonly instrument: Instrument;
  readonly quote: Quote | undefined;
  readonly isWaiting: boolean;
}

/** What the order opens. */
function OpeningLines({ ticket, instrument, quote, isWaiting }: OpeningLinesProps) {
  const terms = termsOf(ticket);
  return (
    <>
      <Line name="Quantity" value={terms && quantityText(terms.quantity, instrument)} />
      <Line name="Value" value={terms && ticket && `${moneyText(ticket.notional)} USDC`} />
      <Line name={isWaiting ? 'Margin at that price' : 'Margin'} value={terms && `${moneyText(terms.margin)} USDC`} />
      {terms !== undefined && terms.fee > 0n && <Line name="Guarantee" value={`${moneyText(terms.fee)} USDC`} />}
      <Line name="Liquidation price" value={terms && liquidationText(terms.liquidationPrice, instrument)} />
      <Line name="Distance to it" value={terms && quote && distanceText(terms, quote)} />
      <Line name="At take-profit" value={terms && resultText(ticket?.resultAtTarget)} tone="up" />
      <Line name="At stop-loss" value={terms && resultText(ticket?.resultAtStop)} tone="down" />
    </>
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
