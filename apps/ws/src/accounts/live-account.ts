import type { Money } from '@fulcrum/cfd';
import { ACCOUNT_STREAM, type AccountEvent, type JsonEvent, type ValuedOrderJson } from '@fulcrum/protocol';
import type { ChangedPrices } from '../prices/prices.ts';
import { dataFrame } from '../sockets/frames.ts';
import { type OpenPosition, readMoney, readPosition, restOf, UNKNOWN_TIME, withTrailing } from './positions.ts';
import { figuresOf, type QuoteOf, revalued } from './valuation.ts';

/** One user's account: loaded from the engine's answer, and kept up to date with the user's events and live quotes. */
export class LiveAccount {
  readonly #quoteOf: QuoteOf;
  #balance: Money = 0n;
  #positions = new Map<string, OpenPosition>();
  #figures: Buffer | undefined;

  constructor(quoteOf: QuoteOf) {
    this.#quoteOf = quoteOf;
  }

  /**
   * Loads the account that the engine has answered.
   *
   * @returns the message with the engine's own figures, which the subscriber has just received in the snapshot.
   */
  load(account: AccountEvent): Buffer {
    this.#balance = readMoney(account.balance);
    const read = (order: ValuedOrderJson) => readPosition(order, UNKNOWN_TIME, order);
    this.#positions = new Map((account.orders ?? []).map((order) => [order.orderId, read(order)]));
    const told = this.#frame();
    for (const [orderId, position] of this.#positions) this.#positions.set(orderId, revalued(position, this.#quoteOf));
    this.#figures = undefined;
    return told;
  }

  /**
   * Takes the user's next event. An event that comes before the account is loaded is in the engine's answer.
   *
   * @param at the log time at which it happened.
   */
  apply(event: JsonEvent, at = UNKNOWN_TIME): void {
    if ('balance' in event) this.#balance = readMoney(event.balance);
    if (event.type === 'created') this.#positions.set(event.orderId, revalued(readPosition(event, at), this.#quoteOf));
    const position = 'orderId' in event ? this.#positions.get(event.orderId ?? '') : undefined;
    if (position !== undefined) this.#change(position, event, at);
    this.#figures = undefined;
  }

  #change(position: OpenPosition, event: JsonEvent, at: number): void {
    if (event.type === 'updated') this.#positions.set(event.orderId, withTrailing(position, event, at));
    if (event.type !== 'closed') return;
    const rest = restOf(position, event);
    if (rest === undefined) this.#positions.delete(event.orderId);
    else this.#positions.set(event.orderId, rest);
  }

  /** Values the positions in these assets at their current quotes. */
  revalue(changed: ChangedPrices): void {
    for (const [orderId, position] of this.#positions) {
      const { asset } = position.instrument;
      const meanwhile = changed.get(asset);
      if (meanwhile === undefined) continue;
      const now = revalued(position, this.#quoteOf, meanwhile);
      if (now === position) continue;
      this.#positions.set(orderId, now);
      this.#figures = undefined;
    }
  }

  /** The message with the current figures. It is the same object as long as nothing changed. */
  figures(): Buffer {
    this.#figures ??= this.#frame();
    return this.#figures;
  }

  #frame(): Buffer {
    return dataFrame(ACCOUNT_STREAM, figuresOf(this.#balance, this.#positions.values()));
  }
}
