import { MAX_BPS, MAX_DECIMALS, MAX_FEE_PPM, MAX_ORDERS_PER_SEAT } from '../numbers/limits.ts';
import type { AsText, InCore, Plain } from './fields.ts';

/** What is traded and paid with. Its units are 10^-decimals; they never change. */
export const ASSET = { asset: 'name', decimals: `whole 0..${MAX_DECIMALS}` } as const;

/**
 * What may be traded, and how. Prices are in units of 10^-priceDecimals, quantities of 10^-quantityDecimals, notionals of
 * the quote asset. The decimals, the two assets, the tick and the step never change.
 */
export const MARKET = {
  market: 'name',
  base: 'lookup',
  quote: 'lookup',
  priceDecimals: `whole 0..${MAX_DECIMALS}`,
  quantityDecimals: `whole 0..${MAX_DECIMALS}`,
  /** Every price is a multiple of it. */
  tickSize: 'price',
  /** Every quantity is a multiple of it. */
  stepSize: 'quantity',
  minPrice: 'price',
  maxPrice: 'price',
  minQuantity: 'quantity',
  maxQuantity: 'quantity',
  minNotional: 'quote',
  /** Of a fill's notional; a rebate where it is negative, which is at most the taker's fee. */
  makerFeePpm: `whole -${MAX_FEE_PPM}..${MAX_FEE_PPM}`,
  takerFeePpm: `whole 0..${MAX_FEE_PPM}`,
  /** A limit price is at least and at most so much of the reference price. Without it any price is. */
  minMultiplierBps: `whole? 0..${MAX_BPS}`,
  maxMultiplierBps: `whole? 0..${MAX_BPS}`,
  /** An order takes at prices that are at least and at most so much of it. */
  minImpactBps: `whole? 0..${MAX_BPS}`,
  maxImpactBps: `whole? 0..${MAX_BPS}`,
  /** Of one user at a time. */
  maxOpenOrders: `whole 1..${MAX_ORDERS_PER_SEAT}`,
  mode: 'mode',
} as const;

/** The settings as they arrive, with the amounts still as text. */
export type MarketRequest = AsText<typeof MARKET>;

/** The settings of a market, and what follows from them. */
export type MarketSettings = Plain<
  InCore<typeof MARKET> & {
    readonly market: string;
    readonly baseDecimals: number;
    readonly quoteDecimals: number;
    /** Units of the base asset in one of quantity. */
    readonly lotUnits: number;
    /** A price times a quantity times this is their notional in units of the quote asset. */
    readonly notionalUnits: number;
  }
>;
