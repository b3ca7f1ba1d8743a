import { type Notice, notify } from '../../notices/notices.ts';
import { assetText, grouped } from '../../numbers/amounts.ts';
import type { OrderUpdate } from '../api/venue-messages.ts';

/** Fills within this time are told together, and those of more than a few orders in one notice. */
const GATHER_MS = 200;
const FEW = 3;

/** Notices of fills of orders that stood in the book. Of an order that takes at once the ticket tells. */
export class FillNotices {
  #gathered: OrderUpdate[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  add(update: OrderUpdate): void {
    if (update.e !== 'orderFill' || update.m !== true) return;
    this.#gathered.push(update);
    this.#timer ??= setTimeout(() => this.#tell(), GATHER_MS);
  }

  /** Forgets what is not told yet. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#gathered = [];
  }

  #tell(): void {
    const gathered = this.#gathered;
    this.stop();
    for (const notice of fillNotices(gathered)) notify(notice);
  }
}

/** @param fills in their order: the last one of an order tells how much of it is filled. */
export function fillNotices(fills: readonly OrderUpdate[]): Notice[] {
  const orders = [...new Map(fills.map((fill) => [`${fill.s} ${fill.i}`, fill])).entries()];
  if (orders.length > FEW)
    return [{ kind: 'good', title: 'Orders filled', text: `${orders.length} of your orders, in whole or part` }];
  return orders.map(([key, fill]) => noticeOf(key, fill));
}

/** An order that stood in the book trades at its own price alone. */
function noticeOf(key: string, { s, S, X, L = '', l = '', z = l, q }: OrderUpdate): Notice {
  const isWhole = X === 'Filled';
  const verb = S === 'Bid' ? 'Bought' : S === 'Ask' ? 'Sold' : 'Traded';
  const ofAll = isWhole || q === undefined ? '' : ` of ${grouped(q)}`;
  return {
    ...{ kind: 'good', title: isWhole ? 'Order filled' : 'Order partly filled' },
    text: `${verb} ${grouped(z)}${ofAll} ${assetText(s)} at ${grouped(L)}`,
    key: `fill ${key}`,
  };
}
