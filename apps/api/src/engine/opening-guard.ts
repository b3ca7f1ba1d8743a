import { Problem } from '@fulcrum/http';
import type { AccountReads } from './account-reads.ts';

/** Tells how old a price is, as far as this process knows. */
export interface SeenQuotes {
  /** How long ago an asset's price was seen last, if that is too long ago to open at it; undefined if it is not. */
  staleForMs(asset: string): number | undefined;
}

interface Opening {
  readonly asset: string;
  readonly orderId?: string | undefined;
  readonly orderType?: 'market' | 'limit' | 'stop' | undefined;
  readonly reduceOnly?: boolean | undefined;
}

/**
 * Refuses to open at a price that this process has not seen change or repeat for too long, by its own clock. The engine
 * judges by log time alone, which a wrong clock of Redis can make stand still.
 */
export class OpeningGuard {
  readonly #quotes: SeenQuotes;
  readonly #reads: Pick<AccountReads, 'order'>;

  constructor(quotes: SeenQuotes, reads: Pick<AccountReads, 'order'>) {
    this.#quotes = quotes;
    this.#reads = reads;
  }

  /** @throws Problem when the price is too old. Then nothing was sent that opens the order. */
  async check(userId: string, { asset, orderId, orderType = 'market' }: Opening): Promise<void> {
    // What waits for its price is opened by the engine alone, and at a later one.
    if (orderType !== 'market') return;
    const ageMs = this.#quotes.staleForMs(asset);
    if (ageMs === undefined) return;
    if (orderId !== undefined) await this.#refuseRepetition(userId, orderId);
    const detail = `The last price is ${Math.floor(ageMs)} ms old.`;
    throw new Problem(422, 'stale_price', detail, orderId === undefined ? {} : { orderId });
  }

  /** Finds an order that an earlier sending of the request has opened: its sender must not hear that it was refused. */
  async #refuseRepetition(userId: string, orderId: string): Promise<void> {
    const answer = await this.#reads.order(userId, orderId);
    const isFree = answer.outcome === 'answered' && answer.event.type === 'order' && answer.event.status === 'unknown';
    if (isFree) return;
    if (answer.outcome === 'answered' && answer.event.type === 'rejected')
      throw new Problem(422, answer.event.code, answer.event.message, { orderId });
    if (answer.outcome === 'answered')
      throw new Problem(409, 'duplicate_order', 'There is an order with this id already, or there was.', { orderId });
    if (answer.outcome === 'refused' && answer.isTooMany)
      throw new Problem(429, 'too_many_requests', `${answer.reason} Nothing was done by this request.`, { orderId }, 1);
    throw new Problem(503, 'unavailable', 'The last price is too old, and what became of the order is not known.', {
      orderId,
    });
  }
}
