/** The market's settings in the model: units as bigints. */
export interface NaiveMarket {
  readonly market: string;
  readonly base: string;
  readonly quote: string;
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
  readonly tickSize: bigint;
  readonly stepSize: bigint;
  readonly minPrice: bigint;
  readonly maxPrice: bigint;
  readonly minQuantity: bigint;
  readonly maxQuantity: bigint;
  readonly minNotional: bigint;
  readonly makerFeePpm: bigint;
  readonly takerFeePpm: bigint;
  readonly minMultiplierBps: bigint | undefined;
  readonly maxMultiplierBps: bigint | undefined;
  readonly minImpactBps: bigint | undefined;
  readonly maxImpactBps: bigint | undefined;
  readonly maxOpenOrders: number;
  readonly mode: string;
}

export interface NaiveOrder {
  readonly number: number;
  readonly clientId: number | undefined;
  readonly userId: string;
  readonly market: string;
  readonly side: 'buy' | 'sell';
  readonly orderType: 'limit' | 'market';
  readonly price: bigint | undefined;
  readonly quantity: bigint | undefined;
  readonly quoteQuantity: bigint | undefined;
  readonly timeInForce: string;
  readonly postOnly: boolean;
  readonly selfTradePrevention: string;
  readonly createdAt: number;
  /** The rate at which it locked. */
  readonly feePpm: bigint;
  executed: bigint;
  executedQuote: bigint;
}

export type Data = Readonly<Record<string, unknown>>;
export type NaiveEvent = { readonly type: string } & Data;

/** A check that fails. */
export class NaiveRefusal extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export function check(isRight: boolean, code: string): asserts isRight {
  if (!isRight) throw new NaiveRefusal(code);
}
