import { type EventJson, type MarketFigures, printOrder } from '@fulcrum/matching';
import { bookTickerStream } from '@fulcrum/protocol';
import type { Book } from '../core/book.ts';
import type { Made } from '../core/made.ts';
import type { Beginning } from '../core/venue-replica.ts';
import { toTicker } from '../market-data/market-answers.ts';
import type { Tape } from '../market-data/tape.ts';
import { toSimpleDepth, toSimpleTrade } from '../simple/simple-answers.ts';
import { AccountOrders } from './account-orders.ts';
import { BestBooks } from './best-books.ts';
import { GatheredDepth } from './gathered-depth.ts';
import { orderUpdates } from './order-updates.ts';
import { GATHERED_MS, ORDER_UPDATES, readStreamName } from './stream-names.ts';
import { frameOf, type Subscriber, Subscriptions } from './subscriptions.ts';

export interface BookStreamsParts {
  readonly book: Book;
  readonly tape: Tape;
  readonly nowMs: () => number;
}

const TICKER_EVERY_MS = 1_000;

/** What is told of the order book over the WebSocket, in Backpack's letters, once it is confirmed. */
export class BookStreams {
  readonly #parts: BookStreamsParts;
  readonly #subscriptions = new Subscriptions();
  readonly #orders: AccountOrders;
  readonly #best = new BestBooks();
  /** By the names of their streams. */
  readonly #gathered = new Map<string, GatheredDepth>();
  readonly #timers: NodeJS.Timeout[];

  constructor(parts: BookStreamsParts) {
    this.#parts = parts;
    this.#orders = new AccountOrders((userId) => (parts.book.loaded?.openOrders(userId) ?? []).map(printOrder));
    this.#timers = [
      ...GATHERED_MS.map((everyMs) => setInterval(() => this.#tellGathered(everyMs), everyMs)),
      setInterval(() => this.#tellTickers(), TICKER_EVERY_MS),
    ];
  }

  /** The core begins with the state of a snapshot. */
  begin(beginning: Beginning): void {
    this.#best.begin(beginning);
  }

  /** Whether there is such a stream. */
  has(stream: string): boolean {
    const name = readStreamName(stream);
    if (name === undefined) return false;
    return name.market === undefined || this.#market(name.market) !== undefined;
  }

  /** Whether a stream is told to its owner alone. */
  isOwners(stream: string): boolean {
    return readStreamName(stream)?.kind === 'orderUpdate';
  }

  /** @param userId of who follows their own orders. */
  subscribe(stream: string, subscriber: Subscriber, userId?: string): void {
    const name = readStreamName(stream);
    if (name?.kind === 'orderUpdate' && userId !== undefined) this.#orders.follow(userId);
    this.#subscriptions.add(keyOf(stream, userId), subscriber);
    if (name?.kind === 'bookTicker') this.#tellPresent(stream, name.market, subscriber);
  }

  unsubscribe(stream: string, subscriber: Subscriber, userId?: string): void {
    if (readStreamName(stream)?.kind === 'orderUpdate' && userId !== undefined) this.#orders.unfollow(userId);
    this.#subscriptions.remove(keyOf(stream, userId), subscriber);
    if (!this.#subscriptions.has(stream)) this.#gathered.delete(stream);
  }

  /** Tells what is confirmed. */
  take({ events, best }: Made): void {
    for (const event of events) {
      if (event.type === 'fill') this.#tellTrade(event);
      else if (event.type === 'book') this.#bookChanged(event);
      this.#tellOwners(event);
    }
    if (best !== undefined && this.#best.take(best)) this.#tellBest(best.market.market);
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  /** @param market whose best price, or its quantity, has changed. */
  #tellBest(market: string): void {
    const ticker = this.#best.ticker(market, this.#nowUs());
    if (ticker !== undefined) this.#subscriptions.sendLatest(bookTickerStream(market), () => ticker);
  }

  #tellPresent(stream: string, market: string, subscriber: Subscriber): void {
    const ticker = this.#best.ticker(market, this.#nowUs());
    if (ticker !== undefined) subscriber.sendLatest(stream, frameOf(stream, ticker));
  }

  #bookChanged(event: EventJson<'book'>): void {
    const { market } = event;
    this.#subscriptions.send(`depth@${market}`, () => toSimpleDepth(event));
    this.#subscriptions.send(`depth.${market}`, () => {
      const depth = new GatheredDepth(market);
      depth.add(event);
      return depth.take(this.#nowUs());
    });
    for (const everyMs of GATHERED_MS) {
      const stream = `depth.${everyMs}ms.${market}`;
      if (!this.#subscriptions.has(stream)) continue;
      const gathered = this.#gathered.get(stream) ?? new GatheredDepth(market);
      gathered.add(event);
      this.#gathered.set(stream, gathered);
    }
  }

  #tellGathered(everyMs: number): void {
    for (const [stream, depth] of this.#gathered)
      if (stream.startsWith(`depth.${everyMs}ms.`) && !depth.isEmpty)
        this.#subscriptions.send(stream, () => depth.take(this.#nowUs()));
  }

  #tellTickers(): void {
    const { tape, nowMs } = this.#parts;
    for (const stream of this.#subscriptions.streams) {
      const name = readStreamName(stream);
      if (name?.kind !== 'ticker' && name?.kind !== 'simple-ticker') continue;
      const settings = this.#market(name.market)?.settings;
      if (settings === undefined) continue;
      const day = toTicker(settings, tape.day(name.market, nowMs()));
      if (name.kind === 'simple-ticker') this.#subscriptions.send(stream, () => day);
      else
        this.#subscriptions.send(stream, () => ({
          ...{ e: 'ticker', E: this.#nowUs(), s: day.symbol, o: day.firstPrice, c: day.lastPrice },
          ...{ h: day.high, l: day.low, v: day.volume, V: day.quoteVolume, n: Number(day.trades) },
        }));
    }
  }

  #tellTrade(fill: EventJson<'fill'>): void {
    this.#subscriptions.send(`trade.${fill.market}`, () => this.#trade(fill));
    this.#subscriptions.send(`trades@${fill.market}`, () => toSimpleTrade(fill));
  }

  #trade({ market, price, quantity, tradeId, time, takerSide, takerOrderId, makerOrderId }: EventJson<'fill'>): object {
    const [buyer, seller] = takerSide === 'buy' ? [takerOrderId, makerOrderId] : [makerOrderId, takerOrderId];
    return {
      ...{ e: 'trade', E: this.#nowUs(), s: market, p: price, q: quantity, b: buyer, a: seller },
      ...{ t: tradeId, T: 1_000 * time, m: takerSide === 'sell' },
    };
  }

  #tellOwners(event: Made['events'][number]): void {
    const owners = ownersOf(event).filter((userId) => this.#orders.isFollowed(userId));
    if (owners.length === 0) return;
    this.#orders.begun(event);
    const placedOf = (orderId: string) => {
      for (const userId of owners) {
        const placed = this.#orders.placed(userId, orderId);
        if (placed !== undefined) return placed;
      }
      return undefined;
    };
    const quoteOf = (market: string) => this.#market(market)?.settings.quote ?? null;
    for (const { userId, market, data } of orderUpdates(event, placedOf, quoteOf)) {
      const sent = () => ({ ...data, E: this.#nowUs() });
      const ofMarket = `${ORDER_UPDATES}.${market}`;
      this.#subscriptions.send(keyOf(ORDER_UPDATES, userId), sent, ORDER_UPDATES);
      this.#subscriptions.send(keyOf(ofMarket, userId), sent, ofMarket);
    }
    this.#orders.over(event);
  }

  #market(name: string): MarketFigures | undefined {
    return this.#parts.book.loaded?.market(name);
  }

  #nowUs(): number {
    return Math.floor(1_000 * this.#parts.nowMs());
  }
}

/** Own orders are told to their owner alone. */
function keyOf(stream: string, userId: string | undefined): string {
  return userId === undefined ? stream : `${stream} ${userId}`;
}

function ownersOf(event: Made['events'][number]): string[] {
  if (event.type === 'fill') return [...new Set([event.takerUserId, event.makerUserId])];
  return event.type === 'accepted' || event.type === 'order-ended' ? [event.userId] : [];
}
