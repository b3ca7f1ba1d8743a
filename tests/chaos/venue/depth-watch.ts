import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { ClientBook, type DepthSnapshot, readDepthUpdate } from '../../support/order-book/client-book.ts';
import type { Findings } from '../verdict/findings.ts';

const AGAIN_MS = 300;

/** Keeps the book of a market as a client does, at any process that serves it, and writes down what it was each time. */
export class DepthWatch {
  readonly market: string;
  /** The book behind each change that it saw, by the change's number. */
  readonly books = new Map<number, string>();
  readonly #urls: readonly string[];
  readonly #findings: Findings;
  #book: ClientBook;
  #socket: WebSocket | undefined;
  #connections = 0;
  #isOver = false;

  constructor(market: string, urls: readonly string[], findings: Findings) {
    this.market = market;
    this.#urls = urls;
    this.#findings = findings;
    this.#book = this.#newBook();
  }

  get connections(): number {
    return this.#connections;
  }

  /** The number of the last change that it has. */
  get updateId(): number {
    return this.#book.updateId ?? 0;
  }

  async run(): Promise<void> {
    while (!this.#isOver) {
      await this.#follow(this.#urls[this.#connections % this.#urls.length] ?? '').catch(() => {});
      if (!this.#isOver) await sleep(AGAIN_MS);
    }
  }

  end(): void {
    this.#isOver = true;
    this.#socket?.terminate();
  }

  /** Resolves when the connection is gone. */
  async #follow(url: string): Promise<void> {
    this.#connections += 1;
    const book = this.#newBook();
    this.#book = book;
    const socket = new WebSocket(url.replace('http', 'ws'), { handshakeTimeout: 5_000 });
    this.#socket = socket;
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    socket.on('close', () => resolve());
    // A server that is away also ends the connection.
    socket.on('error', () => {});
    socket.on('open', () => {
      socket.send(JSON.stringify({ method: 'SUBSCRIBE', params: [`depth.${this.market}`] }));
      this.#snapshot(url).then(
        (snapshot) => book.begin(snapshot),
        () => socket.terminate(),
      );
    });
    socket.on('message', (data) => this.#take(socket, book, data.toString()));
    await closed;
  }

  /** A stream that the venue does not have yet, while it starts, is asked for again. */
  #take(socket: WebSocket, book: ClientBook, text: string): void {
    if (text.includes('"error"')) socket.terminate();
    else book.take(readDepthUpdate(text));
  }

  async #snapshot(url: string): Promise<DepthSnapshot> {
    // Later than the subscription, as a client does it.
    await sleep(200);
    const response = await fetch(`${url}/api/v1/depth?symbol=${this.market}&limit=1000`, {
      signal: AbortSignal.timeout(5_000),
    });
    if (!response.ok) throw new Error(`the depth was answered with ${response.status}`);
    return (await response.json()) as DepthSnapshot;
  }

  #newBook(): ClientBook {
    const { market } = this;
    return new ClientBook({
      onBook: (updateId, text) => {
        const known = this.books.get(updateId);
        this.#findings.expect(
          known === undefined || known === text,
          'wrong',
          () => `the book of ${market} was told twice at ${updateId}, as ${known} and as ${text}`,
        );
        this.books.set(updateId, text);
      },
      onGap: (has, next) => this.#findings.add('lost', `a client of ${market} has ${has}, and was told ${next} next`),
    });
  }
}
