import { setTimeout as sleep } from 'node:timers/promises';
import { ACCOUNT_STREAM, type BookTicker, bookTickerStream } from '@fulcrum/protocol';
import { WebSocket } from 'ws';
import type { Trader } from '../../support/trader.ts';
import type { PriceBoard } from './price-board.ts';

export type FeedEvent = Record<string, unknown> & { readonly type: string };

/** The messages of one subscription from a snapshot on, until the next snapshot or the end of the connection. */
export interface FeedStretch {
  readonly snapshot: FeedEvent;
  readonly events: FeedEvent[];
}

interface FeedMessage {
  readonly id?: number;
  readonly stream?: string;
  readonly data?: FeedEvent;
  readonly error?: { readonly code: string };
}

const AGAIN_MS = 500;
const PATIENCE_MS = 60_000;
const STREAMS = [ACCOUNT_STREAM, ...['BTC_USDC', 'ETH_USDC', 'SOL_USDC'].map(bookTickerStream)];
const SUBSCRIBE = 2;

/** A client of the feed. It signs in, follows its account and the prices, and comes back whenever it is cut off. */
export class FeedWatch {
  readonly stretches: FeedStretch[] = [];
  readonly #url: string;
  readonly #trader: Trader;
  readonly #prices: PriceBoard;
  #connections = 0;
  #socket: WebSocket | undefined;
  #isOver = false;

  constructor(url: string, trader: Trader, prices: PriceBoard) {
    this.#url = url;
    this.#trader = trader;
    this.#prices = prices;
  }

  get userId(): string {
    return this.#trader.userId;
  }

  get connections(): number {
    return this.#connections;
  }

  /** The events of the account, without the figures in between. */
  get eventCount(): number {
    return this.stretches.reduce((sum, { events }) => sum + events.length, 0);
  }

  async run(): Promise<void> {
    while (!this.#isOver) {
      await this.#connect();
      if (!this.#isOver) await sleep(AGAIN_MS);
    }
  }

  end(): void {
    this.#isOver = true;
    this.#socket?.terminate();
  }

  /**
   * Waits until the feed tells the refusal of an order. Every earlier event of the log was told by then, or never will be.
   *
   * @returns false when it does not come in a minute.
   */
  async untilTold(orderId: string): Promise<boolean> {
    const isTold = () => this.stretches.at(-1)?.events.some((event) => event.orderId === orderId) === true;
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(20)) if (isTold()) return true;
    return false;
  }

  /** Resolves when the connection is gone. */
  async #connect(): Promise<void> {
    const socket = new WebSocket(this.#url, { handshakeTimeout: 5_000 });
    this.#socket = socket;
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    socket.on('close', () => resolve());
    // A server that is away also ends the connection.
    socket.on('error', () => {});
    socket.on('open', () => {
      this.#connections += 1;
      this.#ask(socket);
    });
    socket.on('message', (data) => this.#take(socket, JSON.parse(data.toString())));
    await closed;
  }

  /** Signs in, and does so at each attempt, because an earlier one may have been refused. */
  #ask(socket: WebSocket): void {
    socket.send(JSON.stringify({ id: 1, method: 'AUTH', params: [this.#trader.token] }));
    socket.send(JSON.stringify({ id: SUBSCRIBE, method: 'SUBSCRIBE', params: STREAMS }));
  }

  #take(socket: WebSocket, { id, stream, data, error }: FeedMessage): void {
    // The engine or Redis was away, or the server does not know yet which sessions have ended. The client asks again.
    if (error !== undefined && (id === SUBSCRIBE || stream === ACCOUNT_STREAM))
      setTimeout(() => socket.readyState === WebSocket.OPEN && this.#ask(socket), AGAIN_MS);
    if (data === undefined || stream === undefined) return;
    if (stream !== ACCOUNT_STREAM) this.#prices.see(data as unknown as BookTicker);
    else if (data.type === 'snapshot') this.stretches.push({ snapshot: data, events: [] });
    else if (data.type !== 'pnl') this.stretches.at(-1)?.events.push(data);
  }
}
