import { type Outbox, RequestRate, type SocketConnection } from '@fulcrum/sockets';
import { errorFrame } from './frames.ts';
import type { Limits } from './limits.ts';
import { readRequest } from './request.ts';

/** Gives the present book of a stream; undefined for a stream that does not exist. */
export type CurrentBook = (stream: string) => Buffer | undefined;

/** A connected client and its subscriptions. */
export class Client implements SocketConnection {
  readonly #outbox: Outbox;
  readonly #limits: Limits;
  readonly #currentBook: CurrentBook;
  readonly #nowMs: () => number;
  readonly #rate: RequestRate;
  readonly #streams = new Set<string>();

  constructor(outbox: Outbox, limits: Limits, currentBook: CurrentBook, nowMs: () => number) {
    this.#outbox = outbox;
    this.#limits = limits;
    this.#currentBook = currentBook;
    this.#nowMs = nowMs;
    this.#rate = new RequestRate(limits.maxRequestsPerSecond);
  }

  /**
   * Carries out a request, or answers with a refusal and changes nothing. As at Backpack, success is not acknowledged:
   * a new subscription is answered by the present book.
   *
   * @param text undefined for a binary message.
   * @returns the reason for which the client is sent away, when it sends too many messages.
   */
  receive(text: string | undefined): string | undefined {
    if (!this.#rate.allows(this.#nowMs())) return 'too many messages';
    this.#handle(text);
  }

  tick(stream: string, frame: Buffer): void {
    if (this.#streams.has(stream)) this.#outbox.sendLatest(stream, frame);
  }

  close(): void {
    this.#streams.clear();
    this.#outbox.close();
  }

  #handle(text: string | undefined): void {
    const request = readRequest(text, (stream) => this.#currentBook(stream) !== undefined);
    if (request.type === 'refusal') this.#outbox.send(errorFrame(request.id, request.code, request.message));
    else if (request.method === 'UNSUBSCRIBE') this.#unsubscribe(request.streams);
    else if (new Set([...this.#streams, ...request.streams]).size > this.#limits.maxSubscriptions)
      this.#outbox.send(errorFrame(request.id, 'too_many_subscriptions', this.#subscriptionLimit));
    else this.#subscribe(request.streams);
  }

  #subscribe(streams: readonly string[]): void {
    for (const stream of streams) {
      const book = this.#currentBook(stream);
      if (book === undefined || this.#streams.has(stream)) continue;
      this.#streams.add(stream);
      this.#outbox.sendLatest(stream, book);
    }
  }

  #unsubscribe(streams: readonly string[]): void {
    for (const stream of streams) {
      this.#streams.delete(stream);
      this.#outbox.forget(stream);
    }
  }

  get #subscriptionLimit(): string {
    return `a connection may have ${this.#limits.maxSubscriptions} streams`;
  }
}
