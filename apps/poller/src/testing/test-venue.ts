import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** A venue under a test's control. */
export class TestVenue {
  readonly #server: WebSocketServer;
  /** What clients sent, from all connections. */
  readonly requests: string[] = [];
  connections = 0;
  /** The venue's clock, in milliseconds. */
  nowMs: () => number = Date.now;
  #updateId = 0;

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', (socket) => {
      this.connections += 1;
      socket.on('message', (data) => this.requests.push(data.toString()));
      socket.on('error', () => {});
    });
  }

  /** @param port of a venue that was killed, to replace it. */
  static async start(port = 0): Promise<TestVenue> {
    const server = new WebSocketServer({ host: '127.0.0.1', port });
    await once(server, 'listening');
    return new TestVenue(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  /** The address at which it refuses all that is not a WebSocket. */
  get restUrl(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get sockets(): ReadonlySet<WebSocket> {
    return this.#server.clients;
  }

  send(message: object | string): void {
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    for (const socket of this.sockets) socket.send(text);
  }

  /** @param more replaces fields of the ticker, under the venue's letters. */
  tick(symbol: string, bid: string, ask: string, more: object = {}): void {
    this.#updateId += 1;
    const T = this.nowMs() * 1_000;
    const times = { E: T + 1, u: this.#updateId, T };
    const data = { e: 'bookTicker', s: symbol, a: ask, A: '2.5', b: bid, B: '1.5', ...times, ...more };
    this.send({ stream: `bookTicker.${symbol}`, data });
  }

  /** Ends without a Close, as in a power cut. */
  async die(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
