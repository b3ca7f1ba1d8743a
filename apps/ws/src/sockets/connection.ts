import { setTimeout as sleep } from 'node:timers/promises';
import { readsFor } from '@fulcrum/engine-client';
import { bookTickerStream, type SocketRequest } from '@fulcrum/protocol';
import type { ByteBudget, Pace, Rate, Share } from '@fulcrum/service';
import { atSessionEnd, isOfKey, type Session } from '@fulcrum/sessions';
import { type Outbox, RequestRate, type SenderRate, type SocketConnection } from '@fulcrum/sockets';
import { AccountStream } from '../accounts/account-stream.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Limits } from '../limits/limits.ts';
import type { Users } from '../limits/users.ts';
import type { MarketStream } from '../prices/market-stream.ts';
import type { Prices } from '../prices/prices.ts';
import { doneFrame, type RequestId, refusedFrame } from './frames.ts';
import { MessageQueue } from './message-queue.ts';
import type { Refusal } from './refusal.ts';
import { type NamedStreams, readRequest, readStreams } from './requests.ts';

export interface ConnectionOptions {
  readonly outbox: Outbox;
  readonly prices: Prices;
  readonly market: MarketStream;
  readonly accounts: Accounts;
  /** The users who are signed in at this process, with their connections. */
  readonly users: Users;
  /** Limits how often a user reads the account, over all processes. */
  readonly reads: Rate;
  /** Limits how often a user gets a large account. */
  readonly pace: Pace;
  readonly limits: Limits;
  /** The session of a token, if the token is good and the session was not ended. */
  readonly verify: (token: string) => Session | undefined;
  /** Bytes of the waiting messages of all connections together. */
  readonly unhandled: ByteBudget;
  /** Limits what one user, or one address without a user, sends over all connections. */
  readonly rate: SenderRate<Connection>;
  readonly address: string;
  /** Closes the connection, and tells the client why. */
  readonly dismiss: (reason: string) => void;
  /** The session in the handshake, or that of its key, if there is one. */
  readonly session: Session | undefined;
}

interface WaitingMessage {
  /** Undefined for a binary message. */
  readonly text: string | undefined;
  readonly bytes: number;
}

const unauthorized = (message: string): Refusal => ({ code: 'unauthorized', message });

/** One client: its session, its subscriptions, and its requests, which are handled one after the other. */
export class Connection implements SocketConnection {
  readonly #options: ConnectionOptions;
  readonly #outbox: Outbox;
  readonly #queue: MessageQueue<WaitingMessage>;
  readonly #rate: RequestRate;
  readonly #assets = new Set<string>();
  readonly #account: AccountStream;
  /** The key that opened this connection, which lasts as long as the key does. */
  readonly keyId: string | undefined;
  #session: Session | undefined;
  #refusedTokens = 0;
  /** Why the connection is to be closed. */
  #dismissal: string | undefined;
  #forgetSessionEnd = () => {};

  constructor(options: ConnectionOptions) {
    const { outbox, accounts, limits, session } = options;
    this.#options = options;
    this.#outbox = outbox;
    this.#account = new AccountStream(accounts, outbox);
    this.#rate = new RequestRate(limits.maxRequestsPerSecond);
    this.#queue = new MessageQueue(limits.maxUnhandledMessages, options.unhandled, ({ text }) => this.#handle(text));
    this.keyId = session && isOfKey(session) ? session.sessionId : undefined;
    const refusal = session && this.#signIn(session);
    if (refusal !== undefined) this.#dismissal = `too many connections of this user. ${refusal.message}`;
  }

  get session(): Session | undefined {
    return this.#session;
  }

  get refusal(): string | undefined {
    return this.#dismissal;
  }

  get subscriptionCount(): number {
    return this.#assets.size + (this.#account.isOpen ? 1 : 0) + (this.#followsMarket ? 1 : 0);
  }

  get #followsMarket(): boolean {
    return this.#options.market.has(this.#outbox);
  }

  get unhandledMessages(): number {
    return this.#queue.length;
  }

  get unsentBytes(): number {
    return this.#outbox.unsentBytes;
  }

  /**
   * Takes a message.
   *
   * @param text undefined for a binary one.
   * @returns why the connection is to be closed, when the client sends too much.
   */
  receive(text: string | undefined): string | undefined {
    const reason = this.pinged();
    if (reason !== undefined) return reason;
    return this.#queue.push({ text, bytes: Buffer.byteLength(text ?? '') })
      ? this.#dismissal
      : 'too many unhandled messages';
  }

  /** Counts a ping or a message: each costs work. @returns the same as `receive`. */
  pinged(): string | undefined {
    const now = performance.now();
    if (!this.#rate.allows(now))
      return `too many messages: the limit is ${this.#options.limits.maxRequestsPerSecond} in a second`;
    const { rate, address } = this.#options;
    const heaviest = rate.heaviest(this.#session?.userId ?? address, this, now);
    if (heaviest === this) return this.#tooManyOfSender;
    heaviest?.sendAway();
    return this.#dismissal;
  }

  /** Closes the connection: its sender sends too much over all its connections, and the most of it over this one. */
  sendAway(): void {
    this.#options.dismiss(this.#tooManyOfSender);
  }

  get #tooManyOfSender(): string {
    const whose = this.#session === undefined ? 'address' : 'user';
    return `too many messages of this ${whose}: the limit is ${this.#options.rate.limit} in a second`;
  }

  /** Cuts the client off. */
  drop(): void {
    this.#outbox.evict();
  }

  /** A session was ended, which may be this client's. */
  sessionRevoked(sessionId: string): void {
    if (this.#session?.sessionId === sessionId) this.#endSession();
  }

  /** The client has gone, or its connection is being closed. */
  close(): void {
    this.#queue.clear();
    this.#outbox.close();
    for (const asset of this.#assets) this.#options.prices.unsubscribe(asset, this.#outbox);
    this.#assets.clear();
    this.#options.market.unsubscribe(this.#outbox);
    this.#account.end(unauthorized('The connection is closed.'));
    this.#signOut();
  }

  /** @returns a promise when there is something to wait for before the next message. */
  #handle(text: string | undefined): Promise<void> | undefined {
    if (this.#dismissal !== undefined) return undefined;
    const read = readRequest(text);
    if (!read.ok) return this.#refuse(read.id, read.refusal);
    const { request } = read;
    if (request.method === 'AUTH') return this.#authenticate(request);
    const named = readStreams(request.params, (asset) => this.#options.prices.isKnown(asset));
    if (!named.ok) return this.#refuse(request.id, named.refusal);
    return request.method === 'SUBSCRIBE'
      ? this.#subscribe(request.id, named.streams)
      : this.#unsubscribe(request.id, named.streams);
  }

  /** Accepts the request as a whole, when the account's snapshot has come, or refuses it as a whole. */
  #subscribe(id: RequestId, { assets, account, market }: NamedStreams): Promise<void> | undefined {
    const accept = () => {
      this.#done(id);
      this.#followPrices(assets);
      if (market) this.#options.market.subscribe(this.#outbox);
    };
    const opensAccount = account && !this.#account.isOpen;
    const userId = this.#session?.userId;
    if (opensAccount && userId === undefined)
      return this.#refuse(id, unauthorized('Sign in, or send AUTH with a token, before you subscribe to account.'));
    const { maxSubscriptions } = this.#options.limits;
    const others = (account || this.#account.isOpen ? 1 : 0) + (market || this.#followsMarket ? 1 : 0);
    const count = new Set([...this.#assets, ...assets]).size + others;
    if (count > maxSubscriptions)
      return this.#refuse(id, { code: 'too_many_subscriptions', message: `The limit is ${maxSubscriptions}.` });
    const tooMany = userId && this.#options.users.refusesMore(userId, count - this.subscriptionCount);
    if (tooMany) return this.#refuse(id, tooMany);
    if (opensAccount && userId !== undefined) return this.#openAccount(id, userId, accept);
    accept();
  }

  async #openAccount(id: RequestId, userId: string, onStarted: () => void): Promise<void> {
    const tooMany = this.#takesRead(userId);
    if (tooMany !== undefined) return this.#refuse(id, tooMany);
    if (!(await this.#isTurnOf(userId)))
      return this.#refuse(id, unauthorized('The session ended before it was the turn of this subscription.'));
    const refusal = await this.#account.open(userId, (orders) => {
      const tooLate = this.#chargesRead(userId, readsFor(orders));
      if (tooLate === undefined) onStarted();
      return tooLate;
    });
    if (refusal !== undefined) this.#refuse(id, refusal);
  }

  /** Waits if the user has just got a large account. @returns whether the user is still signed in afterwards. */
  async #isTurnOf(userId: string): Promise<boolean> {
    const waitMs = this.#options.pace.waitMs(userId);
    if (waitMs > 0) await sleep(waitMs);
    return this.#session?.userId === userId;
  }

  /**
   * Counts what a read costs beyond one, which was counted before.
   *
   * @returns a refusal when other reads have used up the limit meanwhile.
   */
  #chargesRead(userId: string, count: number): Refusal | undefined {
    const { reads, pace } = this.#options;
    if (count > 1) {
      const tooMany = this.#tooManyReads(reads.shareOf(userId));
      if (tooMany !== undefined) return tooMany;
      reads.charge(userId, count - 1);
    }
    pace.done(userId, count);
  }

  /** Counts a read. @returns a refusal when the user has read too much, at this process or another. */
  #takesRead(userId: string): Refusal | undefined {
    return this.#tooManyReads(this.#options.reads.take(userId));
  }

  #tooManyReads({ used, endsAt }: Share): Refusal | undefined {
    const { limit, windowMs } = this.#options.reads;
    if (used <= limit) return undefined;
    const retryAfter = Math.max(1, Math.ceil((endsAt - performance.now()) / 1_000));
    const message = `Too many reads of this account: the limit is ${limit} in ${windowMs / 1_000} seconds. Try again in ${retryAfter} s.`;
    return { code: 'too_many_requests', message, retryAfter };
  }

  #followPrices(assets: ReadonlySet<string>): void {
    for (const asset of assets) {
      if (this.#assets.has(asset)) continue;
      this.#assets.add(asset);
      this.#options.prices.subscribe(asset, this.#outbox);
    }
  }

  #unsubscribe(id: RequestId, { assets, account, market }: NamedStreams): undefined {
    for (const asset of assets) {
      this.#assets.delete(asset);
      this.#options.prices.unsubscribe(asset, this.#outbox);
      this.#outbox.forget(bookTickerStream(asset));
    }
    if (market) this.#options.market.unsubscribe(this.#outbox);
    if (account) this.#account.close();
    this.#done(id);
  }

  /** A token of the same user prolongs the session. One of another user ends the first user's account stream. */
  #authenticate({ id, params }: SocketRequest): undefined {
    const [token, ...rest] = params;
    if (token === undefined || rest.length > 0)
      return this.#refuse(id, { code: 'invalid_request', message: 'AUTH takes one token.' });
    if (this.keyId !== undefined)
      return this.#refuse(id, { code: 'invalid_request', message: 'The key of this connection says whose it is.' });
    const session = this.#options.verify(token);
    if (session === undefined) return this.#refuseToken(id);
    const refusal = this.#signIn(session);
    if (refusal !== undefined) return this.#refuse(id, refusal);
    this.#done(id);
  }

  /** A client that goes on trying is sent away. */
  #refuseToken(id: RequestId): undefined {
    this.#refusedTokens += 1;
    if (this.#refusedTokens >= this.#options.limits.maxRefusedTokens) this.#dismissal = 'too many refused tokens';
    this.#refuse(id, unauthorized('The token is not valid, or not any more.'));
  }

  /** @returns why the session is refused. Then the session before stays. */
  #signIn(session: Session): Refusal | undefined {
    const { users } = this.#options;
    if (session.userId !== this.#session?.userId) {
      const refusal = users.join(session.userId, this);
      if (refusal !== undefined) return refusal;
      this.#account.end(unauthorized('Another user signed in.'));
      this.#signOut();
    }
    this.#forgetSessionEnd();
    this.#session = session;
    this.#forgetSessionEnd = atSessionEnd(session.expiresAt, () => this.#endSession());
  }

  /** What a key opened is closed with it. Else whoever has signed in may do so again. */
  #endSession(): void {
    if (this.keyId !== undefined) return void this.#options.dismiss('the key has ended');
    this.#signOut();
    this.#account.end(unauthorized('The session has ended. Sign in again.'));
  }

  #signOut(): void {
    this.#forgetSessionEnd();
    if (this.#session !== undefined) this.#options.users.leave(this.#session.userId, this);
    this.#session = undefined;
  }

  #done(id: RequestId): void {
    if (id !== undefined) this.#outbox.send(doneFrame(id));
  }

  #refuse(id: RequestId, refusal: Refusal): undefined {
    this.#outbox.send(refusedFrame(id, refusal));
  }
}
