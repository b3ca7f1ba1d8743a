import type { Database } from '@fulcrum/db';
import { callbackId, compareLogIds, LOG_START, type LogId, logTime } from '@fulcrum/log';
import { Core, type Event, printBalances, printEvent, readCommand } from '@fulcrum/matching';
import { bookText, type Level } from '../../support/order-book/book-text.ts';
import type { DepthSnapshot } from '../../support/order-book/client-book.ts';
import { type Findings, show } from '../verdict/findings.ts';
import type { DepthWatch } from './depth-watch.ts';
import { MARKETS, type SpotTrader, type ToldOrder } from './spot-trader.ts';

/** For the report. */
export interface VenueFigures {
  readonly entries: number;
  readonly orders: number;
  readonly trades: number;
  /** Books of clients that were compared, and over how many connections. */
  readonly books: number;
  readonly connections: number;
}

type Seen = AsyncIterable<{ readonly id: LogId; readonly text: string }>;

/** Events in one entry of venue-events, at most. */
const MAX_EVENTS = 256;

/** Replays the order book's log once, and compares all that was told with it. */
export class VenueVerdict {
  readonly #findings: Findings;
  readonly #traders: readonly SpotTrader[];
  readonly #depths: readonly DepthWatch[];
  readonly #core = Core.empty();
  /** What the log says of each order that names a client id: its number, or undefined where it was refused. */
  readonly #orders = new Map<string, (string | undefined)[]>();
  readonly #books = new Map<string, string>();
  readonly #accepted = new Set<string>();
  readonly #trades = new Set<string>();
  readonly #hashes = new Map<LogId, string>();
  #entries = 0;

  constructor(findings: Findings, traders: readonly SpotTrader[], depths: readonly DepthWatch[]) {
    this.#findings = findings;
    this.#traders = traders;
    this.#depths = depths;
  }

  get figures(): VenueFigures {
    return {
      entries: this.#entries,
      orders: this.#accepted.size,
      trades: this.#trades.size,
      books: this.#depths.reduce((sum, { books }) => sum + books.size, 0),
      connections: this.#depths.reduce((sum, { connections }) => sum + connections, 0),
    };
  }

  /** The log through a core of its own: what was published is what it gives, each once. */
  async replay(input: Seen, output: Seen): Promise<void> {
    const published = new Map<LogId, string>();
    for await (const { id, text } of output) {
      this.#findings.expect(!published.has(id), 'doubled', () => `venue-events has ${id} twice`);
      published.set(id, text);
    }
    let last: LogId = LOG_START;
    for await (const { id, text } of input) {
      this.#findings.expect(compareLogIds(id, last) > 0, 'doubled', () => `venue-stream has ${id} behind ${last}`);
      last = id;
      this.#entries += 1;
      const [type, data] = JSON.parse(text) as [string, string];
      const events = this.#core.apply(readCommand(type, data), logTime(id));
      this.#comparePublished(id, events, published);
      this.#note(type, data, events);
      this.#hashes.set(id, this.#core.stateHash());
    }
    for (const id of published.keys())
      this.#findings.add('wrong', `venue-events has ${id}, which the log does not give`);
    this.#core.assertSound();
    for (const trader of this.#traders) for (const order of trader.orders) this.#compareOrder(order);
    for (const depth of this.#depths) this.#compareBooks(depth);
  }

  /** The last snapshot has the state that the log gives there, and the history each order and each trade once. */
  async compareTables(db: Database, end: LogId): Promise<void> {
    const rows = await db.venueSnapshot.findMany({ select: { position: true, stateHash: true } });
    for (const { position, stateHash } of rows) {
      const expected = this.#hashes.get(position);
      const isSame = compareLogIds(position, end) > 0 || stateHash === expected;
      this.#findings.expect(
        isSame,
        'wrong',
        () => `the venue's snapshot at ${position} has ${stateHash}, not ${expected}`,
      );
    }
    this.#findings.expect(rows.length > 0, 'lost', () => 'there is no snapshot of the venue');
    const orders = await db.venuePastOrder.findMany({ select: { orderId: true } });
    this.#compareSets(
      'order of the history',
      orders.map(({ orderId }) => String(orderId)),
      this.#accepted,
    );
    const trades = await db.venueTrade.findMany({ select: { market: true, tradeId: true } });
    this.#compareSets(
      'trade of the history',
      trades.map(({ market, tradeId }) => `${market} ${tradeId}`),
      this.#trades,
    );
  }

  /** Each process tells the books and the balances of the replayed state. */
  async compareRest(url: string): Promise<void> {
    for (const market of MARKETS) {
      const { bids, asks } = (await (
        await fetch(`${url}/api/v1/depth?symbol=${market}&limit=1000`)
      ).json()) as DepthSnapshot;
      const levels = (rows: DepthSnapshot['bids']) => rows.map(([at, left]): Level => [Number(at), Number(left)]);
      const told = bookText(levels(bids), levels(asks));
      const own = this.#bookNow(market);
      this.#findings.expect(told === own, 'wrong', () => `${url} tells the book of ${market} as ${told}, not ${own}`);
    }
    for (const trader of this.#traders) {
      const told = Object.entries(await trader.capital(url)).map(([asset, { available, locked }]) =>
        [asset, Number(available), Number(locked)].join(' '),
      );
      const own = printBalances(this.#core.reads.balances(trader.userId) ?? []).map(([asset, available, locked]) =>
        [asset, Number(available), Number(locked)].join(' '),
      );
      this.#compareSets(`balance of ${trader.userId} at ${url}`, told, new Set(own));
    }
  }

  #comparePublished(id: LogId, events: readonly Event[], published: Map<LogId, string>): void {
    for (let from = 0, part = 0; from < events.length; from += MAX_EVENTS, part += 1) {
      const at = callbackId(id, part);
      const expected = JSON.stringify(events.slice(from, from + MAX_EVENTS).map(printEvent));
      const found = published.get(at);
      const kind = found === undefined ? 'lost' : 'wrong';
      this.#findings.expect(found === expected, kind, () => `venue-events has as ${at} ${found}, not ${expected}`);
      published.delete(at);
    }
  }

  #note(type: string, data: string, events: readonly Event[]): void {
    const [first] = events;
    if (type === 'place-order') {
      const { userId, clientId } = JSON.parse(data) as { readonly userId: string; readonly clientId?: number };
      const key = `${userId} ${clientId}`;
      const number = first?.type === 'accepted' ? String(first.orderId) : undefined;
      this.#orders.set(key, [...(this.#orders.get(key) ?? []), number]);
    }
    for (const event of events) {
      if (event.type === 'accepted') this.#accepted.add(String(event.orderId));
      if (event.type === 'fill') this.#trades.add(`${event.market.market} ${event.tradeId}`);
      if (event.type === 'book')
        this.#books.set(`${event.market.market} ${event.updateId}`, this.#bookNow(event.market.market));
    }
  }

  #compareOrder({ userId, clientId, status, said }: ToldOrder): void {
    const inLog = this.#orders.get(`${userId} ${clientId}`) ?? [];
    const [number] = inLog;
    const what = `the order ${clientId} of ${userId}, told ${status} ${said},`;
    this.#findings.expect(inLog.length <= 1, 'doubled', () => `${what} stands ${inLog.length} times in the log`);
    if (status === 200 && number !== said)
      this.#findings.add(inLog.length === 0 ? 'lost' : 'wrong', `${what} is ${number} in the log`);
    if (status === 503 && inLog.length > 0)
      this.#findings.add('wrong', `${what} was said not to be sent, and is in the log`);
    if (status === 400 && number !== undefined) this.#findings.add('wrong', `${what} was accepted in the log`);
    if (![0, 200, 400, 401, 429, 503, 504].includes(status)) this.#findings.add('wrong', what);
  }

  #compareBooks({ market, books }: DepthWatch): void {
    for (const [updateId, text] of books) {
      const expected = updateId === 0 ? bookText([], []) : this.#books.get(`${market} ${updateId}`);
      this.#findings.expect(
        text === expected,
        'wrong',
        () => `a client's book of ${market} at ${updateId} is ${show(text)}, not ${show(expected)}`,
      );
    }
  }

  #bookNow(market: string): string {
    const figures = this.#core.reads.market(market);
    const rows = (side: 'buy' | 'sell') =>
      (this.#core.reads.levels(market, side, Number.MAX_SAFE_INTEGER) ?? []).map(([price, quantity]): Level => {
        const { priceDecimals = 0, quantityDecimals = 0 } = figures?.settings ?? {};
        return [price / 10 ** priceDecimals, quantity / 10 ** quantityDecimals];
      });
    return bookText(rows('buy'), rows('sell'));
  }

  #compareSets(what: string, found: readonly string[], expected: ReadonlySet<string>): void {
    const seen = new Set<string>();
    for (const one of found) {
      this.#findings.expect(!seen.has(one), 'doubled', () => `the ${what} ${one} is there twice`);
      this.#findings.expect(expected.has(one), 'wrong', () => `the ${what} ${one} is not in the log`);
      seen.add(one);
    }
    for (const one of expected) this.#findings.expect(seen.has(one), 'lost', () => `the ${what} ${one} is not there`);
  }
}
