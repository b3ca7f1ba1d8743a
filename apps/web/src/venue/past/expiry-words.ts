/** Why an order expired: in a word or two, and as the end of a sentence. */
interface Expiry {
  readonly word: string;
  readonly why: string;
}

const EXPIRIES: Readonly<Record<string, Expiry>> = {
  IOC: { word: 'IOC', why: 'nothing more could be traded at once at its price (IOC)' },
  FOK: { word: 'FOK', why: 'not all of it could be traded at once (FOK)' },
  PRICE_BAND: { word: 'price band', why: 'the next price is farther from the last trades than an order may take' },
  SELF_TRADE: { word: 'self-trade', why: 'it would have traded with an order of your own' },
  NO_LIQUIDITY: { word: 'empty book', why: 'nobody was left in the book to trade with' },
  LOT_SIZE: { word: 'too small', why: 'the amount does not pay for the smallest quantity' },
};

/** @param reason as the venue names it. One that is not known here stays in its words. */
export function expiryOf(reason: string): Expiry {
  const words = reason.toLowerCase().replaceAll('_', ' ');
  return EXPIRIES[reason] ?? { word: words, why: words };
}
