import { assert } from '@fulcrum/log';
import { type Connection, isMoved, isReplyError, type ListeningConnection } from '@fulcrum/streams';
import { ReplyError } from 'ioredis';
import type { Random } from '../world/random.ts';
import type { Owner, VirtualTime } from '../world/virtual-time.ts';
import { MemoryRedis } from './memory-redis.ts';

interface Call {
  readonly command: string;
  args: (string | number)[];
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** What a connection tells of itself. */
type News = 'ready' | 'close';

export interface NetworkOptions {
  /** Milliseconds that a message takes at most. Most are much faster. */
  readonly slowestMs: number;
}

/** What a client's socket waits for before it takes the other side for dead. */
const SILENCE_MS = 10_000;
/** What a broken connection had sent arrives within this time, or never. */
const LEFTOVER_MS = 300;

/** Commands behind which somebody may go on who waits. */
const WRITES: ReadonlySet<string> = new Set(['XADD', 'EVAL']);

/** What a server answers that has become a replica. */
const READONLY = "READONLY You can't write against a read only replica.";
const UNBLOCKED = 'UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)';
const NO_WAIT =
  'ERR WAIT cannot be used with replica instances. Please also note that since Redis 4.0 if a replica is configured to be writable (which is not the default) writes to replicas are just local and are not propagated.';

/** A Redis server that can be killed, held still and cut off, with the network before it. */
export class SimulatedRedis {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly network: NetworkOptions;
  #server: MemoryRedis;
  /** How far its clock is ahead of the others'. */
  clockAheadMs = 0;
  #isUp = true;
  /** Counts the kills: what had been sent to a server that is dead reaches no other one. */
  #kills = 0;
  #isHeld = false;
  readonly #connections = new Set<SimulatedConnection>();
  /** Told of everything that is sent on a channel. */
  onPublish: (channel: string, message: string) => void = () => {};

  constructor(time: VirtualTime, random: Random, network: NetworkOptions) {
    this.time = time;
    this.random = random;
    this.network = network;
    this.#server = new MemoryRedis(
      () => time.now + this.clockAheadMs,
      new Map(),
      () => time.now,
    );
    this.#listenTo(this.#server);
  }

  /** The primary. */
  get server(): MemoryRedis {
    return this.#server;
  }

  /** Whether a former primary that lived on has taken writes, which are nowhere once it is demoted. */
  hasFormerWrites = false;

  get answers(): boolean {
    return this.#isUp && !this.#isHeld;
  }

  get kills(): number {
    return this.#kills;
  }

  /** Connections that wait in a blocking read. */
  get blocked(): number {
    return [...this.#connections].filter(({ isBlocked }) => isBlocked).length;
  }

  connect(owner: Owner | undefined): SimulatedConnection {
    const connection = new SimulatedConnection(this, owner);
    this.#connections.add(connection);
    return connection;
  }

  forget(connection: SimulatedConnection): void {
    this.#connections.delete(connection);
  }

  /** Ends at once, as by `kill -9`. What it has not read is lost; what it has done is on its disk. */
  kill(): void {
    this.#isUp = false;
    this.#kills += 1;
    for (const connection of [...this.#connections]) connection.cut('everything');
  }

  start(): void {
    this.#isUp = true;
  }

  /**
   * The replica takes over, as it stands. The former primary, if it lives, is not known to be one any more to new
   * connections; those that it has stay there until it is demoted.
   *
   * @returns how many writes the new primary lacks.
   */
  promote(): number {
    const former = this.#server;
    const { server, lost } = former.promoted();
    this.#server = server;
    this.#listenTo(server);
    former.onAdd = () => {
      this.hasFormerWrites = true;
    };
    former.lagMs = Number.POSITIVE_INFINITY;
    return lost;
  }

  /** Former primaries learn that they are replicas: whoever waits there is sent away, and nothing is written any more. */
  demote(): void {
    for (const connection of [...this.#connections]) connection.demote();
  }

  /** Former primaries have the data of the present one. */
  resync(): void {
    for (const connection of [...this.#connections]) connection.resync();
  }

  /** Processes have learned where the primary is. */
  leaveReplicas(): void {
    for (const connection of [...this.#connections]) connection.leaveReplica();
  }

  hold(): void {
    this.#isHeld = true;
    const since = this.time.now;
    this.time.after(SILENCE_MS, undefined, () => {
      if (this.#isHeld && this.time.now - since >= SILENCE_MS)
        for (const connection of [...this.#connections]) if (connection.waits) connection.cut('nothing');
    });
  }

  letGo(): void {
    this.#isHeld = false;
    for (const connection of [...this.#connections]) connection.work();
  }

  /** Cuts one connection, anywhere in what is on its way. */
  cutOne(): void {
    const all = [...this.#connections].filter(({ status }) => status === 'ready');
    if (all.length > 0) this.random.pick(all).cut('something');
  }

  #listenTo(server: MemoryRedis): void {
    server.onPublish = (channel, message) => {
      this.onPublish(channel, message);
      const listeners = [...this.#connections].filter((connection) => connection.listensTo(server, channel));
      for (const listener of listeners) listener.hear(channel, message);
      return listeners.length;
    };
  }

  /** Whoever waits for what a write has changed looks again. */
  wake(written: readonly (string | number)[]): void {
    for (const connection of this.#connections) if (connection.waitsFor(written)) connection.work();
  }
}

/** One client's connection, which behaves as one of ioredis with neither an offline queue nor automatic resending. */
export class SimulatedConnection implements ListeningConnection {
  status = 'connecting';
  /** A new one for each socket, as the client library has it. */
  stream = socket();
  readonly #redis: SimulatedRedis;
  readonly #owner: Owner | undefined;
  /** Commands without an answer, in their order. */
  #calls: Call[] = [];
  /** Those that the server has read and not begun. */
  #inbox: Call[] = [];
  /** Until when the server holds up a blocking read. */
  #blockedUntil: number | undefined;
  /** Those that the server has done, whose answers are on their way. */
  readonly #done = new WeakSet<Call>();
  #lastArrival = 0;
  #lastReply = 0;
  /** Counts the sockets: nothing of one reaches the next. */
  #epoch = 0;
  /** The server at the other end of the socket. */
  #server: MemoryRedis;
  /** Whether that has become a replica. */
  #isReadOnly = false;
  /** The channel on which it listens over its present socket. */
  #channel: string | undefined;
  #onMessage: (channel: string, message: string) => void = () => {};
  /** Those who are told once. */
  readonly #waiting: Readonly<Record<News, Set<() => void>>> = { ready: new Set(), close: new Set() };

  constructor(redis: SimulatedRedis, owner: Owner | undefined) {
    this.#redis = redis;
    this.#server = redis.server;
    this.#owner = owner;
    this.#reconnect();
  }

  get waits(): boolean {
    return this.#calls.length > 0;
  }

  get isBlocked(): boolean {
    return this.#blockedUntil !== undefined;
  }

  /** Whether it is held up until something like this is written. */
  waitsFor(written: readonly (string | number)[]): boolean {
    const [blocked] = this.#blockedUntil === undefined ? [] : this.#inbox;
    return blocked !== undefined && (blocked.command === 'WAIT' || written.includes(blocked.args.at(-2) ?? ''));
  }

  call(command: string, args: (string | number)[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.status === 'end') return reject(new Error('Connection is closed.'));
      if (this.status !== 'ready')
        return reject(new Error("Stream isn't writeable and enableOfflineQueue options is false"));
      const call = { command, args, resolve, reject };
      this.#calls.push(call);
      const epoch = this.#epoch;
      this.#lastArrival = Math.max(this.#lastArrival, this.#redis.time.now + this.#delay());
      this.#redis.time.inside(this.#lastArrival - this.#redis.time.now, () => this.#arrive(call, epoch));
    });
  }

  on(_event: 'message', listener: (channel: string, message: string) => void): void {
    this.#onMessage = listener;
  }

  once(event: News, listener: () => void): void {
    this.#waiting[event].add(listener);
  }

  off(event: News, listener: () => void): void {
    this.#waiting[event].delete(listener);
  }

  #tell(event: News): void {
    const listeners = [...this.#waiting[event]];
    this.#waiting[event].clear();
    for (const listener of listeners) listener();
  }

  listensTo(server: MemoryRedis, channel: string): boolean {
    return this.#channel === channel && this.#server === server && this.status === 'ready';
  }

  /** What is sent on a channel is lost with the socket, and nobody learns of it. Now and then it takes long. */
  hear(channel: string, message: string): void {
    const { random, time } = this.#redis;
    const epoch = this.#epoch;
    const lateMs = random.chance(0.02) ? random.between(1_000, 8_000) : 0;
    this.#lastReply = Math.max(this.#lastReply, time.now + this.#delay() + lateMs);
    time.after(this.#lastReply - time.now, this.#owner, () => {
      if (epoch === this.#epoch) this.#onMessage(channel, message);
    });
  }

  disconnect(): void {
    this.#break('something', 'end');
    this.#redis.forget(this);
  }

  /** @param lost what of the commands on their way never arrives. */
  cut(lost: 'everything' | 'something' | 'nothing'): void {
    if (this.status === 'ready') this.#break(lost, 'reconnecting');
  }

  demote(): void {
    if (this.#server === this.#redis.server || this.status !== 'ready') return;
    this.#isReadOnly = true;
    const [blocked] = this.#blockedUntil === undefined ? [] : this.#inbox;
    if (blocked !== undefined) this.#break('nothing', 'reconnecting', blocked, new ReplyError(UNBLOCKED));
  }

  resync(): void {
    if (this.#isReadOnly) this.#server = this.#redis.server;
  }

  leaveReplica(): void {
    if (this.#isReadOnly) this.cut('nothing');
  }

  /** The server goes on with what it has read. */
  work(): void {
    while (this.#redis.answers) {
      const [call] = this.#inbox;
      if (call === undefined) return;
      const outcome = this.#execute(call);
      if (outcome === undefined) {
        if (this.#blockedUntil === undefined) this.#block(call);
        return;
      }
      this.#blockedUntil = undefined;
      this.#inbox.shift();
      this.#done.add(call);
      this.#answer(call, outcome);
      if (WRITES.has(call.command)) this.#redis.wake(call.args);
    }
  }

  #block(call: Call): void {
    const { time } = this.#redis;
    const epoch = this.#epoch;
    const isWait = call.command === 'WAIT';
    const ms = Number(isWait ? call.args[1] : call.args[call.args.indexOf('BLOCK') + 1]);
    if (!isWait) call.args = this.#server.withPosition(call.args);
    this.#blockedUntil = time.now + ms;
    const look = () => {
      if (epoch !== this.#epoch || !this.#inbox.includes(call)) return;
      this.work();
      // Nobody wakes who waits for a replica.
      if (isWait && this.#inbox.includes(call)) time.inside(ms / 20, look);
    };
    time.inside(isWait ? ms / 20 : ms, look);
  }

  /** Undefined while a blocking read waits. */
  #execute({ command, args }: Call): { reply: unknown } | { error: Error } | undefined {
    try {
      if (this.#isReadOnly) this.#refuseWrites(command);
      const reply = this.#listening(command, args) ?? this.#server.execute(command, args);
      const mayWait = (reply === null && args.includes('BLOCK')) || (reply === 0 && command === 'WAIT');
      const isOver = this.#blockedUntil !== undefined && this.#redis.time.now >= this.#blockedUntil;
      return mayWait && !isOver ? undefined : { reply };
    } catch (error) {
      if (!isReplyError(error)) throw error;
      return { error };
    }
  }

  /** What concerns the connection and not the data; undefined for everything else. */
  #listening(command: string, [channel]: (string | number)[]): unknown {
    if (command === 'ping') return 'PONG';
    if (command !== 'subscribe') return undefined;
    this.#channel = String(channel);
    return 1;
  }

  /** @throws ReplyError as a replica answers. */
  #refuseWrites(command: string): void {
    if (command === 'XADD' || command === 'EVAL' || command === 'XTRIM') throw new ReplyError(READONLY);
    if (command === 'WAIT') throw new ReplyError(NO_WAIT);
  }

  #arrive(call: Call, epoch: number): void {
    if (epoch !== this.#epoch) return;
    this.#inbox.push(call);
    this.work();
  }

  #answer(call: Call, outcome: { reply: unknown } | { error: Error }): void {
    const { time } = this.#redis;
    const epoch = this.#epoch;
    this.#lastReply = Math.max(this.#lastReply, time.now + this.#delay());
    time.after(this.#lastReply - time.now, this.#owner, () => {
      if (epoch !== this.#epoch) return;
      const [first] = this.#calls.splice(0, 1);
      assert(first === call, 'Redis answers commands in their order');
      if ('error' in outcome) call.reject(outcome.error);
      else call.resolve(outcome.reply);
      // As the client library is told to do it: nothing is sent again.
      if ('error' in outcome && isMoved(outcome.error)) this.cut('nothing');
    });
  }

  #break(lost: 'everything' | 'something' | 'nothing', status: string, answered?: Call, answer?: Error): void {
    const { random, time, kills } = this.#redis;
    if (this.status === 'end') return;
    const unread = this.#calls.filter((call) => !this.#done.has(call));
    const arriving = lost === 'everything' ? 0 : lost === 'nothing' ? unread.length : random.below(unread.length + 1);
    const leftOver = unread.slice(0, arriving);
    const reading = leftOver.findIndex(({ command }) => command === 'XREAD');
    if (reading >= 0) leftOver.splice(reading);
    // Redis reads it later, and nobody is there for the answers.
    const [server, isReadOnly] = [this.#server, this.#isReadOnly];
    const arrive = () => this.#executeForNobody(leftOver, kills, server);
    if (!isReadOnly) time.inside(random.between(0, LEFTOVER_MS), arrive);
    const calls = this.#calls;
    this.#calls = [];
    this.#inbox = [];
    this.#blockedUntil = undefined;
    this.#channel = undefined;
    this.#epoch += 1;
    this.status = status;
    time.after(0, this.#owner, () => {
      this.#tell('close');
      for (const call of calls) call.reject(call === answered && answer ? answer : new Error('Connection is closed.'));
    });
    if (status === 'reconnecting') this.#reconnect();
  }

  #executeForNobody(calls: readonly Call[], kills: number, server: MemoryRedis): void {
    if (this.#redis.kills !== kills) return;
    if (!this.#redis.answers) {
      this.#redis.time.inside(LEFTOVER_MS, () => this.#executeForNobody(calls, kills, server));
      return;
    }
    for (const { command, args } of calls) this.#ignoringRefusal(() => server.execute(command, args));
    this.#redis.wake(calls.flatMap(({ command, args }) => (WRITES.has(command) ? args : [])));
  }

  #ignoringRefusal(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!isReplyError(error)) throw error;
    }
  }

  #reconnect(): void {
    const { random, time } = this.#redis;
    time.after(random.skewed(2, 400), this.#owner, () => {
      if (this.status === 'end') return;
      if (!this.#redis.answers || random.chance(0.05)) {
        this.#reconnect();
        return;
      }
      this.stream = socket();
      this.#server = this.#redis.server;
      this.#isReadOnly = false;
      this.status = 'ready';
      this.#lastArrival = 0;
      this.#lastReply = 0;
      this.#tell('ready');
    });
  }

  #delay(): number {
    return this.#redis.random.skewed(0.05, this.#redis.network.slowestMs);
  }
}

function socket(): Connection['stream'] {
  const nothing = () => {};
  return { cork: nothing, uncork: nothing, on: nothing, off: nothing, destroy: nothing };
}
