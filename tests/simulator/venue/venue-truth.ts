import { type LogEntry, logTime } from '@fulcrum/log';
import { Core, type Event, type PlaceOrder, printEvent, readCommand } from '@fulcrum/matching';
import { bookText } from '../../support/order-book/book-text.ts';
import { type Caused, partsOf, Truth } from '../world/truth.ts';
import type { World } from '../world/world.ts';

export type VenueWorld = World<VenueTruth>;

/** What became of an order in the log. */
export interface Placed {
  /** Undefined for one that was refused. */
  readonly orderId: string | undefined;
}

/** What is true of the venue. */
export class VenueTruth extends Truth {
  readonly #core = Core.empty();
  /** By asset, in its units: what was paid in, and what the house has had in fees. */
  readonly #deposited = new Map<string, bigint>();
  readonly #fees = new Map<string, bigint>();
  readonly #users = new Set<string>();
  readonly #placed = new Map<string, Placed[]>();
  readonly #books = new Map<string, string>();
  readonly #updateIds = new Map<string, number>();

  /** Each time that an order stands in the log: once, or never. */
  placed(userId: string, clientId: number): readonly Placed[] {
    return this.#placed.get(`${userId} ${clientId}`) ?? [];
  }

  /** A market's book behind one of its changes. */
  book(market: string, updateId: number): string | undefined {
    return updateId === 0 ? bookText([], []) : this.#books.get(`${market} ${updateId}`);
  }

  /** The number of a book's last change. */
  updateId(market: string): number {
    return this.#updateIds.get(market) ?? 0;
  }

  /** What accounts and the house have is what was paid in. */
  get imbalance(): bigint {
    const held = new Map(this.#fees);
    for (const user of this.#users)
      for (const [{ asset }, available, locked] of this.#core.reads.balances(user) ?? [])
        held.set(asset, (held.get(asset) ?? 0n) + BigInt(available) + BigInt(locked));
    const assets = new Set([...held.keys(), ...this.#deposited.keys()]);
    return [...assets].reduce((sum, asset) => {
      const difference = (held.get(asset) ?? 0n) - (this.#deposited.get(asset) ?? 0n);
      return sum + (difference < 0n ? -difference : difference);
    }, 0n);
  }

  protected apply({ id, type, data }: LogEntry): Caused {
    const command = readCommand(type, data);
    const events = this.#core.apply(command, logTime(id));
    for (const event of events) this.#note(event);
    if (command.type === 'place-order') this.#notePlaced(command, events[0]);
    const parts = partsOf(events.map(printEvent)).map((part) => JSON.stringify(part));
    return { parts, answer: undefined };
  }

  protected stateHash(): string {
    return this.#core.stateHash();
  }

  /** Nothing is read by way of the log. */
  protected readAnswer(): undefined {}

  #notePlaced({ userId, clientId }: PlaceOrder, first: Event | undefined): void {
    const orderId = first?.type === 'accepted' ? String(first.orderId) : undefined;
    const key = `${userId} ${clientId}`;
    this.#placed.set(key, [...(this.#placed.get(key) ?? []), { orderId }]);
  }

  #note(event: Event): void {
    if (event.type === 'account-created') this.#noteAccount(event.userId);
    if (event.type === 'fill') {
      const { quote } = this.#settings(event.market.market);
      this.#fees.set(quote, (this.#fees.get(quote) ?? 0n) + BigInt(event.makerFee) + BigInt(event.takerFee));
    }
    if (event.type !== 'book') return;
    const { market } = event.market;
    const { reads } = this.#core;
    const settings = this.#settings(market);
    const levels = (side: 'buy' | 'sell') => reads.levels(market, side, Number.MAX_SAFE_INTEGER) ?? [];
    const rows = (side: 'buy' | 'sell') =>
      levels(side).map(([price, quantity]): [number, number] => [
        price / 10 ** settings.priceDecimals,
        quantity / 10 ** settings.quantityDecimals,
      ]);
    this.#books.set(`${market} ${event.updateId}`, bookText(rows('buy'), rows('sell')));
    this.#updateIds.set(market, event.updateId);
  }

  /** A repetition is answered alike, and pays nothing in. */
  #noteAccount(userId: string): void {
    if (this.#users.has(userId)) return;
    this.#users.add(userId);
    for (const [{ asset }, available] of this.#core.reads.balances(userId) ?? [])
      this.#deposited.set(asset, (this.#deposited.get(asset) ?? 0n) + BigInt(available));
  }

  #settings(market: string) {
    const figures = this.#core.reads.market(market);
    if (figures === undefined) throw new Error(`the market ${market} is set`);
    return figures.settings;
  }
}
