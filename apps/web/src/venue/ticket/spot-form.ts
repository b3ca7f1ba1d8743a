import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { TimeInForce } from '../api/venue-schemas.ts';

/** The ticket's fields as they were typed. */
export interface SpotForm {
  readonly side: 'buy' | 'sell';
  readonly type: 'limit' | 'market';
  /** Of a limit order. */
  readonly price: string;
  /** Whether the size is a quantity of the base asset, or an amount of the quote asset. Limit orders have a quantity. */
  readonly sizeBy: 'quantity' | 'quote';
  readonly size: string;
  readonly timeInForce: TimeInForce;
  readonly isPostOnly: boolean;
}

const BLANK: SpotForm = {
  ...{ side: 'buy', type: 'limit', price: '', sizeBy: 'quantity', size: '', timeInForce: 'GTC', isPostOnly: false },
};

/** The unfinished orders, by market. They last for this visit, and until another user signs in. */
const forms = createStore<Readonly<Record<string, SpotForm>>>(() => ({}));

export function useSpotForm(symbol: string): SpotForm {
  return useStore(forms, (state) => state[symbol] ?? BLANK);
}

export function changeSpotForm(symbol: string, changes: Partial<SpotForm>): void {
  forms.setState((state) => ({ [symbol]: { ...(state[symbol] ?? BLANK), ...changes } }));
}

/** Takes a price of the book into the ticket, as a limit order's. */
export function fillPrice(symbol: string, price: string): void {
  changeSpotForm(symbol, { type: 'limit', price });
}

/** Who has typed; undefined while only visitors have. What a visitor typed is theirs once they sign in. */
let owner: string | undefined;

/** Forgets what another user has typed. */
export function keepSpotFormsOf(userId: string): void {
  if (owner !== undefined && owner !== userId) forms.setState({}, true);
  owner = userId;
}
