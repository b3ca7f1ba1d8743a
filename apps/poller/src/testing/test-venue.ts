import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** A venue that does what a test says. */
export class TestVenue {
  readonly #server: WebSocketServer;
  /** What clients sent, from all connections. */
  readonly requests: string[] = [];
  connections = 0;

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', (socket) => {
      this.connections += 1;
      socket.on('message', (data) => this.requests.push(data.toString()));
      socket.on('error', () => {});
    });
  }

  /** @param port that of a venue which died, to come back in its place. */
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

  get sockets(): ReadonlySet<WebSocket> {
    return this.#server.clients;
  }

  send(message: object | string): void {
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    for (const socket of this.sockets) socket.send(text);
  }

  tick(symbol: string, bid: string, ask: string, bidQuantity = '1.5'): void {
    const data = { e: 'bookTicker', E: 2_000, s: symbol, a: ask, A: '2.5', b: bid, B: bidQuantity, u: 1, T: 1_999 };
    this.send({ stream: `bookTicker.${symbol}`, data });
  }

  /** Dies without a word, as in a power cut. */
  async die(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
