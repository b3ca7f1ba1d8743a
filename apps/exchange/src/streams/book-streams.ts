import type { EventJson, MarketFigures } from '@fulcrum/matching';
import { bookTickerStream } from '@fulcrum/protocol';
import type { Book } from '../core/book.ts';
import type { Made } from '../core/made.ts';
import type { Beginning } from '../core/venue-replica.ts';
import { toTicker } from '../market-data/market-answers.ts';
import type { Tape } from '../market-data/tape.ts';
import { toSimpleDepth, toSimpleTrade } from '../simple/simple-answers.ts';
import { BestBooks } from './best-books.ts';
import { GatheredDepth } from './gathered-depth.ts';
import { OwnerStreams, ownKey } from './owner-streams.ts';
import { GATHERED_MS, readStreamName } from './stream-names.ts';
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
  readonly #owners: OwnerStreams;
  readonly #best = new BestBooks();
  /** By the names of their streams. */
  readonly #gathered = new Map<string, GatheredDepth>();
  readonly #timers: NodeJS.Timeout[];

  constructor(parts: BookStreamsParts) {
    this.#parts = parts;
    const { book } = parts;
    this.#owners = new OwnerStreams({ book, subscriptions: this.#subscriptions, nowUs: () => this.#nowUs() });
    this.#timers = [
      ...GATHERED_MS.map((everyMs) => setInterval(() => this.#tellGathered(everyMs), everyMs)),
      setInterval(() => this.#tellTickers(), TICKER_EVERY_MS),
    ];
  }

  /** The core begins with the state of a snapshot: what was gathered before it is of another book. */
  begin(beginning: Beginning): void {
    this.#gathered.clear();
    this.#owners.begin();
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
    if (name?.kind === 'orderUpdate' && userId !== undefined) this.#owners.follow(userId);
    this.#subscriptions.add(keyOf(stream, userId), subscriber);
    if (name?.kind === 'bookTicker') this.#tellPresent(stream, name.market, subscriber);
  }

  unsubscribe(stream: string, subscriber: Subscriber, userId?: string): void {
    if (readStreamName(stream)?.kind === 'orderUpdate' && userId !== undefined) this.#owners.unfollow(userId);
    this.#subscriptions.remove(keyOf(stream, userId), subscriber);
    if (!this.#subscriptions.has(stream)) this.#gathered.delete(stream);
  }

  /** Tells what is confirmed. */
  take({ events, best }: Made): void {
    for (const event of events) {
      if (event.type === 'fill') this.#tellTrade(event);
      else if (event.type === 'book') this.#bookChanged(event);
      this.#owners.take(event);
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

  #market(name: string): MarketFigures | undefined {
    return this.#parts.book.loaded?.market(name);
  }

  #nowUs(): number {
    return Math.floor(1_000 * this.#parts.nowMs());
  }
}

/** Own orders are told to their owner alone. */
function keyOf(stream: string, userId: string | undefined): string {
  return userId === undefined ? stream : ownKey(stream, userId);
}
