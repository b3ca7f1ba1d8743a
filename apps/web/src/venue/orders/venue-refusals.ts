/** The fields of the ticket at which a refusal is shown; `form` where it concerns none of them. */
export type RefusedField = 'price' | 'size' | 'postOnly' | 'form';

interface Explained {
  readonly field: RefusedField;
  readonly text: string;
}

/** What the venue's codes mean to a trader, what to do, and which field they are about. */
const EXPLAINED: Readonly<Record<string, Explained>> = {
  INVALID_PRICE: {
    field: 'price',
    text: 'The venue does not take this price: it is too far from the last trades. Choose one that is closer.',
  },
  INVALID_QUANTITY: {
    field: 'size',
    text: 'The venue does not take this size: the order is worth too little, or too much. Change the size.',
  },
  INSUFFICIENT_FUNDS: {
    field: 'size',
    text: 'You do not have enough for this order and its fee. Make it smaller, or cancel orders that hold money.',
  },
  ORDER_LIMIT: { field: 'form', text: 'You have as many open orders as this market allows. Cancel one first.' },
  TRADING_PAUSED: { field: 'form', text: 'This market does not take such orders at the moment.' },
  INVALID_MARKET: { field: 'form', text: 'The venue does not have this market any more. Choose another.' },
  INVALID_CLIENT_REQUEST: {
    field: 'form',
    text: 'The venue does not understand this order. Nothing was done: reload the page and try again.',
  },
  INVALID_ORDER: { field: 'form', text: 'The venue does not take these settings together. Change one of them.' },
  RESOURCE_NOT_FOUND: { field: 'form', text: 'The order is not open any more: it was filled or cancelled.' },
  UNAUTHORIZED: { field: 'form', text: 'The venue does not know you: sign in again.' },
  INVALID_SIGNATURE: { field: 'form', text: 'The venue does not know you: sign in again.' },
  FORBIDDEN: { field: 'form', text: 'The venue does not take orders from this page’s address.' },
  PRECONDITION_FAILED: { field: 'form', text: 'The venue has no room for another account.' },
  TOO_MANY_REQUESTS: { field: 'form', text: 'Too many requests. Wait some seconds and try again.' },
  NOT_IMPLEMENTED: { field: 'form', text: 'This venue does not offer that.' },
  MAINTENANCE: {
    field: 'form',
    text: 'The venue cannot take orders at the moment. Nothing was done; try again shortly.',
  },
  offline: {
    field: 'form',
    text: 'There is no network. Nothing was sent, and nothing will be: try again when it is back.',
  },
};

/** As a post-only order it takes nothing from the book, so this is why it was refused. */
const WOULD_TAKE: Explained = {
  field: 'postOnly',
  text: 'It would have traded at once, and a post-only order must not. Choose another price.',
};

/**
 * What a refusal means.
 *
 * @param message what the venue said, for codes that are not known here.
 */
export function explainRefusal(code: string, message: string, isPostOnly = false): Explained {
  if (code === 'INVALID_ORDER' && isPostOnly) return WOULD_TAKE;
  return EXPLAINED[code] ?? { field: 'form', text: message };
}

/** The sentence for an order that was looked for in vain. */
export const UNKNOWN_ORDER =
  'No answer came, and the order is not among the open ones. It may have been filled, or still arrive: look at your fills and balances before you send it again.';

/** The sentence for an order that has arrived, of which no answer came. */
export const ARRIVED_ORDER = 'No answer came, but the order has arrived: look at your open orders and fills.';

/** The sentence for orders of which it is not known whether they were cancelled. */
export const UNKNOWN_CANCEL = 'No answer came. The list shows what is still open.';
