import { Problem } from '@fulcrum/http';
import { atSessionEnd, type Session } from '@fulcrum/sessions';
import { type Outbox, RequestRate, type SocketConnection } from '@fulcrum/sockets';
import { errorFrame } from './frames.ts';
import type { Limits } from './limits.ts';
import { type Request, readRequest, type Signature } from './request.ts';

/** Gives the present book of a stream of recorded prices; undefined for a stream that does not exist. */
export type CurrentBook = (stream: string) => Buffer | undefined;

/** Who is told of their own orders, and the session or key by which they are. */
export interface Owner {
  readonly userId: string;
  readonly admittedBy: string;
}

/** The streams of the order book. */
export interface OwnStreams {
  has(stream: string): boolean;
  /** Whether a stream is told to its owner alone. */
  isOwners(stream: string): boolean;
  /**
   * Finds out who subscribes, by the signature, or by the session where there is none. The subscription counts on that user's
   * limit. Rejects when the signature or the session is wrong, and when the limit is reached.
   */
  owner(signature: Signature | undefined, session: Session | undefined): Promise<Owner>;
  subscribe(stream: string, subscriber: Pick<Outbox, 'send' | 'sendLatest'>, userId?: string): void;
  unsubscribe(stream: string, subscriber: Pick<Outbox, 'send' | 'sendLatest'>, userId?: string): void;
}

export interface ClientParts {
  readonly outbox: Outbox;
  readonly limits: Limits;
  readonly currentBook: CurrentBook;
  readonly nowMs: () => number;
  /** Counts messages on the address of the client. @returns false where all of its clients together have sent too many. */
  readonly mayAsk: (messages: number) => boolean;
  readonly streams?: OwnStreams | undefined;
  /** That of the handshake. */
  readonly session?: Session | undefined;
  /** Sends the client away with a reason. */
  readonly dismiss: (reason: string) => void;
}

/** The names of about ten streams. */
const CHARACTERS_PER_MESSAGE = 256;

type Subscribing = Extract<Request, { type: 'request' }>;

/** A connected client and its subscriptions. */
export class Client implements SocketConnection {
  readonly #parts: ClientParts;
  readonly #rate: RequestRate;
  /** Of recorded prices. */
  readonly #streams = new Set<string>();
  /** Of the order book, and for whom: undefined where anybody may have it. */
  readonly #bookStreams = new Map<string, string | undefined>();
  /** Messages that came while a signature is looked at: they are handled in their order. */
  #held: (string | undefined)[] | undefined;
  /** The session and the keys because of which it has streams: few, since they are all of one user. */
  readonly #admittedBy = new Set<string>();
  readonly #forgetSessionEnd: () => void;
  #isClosed = false;

  constructor(parts: ClientParts) {
    this.#parts = parts;
    this.#rate = new RequestRate(parts.limits.maxRequestsPerSecond);
    const { session } = parts;
    this.#forgetSessionEnd = session ? atSessionEnd(session.expiresAt, () => this.ended(session.sessionId)) : () => {};
  }

  /**
   * Carries out a request, or answers with a refusal and changes nothing. As at Backpack, success is not acknowledged:
   * a new subscription to the best prices is answered by the present ones.
   *
   * @param text undefined for a binary message.
   * @returns the reason for which the client is sent away, when it sends too many messages.
   */
  receive(text: string | undefined): string | undefined {
    if (!this.#rate.allows(this.#parts.nowMs())) return 'too many messages';
    if (!this.#parts.mayAsk(costOf(text))) return 'too many messages of this address';
    if (this.#held === undefined) this.#handle(text);
    else this.#held.push(text);
  }

  tick(stream: string, frame: Buffer): void {
    if (this.#streams.has(stream)) this.#parts.outbox.sendLatest(stream, frame);
  }

  /** The order book begins anew: whoever follows it has to begin anew as well. */
  startOver(): void {
    if (this.#bookStreams.size > 0) this.#parts.dismiss('the order book starts over: subscribe again');
  }

  /** A session was ended, or a key deleted, by which this client may have streams. */
  ended(id: string): void {
    if (!this.#admittedBy.has(id)) return;
    const isSession = this.#parts.session?.sessionId === id;
    this.#parts.dismiss(isSession ? 'the session has ended: sign in again' : 'the key was deleted');
  }

  close(): void {
    this.#isClosed = true;
    this.#forgetSessionEnd();
    this.#unsubscribe([...this.#bookStreams.keys()]);
    this.#streams.clear();
    this.#parts.outbox.close();
  }

  #handle(text: string | undefined): void {
    const { outbox, limits, streams } = this.#parts;
    const request = readRequest(text, (stream) => this.#isThere(stream));
    if (request.type === 'refusal') outbox.send(errorFrame(request.id, request.code, request.message));
    else if (request.method === 'UNSUBSCRIBE') this.#unsubscribe(request.streams);
    else if (this.#countWith(request.streams) > limits.maxSubscriptions)
      outbox.send(errorFrame(request.id, 'too_many_subscriptions', this.#subscriptionLimit));
    else if (request.streams.some((stream) => streams?.isOwners(stream))) this.#subscribeOwner(request, streams);
    else this.#subscribe(request.streams);
  }

  #isThere(stream: string): boolean {
    return this.#parts.currentBook(stream) !== undefined || this.#parts.streams?.has(stream) === true;
  }

  #countWith(more: readonly string[]): number {
    return new Set([...this.#streams, ...this.#bookStreams.keys(), ...more]).size;
  }

  #subscribeOwner(request: Subscribing, streams: OwnStreams | undefined): void {
    this.#held = [];
    const refuse = (error: unknown) => {
      const message = error instanceof Error ? error.message : 'the signature is not right';
      const code = error instanceof Problem && error.status === 429 ? 'too_many_requests' : 'unauthorized';
      this.#parts.outbox.send(errorFrame(request.id, code, message));
    };
    const subscribe = (owner: Owner | undefined) => {
      if (owner === undefined) return;
      if (this.#isOfAnother(owner.userId))
        return refuse(new Error('this connection follows the orders of another user: open one more'));
      this.#admittedBy.add(owner.admittedBy);
      this.#subscribe(request.streams, owner.userId);
    };
    void Promise.resolve(streams?.owner(request.signature, this.#parts.session))
      .then(subscribe, refuse)
      .finally(() => this.#handleHeld());
  }

  #isOfAnother(userId: string): boolean {
    return [...this.#bookStreams.values()].some((owner) => owner !== undefined && owner !== userId);
  }

  #handleHeld(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const [index, text] of held.entries()) {
      this.#handle(text);
      if (this.#held === undefined) continue;
      (this.#held as (string | undefined)[]).push(...held.slice(index + 1));
      return;
    }
  }

  #subscribe(streams: readonly string[], userId?: string): void {
    if (this.#isClosed) return;
    const { outbox, currentBook, streams: ofBook } = this.#parts;
    for (const stream of streams) {
      const book = currentBook(stream);
      if (book === undefined) {
        if (ofBook === undefined || this.#bookStreams.has(stream)) continue;
        const owner = ofBook.isOwners(stream) ? userId : undefined;
        this.#bookStreams.set(stream, owner);
        ofBook.subscribe(stream, outbox, owner);
      } else if (!this.#streams.has(stream)) {
        this.#streams.add(stream);
        outbox.sendLatest(stream, book);
      }
    }
  }

  #unsubscribe(streams: readonly string[]): void {
    const { outbox, streams: ofBook } = this.#parts;
    for (const stream of streams) {
      if (this.#bookStreams.has(stream)) ofBook?.unsubscribe(stream, outbox, this.#bookStreams.get(stream));
      this.#bookStreams.delete(stream);
      this.#streams.delete(stream);
      outbox.forget(stream);
    }
  }

  get #subscriptionLimit(): string {
    return `a connection may have ${this.#parts.limits.maxSubscriptions} streams`;
  }
}

/** A message that names many streams counts as several, before it is read. */
function costOf(text = ''): number {
  return 1 + Math.floor(text.length / CHARACTERS_PER_MESSAGE);
}
