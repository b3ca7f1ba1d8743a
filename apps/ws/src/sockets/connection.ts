import { setTimeout as sleep } from 'node:timers/promises';
import { readsFor } from '@fulcrum/engine-client';
import { bookTickerStream, type SocketRequest } from '@fulcrum/protocol';
import type { ByteBudget, Pace, Rate, Share } from '@fulcrum/service';
import type { Session } from '@fulcrum/sessions';
import { type Outbox, RequestRate, type SenderRate, type SocketConnection } from '@fulcrum/sockets';
import { AccountStream } from '../accounts/account-stream.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Limits } from '../limits/limits.ts';
import type { Users } from '../limits/users.ts';
import type { MarketStream } from '../prices/market-stream.ts';
import type { Prices } from '../prices/prices.ts';
import { atSessionEnd } from '../sign-in/session-end.ts';
import { doneFrame, type RequestId, refusedFrame } from './frames.ts';
import { MessageQueue } from './message-queue.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import { type NamedStreams, namedStreams, readRequest } from './requests.ts';

export interface ConnectionOptions {
  readonly outbox: Outbox;
  readonly prices: Prices;
  readonly market: MarketStream;
  readonly accounts: Accounts;
  /** Who is signed in here, with which connections. */
  readonly users: Users;
  /** What a user may read of their account, over all processes. */
  readonly reads: Rate;
  /** How often one user gets a large account. */
  readonly pace: Pace;
  readonly limits: Limits;
  /** Who a token belongs to, if it is good and its session was not ended. */
  readonly verify: (token: string) => Session | undefined;
  /** What the waiting messages of all connections may hold. */
  readonly unhandled: ByteBudget;
  /** What one user, or one address without a user, may send over all connections. */
  readonly rate: SenderRate<Connection>;
  readonly address: string;
  /** Sends the client away, and tells it why. */
  readonly dismiss: (reason: string) => void;
  /** Who opened it, if that is known already. */
  readonly session: Session | undefined;
}

interface WaitingMessage {
  /** Undefined for a binary message. */
  readonly text: string | undefined;
  readonly bytes: number;
}

const unauthorized = (message: string): Refusal => ({ code: 'unauthorized', message });

/** One client: who it is, what it is subscribed to, and its requests, one after the other. */
export class Connection implements SocketConnection {
  readonly #options: ConnectionOptions;
  readonly #outbox: Outbox;
  readonly #queue: MessageQueue<WaitingMessage>;
  readonly #rate: RequestRate;
  readonly #assets = new Set<string>();
  readonly #account: AccountStream;
  #session: Session | undefined;
  #refusedTokens = 0;
  /** Why the client has to go. */
  #farewell: string | undefined;
  #forgetSessionEnd = () => {};

  constructor(options: ConnectionOptions) {
    const { outbox, accounts, limits, session } = options;
    this.#options = options;
    this.#outbox = outbox;
    this.#account = new AccountStream(accounts, outbox);
    this.#rate = new RequestRate(limits.maxRequestsPerSecond);
    this.#queue = new MessageQueue(limits.maxUnhandledMessages, options.unhandled, ({ text }) => this.#handle(text));
    const refusal = session && this.#signIn(session);
    if (refusal !== undefined) this.#farewell = `too many connections of this user. ${refusal.message}`;
  }

  get refusal(): string | undefined {
    return this.#farewell;
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
   * @returns why the client has to go, when it sends too many.
   */
  receive(text: string | undefined): string | undefined {
    const reason = this.pinged();
    if (reason !== undefined) return reason;
    return this.#queue.push({ text, bytes: Buffer.byteLength(text ?? '') })
      ? this.#farewell
      : 'too many unhandled messages';
  }

  /** A ping, and any message: each is work. @returns as `receive` does. */
  pinged(): string | undefined {
    const now = performance.now();
    if (!this.#rate.allows(now))
      return `too many messages: the limit is ${this.#options.limits.maxRequestsPerSecond} in a second`;
    const { rate, address } = this.#options;
    const heaviest = rate.heaviest(this.#session?.userId ?? address, this, now);
    if (heaviest === this) return this.#tooManyOfSender;
    heaviest?.leaveRoom();
    return this.#farewell;
  }

  /** Sends the client away: over all its connections its sender sends too much, and most of it comes from here. */
  leaveRoom(): void {
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

  /** Somebody signed out, perhaps this client. */
  sessionRevoked(sessionId: string): void {
    if (this.#session?.sessionId === sessionId) this.#endSession();
  }

  /** The client is gone, or being sent away. */
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
    if (this.#farewell !== undefined) return undefined;
    const read = readRequest(text);
    if (!read.ok) return this.#refuse(read.id, read.refusal);
    const { request } = read;
    if (request.method === 'AUTH') return this.#authenticate(request);
    const streams = namedStreams(request.params, (asset) => this.#options.prices.isKnown(asset));
    if (isRefusal(streams)) return this.#refuse(request.id, streams);
    return request.method === 'SUBSCRIBE'
      ? this.#subscribe(request.id, streams)
      : this.#unsubscribe(request.id, streams);
  }

  /** The request holds as a whole, at the moment when the account's snapshot is there, or not at all. */
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

  /** Waits while the user has just had a large account. @returns whether the user is still here afterwards. */
  async #isTurnOf(userId: string): Promise<boolean> {
    const waitMs = this.#options.pace.waitMs(userId);
    if (waitMs > 0) await sleep(waitMs);
    return this.#session?.userId === userId;
  }

  /**
   * Counts what a read costs beyond the one that it was taken for.
   *
   * @returns a refusal when others that were asked for meanwhile have used up the limit.
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

  /** Counts a read. @returns a refusal when the user has read too much, here or elsewhere. */
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

  /** A token of the same user prolongs the session; another user's ends the first one's stream. */
  #authenticate({ id, params }: SocketRequest): undefined {
    const [token, ...rest] = params;
    if (token === undefined || rest.length > 0)
      return this.#refuse(id, { code: 'invalid_request', message: 'AUTH takes one token.' });
    const session = this.#options.verify(token);
    if (session === undefined) return this.#refuseToken(id);
    const refusal = this.#signIn(session);
    if (refusal !== undefined) return this.#refuse(id, refusal);
    this.#done(id);
  }

  /** Who goes on trying has to go. */
  #refuseToken(id: RequestId): undefined {
    this.#refusedTokens += 1;
    if (this.#refusedTokens >= this.#options.limits.maxRefusedTokens) this.#farewell = 'too many refused tokens';
    this.#refuse(id, unauthorized('The token is not valid, or not any more.'));
  }

  /** @returns why it may not; then whoever was signed in stays so. */
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

  #endSession(): void {
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
