import type { Word } from '@fulcrum/matching';

/** The words of Backpack for those of the core. */
export const SIDES = { Bid: 'buy', Ask: 'sell' } as const satisfies Record<string, Word<'side'>>;
export const ORDER_TYPES = { Limit: 'limit', Market: 'market' } as const satisfies Record<string, Word<'orderType'>>;
export const SELF_TRADE_PREVENTIONS = {
  RejectTaker: 'reject_taker',
  RejectMaker: 'reject_maker',
  RejectBoth: 'reject_both',
} as const satisfies Record<string, Word<'selfTradePrevention'>>;
export const ENDS = { filled: 'Filled', cancelled: 'Cancelled', expired: 'Expired' } as const satisfies Record<
  Word<'status'>,
  string
>;
export const BOOK_STATES = {
  open: 'Open',
  post_only: 'PostOnly',
  cancel_only: 'CancelOnly',
  closed: 'Closed',
} as const satisfies Record<Word<'mode'>, string>;

/** The word of Backpack for one of the core. */
export function backpackWord<Words extends Readonly<Record<string, string>>>(
  words: Words,
  own: Words[keyof Words],
): keyof Words & string {
  for (const [word, meaning] of Object.entries(words)) if (meaning === own) return word;
  throw new Error(`the word ${own} has one in Backpack's dialect`);
}
