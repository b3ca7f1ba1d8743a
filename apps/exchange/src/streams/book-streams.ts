import type { EventJson, MarketFigures, MarketSettings } from '@fulcrum/matching';
import { bookTickerStream } from '@fulcrum/protocol';
import type { Book } from '../core/book.ts';
import type { Made } from '../core/made.ts';
import type { Beginning } from '../core/venue-replica.ts';
import { toTicker } from '../market-data/market-answers.ts';
import type { Tape } from '../market-data/tape.ts';
import { toSimpleDepth, toSimpleTrade } from '../simple/simple-answers.ts';
import { BestBooks } from './best-books.ts';
import { GatheredDepth } from './gathered-depth.ts';
import { KlineStreams } from './kline-streams.ts';
import { OwnerStreams, ownKey } from './owner-streams.ts';
import { QuietBooks } from './quiet-books.ts';
import { type BookStream, GATHERED_MS, readStreamName } from './stream-names.ts';
import { frameOf, type Subscriber, Subscriptions } from './subscriptions.ts';

export interface BookStreamsParts {
  readonly book: Book;
  readonly tape: Tape;
  readonly nowMs: () => number;
}

const EACH_SECOND_MS = 1_000;

/** What is told of the order book over the WebSocket, in Backpack's letters, once it is confirmed. */
export class BookStreams {
  readonly #parts: BookStreamsParts;
  readonly #subscriptions = new Subscriptions();
  readonly #owners: OwnerStreams;
  readonly #best = new BestBooks();
  readonly #quiet = new QuietBooks();
  readonly #klines: KlineStreams;
  /** By the names of their streams. */
  readonly #gathered = new Map<string, GatheredDepth>();
  readonly #timers: NodeJS.Timeout[];

  constructor(parts: BookStreamsParts) {
    this.#parts = parts;
    this.#klines = new KlineStreams(parts.tape);
    const { book } = parts;
    this.#owners = new OwnerStreams({ book, subscriptions: this.#subscriptions, nowUs: () => this.#nowUs() });
    this.#timers = [
      ...GATHERED_MS.map((everyMs) => setInterval(() => this.#tellGathered(everyMs), everyMs)),
      setInterval(() => this.#tellEachSecond(), EACH_SECOND_MS),
    ];
  }

  /** The core begins with the state of a snapshot: what was gathered before it is of another book. */
  begin(beginning: Beginning): void {
    this.#gathered.clear();
    this.#klines.clear();
    this.#owners.begin();
    this.#best.begin(beginning);
    this.#quiet.begin(beginning);
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
    if (name !== undefined) this.#tellPresent(stream, name, subscriber);
  }

  unsubscribe(stream: string, subscriber: Subscriber, userId?: string): void {
    if (readStreamName(stream)?.kind === 'orderUpdate' && userId !== undefined) this.#owners.unfollow(userId);
    this.#subscriptions.remove(keyOf(stream, userId), subscriber);
    if (this.#subscriptions.has(stream)) return;
    this.#gathered.delete(stream);
    this.#klines.forget(stream);
  }

  /** Tells what is confirmed. */
  take({ events, isLast, best }: Made): void {
    for (const event of events) {
      if (event.type === 'fill') this.#tellTrade(event);
      else if (event.type === 'book') this.#bookChanged(event);
      this.#owners.take(event);
    }
    if (isLast) this.#owners.commandOver();
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

  #tellPresent(stream: string, name: BookStream, subscriber: Subscriber): void {
    const present = this.#present(name);
    if (present !== undefined) subscriber.sendLatest(stream, frameOf(stream, present));
  }

  /** What a new subscriber is told at once. */
  #present(name: BookStream): object | undefined {
    if (name.kind === 'bookTicker') return this.#best.ticker(name.market, this.#nowUs());
    const settings = name.kind === 'kline' ? this.#market(name.market)?.settings : undefined;
    if (name.kind !== 'kline' || settings === undefined) return undefined;
    return this.#klines.present(settings, name.interval, this.#parts.nowMs());
  }

  #bookChanged(event: EventJson<'book'>): void {
    const { market } = event;
    this.#quiet.changed(event);
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

  #tellEachSecond(): void {
    const nowMs = this.#parts.nowMs();
    for (const stream of this.#subscriptions.streams) {
      const name = readStreamName(stream);
      const settings = name?.market === undefined ? undefined : this.#market(name.market)?.settings;
      if (name === undefined || settings === undefined) continue;
      for (const message of this.#dueEachSecond(stream, name, settings, nowMs))
        this.#subscriptions.send(stream, () => message);
    }
    this.#quiet.looked();
  }

  #dueEachSecond(stream: string, name: BookStream, settings: MarketSettings, nowMs: number): object[] {
    if (name.kind === 'kline') return this.#klines.due(stream, settings, name.interval, nowMs);
    if (name.kind === 'ticker' || name.kind === 'simple-ticker')
      return [this.#ticker(settings, nowMs, name.kind === 'simple-ticker')];
    if (name.kind !== 'depth' || name.everyMs !== undefined) return [];
    const quiet = this.#quiet.message(settings.market, this.#nowUs());
    return quiet === undefined ? [] : [quiet];
  }

  #ticker(settings: MarketSettings, nowMs: number, isSimple: boolean): object {
    const day = toTicker(settings, this.#parts.tape.last(settings.market, '1d', nowMs));
    if (isSimple) return day;
    return {
      ...{ e: 'ticker', E: this.#nowUs(), s: day.symbol, o: day.firstPrice, c: day.lastPrice },
      ...{ h: day.high, l: day.low, v: day.volume, V: day.quoteVolume, n: Number(day.trades) },
    };
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
