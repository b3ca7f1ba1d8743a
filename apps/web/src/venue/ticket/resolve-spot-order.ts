import { formatDecimal, parseDecimal } from '@fulcrum/cfd';
import { grouped } from '../../numbers/amounts.ts';
import { decimalsOf, isMore, millionthsOf, sumOf } from '../../numbers/exact-amounts.ts';
import { readTyped, unreadableText } from '../../numbers/typed-number.ts';
import type { Capital } from '../api/venue-schemas.ts';
import type { Ladder } from '../book/ladder.ts';
import type { VenueMarket } from '../markets/venue-market.ts';
import type { NewVenueOrder } from '../orders/send-orders.ts';
import type { SpotForm } from './spot-form.ts';
import { spentOn, takenFrom } from './taken.ts';
import type { VenueFees } from './venue-fees.ts';

export interface SpotMarket {
  readonly market: VenueMarket;
  readonly ladder: Ladder;
  /** Undefined while it is not known, and when nobody is signed in. */
  readonly capital: Capital | undefined;
  /** Undefined likewise. */
  readonly fees?: VenueFees | undefined;
}

/** A complete order. */
export interface ResolvedSpot {
  readonly type: 'resolved';
  readonly order: NewVenueOrder;
  /** What it is worth in the quote asset: at its price, or at the levels that are shown. Undefined if they do not suffice. */
  readonly value: string | undefined;
  /** The most that the venue takes for it, in the quote asset, if it trades at these prices. Undefined where that is not known. */
  readonly fee?: string | undefined;
}

/** Which field keeps an order from being sent, and why. */
export interface IncompleteSpot {
  readonly type: 'incomplete';
  readonly field: 'price' | 'size';
  /** Undefined when nothing has been entered yet. */
  readonly message: string | undefined;
}

/** Digits of amounts of the quote asset. A market's quote asset has at least those of price and quantity together. */
export function quoteDecimals({ priceDecimals, quantityDecimals }: VenueMarket): number {
  return priceDecimals + quantityDecimals;
}

/** Works out an order exactly, by the market's grids, the user's fees, and what the user has. */
export function resolveSpotOrder(form: SpotForm, at: SpotMarket): ResolvedSpot | IncompleteSpot {
  return form.type === 'limit' ? limitOrder(form, at) : marketOrder(form, at);
}

function limitOrder(
  { side, price, size, timeInForce, isPostOnly }: SpotForm,
  at: SpotMarket,
): ResolvedSpot | IncompleteSpot {
  const { market } = at;
  const priceUnits = readOnGrid(price, priceGrid(market));
  if (typeof priceUnits !== 'number') return { type: 'incomplete', field: 'price', ...priceUnits };
  const quantity = readOnGrid(size, quantityGrid(market));
  if (typeof quantity !== 'number') return { type: 'incomplete', field: 'size', ...quantity };
  const value = formatDecimal(BigInt(priceUnits) * BigInt(quantity), quoteDecimals(market));
  const quantityText = formatDecimal(quantity, market.quantityDecimals);
  const order: NewVenueOrder = {
    ...common(side, market),
    orderType: 'Limit',
    price: formatDecimal(priceUnits, market.priceDecimals),
    quantity: quantityText,
    ...(isPostOnly ? { postOnly: true } : { timeInForce }),
  };
  // The venue holds back the larger of the two fees, because it is not known yet whether the order takes.
  const fee = feeOn(value, at, ({ makerPpm, takerPpm }) => Math.max(makerPpm, takerPpm));
  const costs = side === 'buy' ? { needed: value, spent: value } : { needed: quantityText };
  return affordable({ type: 'resolved', order, value, fee }, costs, side, at);
}

function marketOrder({ side, size, sizeBy }: SpotForm, at: SpotMarket): ResolvedSpot | IncompleteSpot {
  const { market, ladder } = at;
  const isQuote = sizeBy === 'quote';
  const units = readOnGrid(size, isQuote ? quoteGrid(market) : quantityGrid(market));
  if (typeof units !== 'number') return { type: 'incomplete', field: 'size', ...units };
  const text = formatDecimal(units, isQuote ? quoteDecimals(market) : market.quantityDecimals);
  const taken = isQuote ? undefined : takenFrom(side === 'buy' ? ladder.asks : ladder.bids, units);
  const value = isQuote ? text : moneyText(taken, market);
  const order: NewVenueOrder = {
    ...common(side, market),
    orderType: 'Market',
    ...(isQuote ? { quoteQuantity: text } : { quantity: text }),
  };
  const spent = side === 'buy' && isQuote ? moneyText(spentOn(ladder.asks, units, market.step), market) : value;
  const fee = spent === undefined ? undefined : feeOn(spent, at, ({ takerPpm }) => takerPpm);
  const costs = side === 'buy' ? { needed: value, spent } : { needed: isQuote ? undefined : text };
  return affordable({ type: 'resolved', order, value, fee }, costs, side, at);
}

function common(side: SpotForm['side'], { asset }: VenueMarket) {
  return { symbol: asset, side: side === 'buy' ? 'Bid' : 'Ask' } as const;
}

function moneyText(units: bigint | undefined, market: VenueMarket): string | undefined {
  return units === undefined ? undefined : formatDecimal(units, quoteDecimals(market));
}

/** The fee on an amount of the quote asset, to the last digit of that. */
function feeOn(amount: string, { market, capital, fees }: SpotMarket, rate: (fees: VenueFees) => number) {
  if (fees === undefined) return undefined;
  return millionthsOf(amount, rate(fees), decimalsOf(capital?.[market.quote]?.available ?? ''));
}

/** What an order takes of the asset that is paid with. What is not known is undefined. */
interface Costs {
  /** Without the fee. */
  readonly needed: string | undefined;
  /** What a buy comes to, on which its fee is paid. */
  readonly spent?: string | undefined;
}

function affordable(
  order: ResolvedSpot,
  { needed, spent }: Costs,
  side: SpotForm['side'],
  { market, capital }: SpotMarket,
): ResolvedSpot | IncompleteSpot {
  const asset = side === 'buy' ? market.quote : market.base;
  const available = capital === undefined ? undefined : (capital[asset]?.available ?? '0');
  if (needed === undefined || available === undefined) return order;
  const has = `you have ${grouped(available)}.`;
  if (isMore(needed, available)) return tooMuch(`This needs ${grouped(needed)} ${asset}; ${has}`);
  if (spent === undefined || order.fee === undefined) return order;
  const whole = sumOf(spent, order.fee);
  if (!isMore(whole, available)) return order;
  return tooMuch(`With a fee of ${grouped(order.fee)} this needs ${grouped(whole)} ${asset}; ${has}`);
}

function tooMuch(message: string): IncompleteSpot {
  return { type: 'incomplete', field: 'size', message };
}

interface Grid {
  readonly decimals: number;
  readonly step: number;
  readonly least: number;
  readonly most: number;
  readonly unit: string;
}

const priceGrid = ({
  priceDecimals: decimals,
  tick: step,
  minPrice: least,
  maxPrice: most,
  quote: unit,
}: VenueMarket): Grid => ({
  ...{ decimals, step, least, most, unit },
});

const quantityGrid = ({
  quantityDecimals: decimals,
  step,
  minQuantity: least,
  maxQuantity: most,
  base: unit,
}: VenueMarket): Grid => ({
  ...{ decimals, step, least, most, unit },
});

const quoteGrid = (market: VenueMarket): Grid => ({
  ...{ decimals: quoteDecimals(market), step: 1, least: 1, most: Number.MAX_SAFE_INTEGER, unit: market.quote },
});

/** @returns whole units, or what is wrong; undefined as the message when nothing was typed. */
function readOnGrid(
  typed: string,
  { decimals, step, least, most, unit }: Grid,
): number | { readonly message: string | undefined } {
  if (typed.trim() === '') return { message: undefined };
  const text = (units: number) => `${grouped(formatDecimal(units, decimals))} ${unit}`;
  const otherwise = `Enter a number with at most ${decimals} decimals.`;
  const read = readTyped(typed);
  if (read.type !== 'number') return { message: unreadableText(read, otherwise) };
  const units = parseDecimal(read.text, decimals);
  if (units === undefined) return { message: otherwise };
  if (units < least) return { message: `At least ${text(least)}.` };
  if (units > most) return { message: `At most ${text(most)}.` };
  if (units % step !== 0) return { message: `In steps of ${text(step)}.` };
  return units;
}
