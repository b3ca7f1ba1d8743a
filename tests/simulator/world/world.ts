import { type BulkTable, lossTable, type Reader } from '@fulcrum/db';
import { causeOf, compareLogIds, LOG_START, type LogId, logTime } from '@fulcrum/log';
import type { Logger } from '@fulcrum/service';
import { type ListeningConnection, type LogKeys, streamKeys } from '@fulcrum/streams';
import type { RawEntry } from '../stand-ins/memory-redis.ts';
import { SimulatedPostgres } from '../stand-ins/simulated-postgres.ts';
import { SimulatedRedis } from '../stand-ins/simulated-redis.ts';
import type { Life } from './life.ts';
import { Random } from './random.ts';
import type { Truth } from './truth.ts';
import { VirtualTime } from './virtual-time.ts';

/** Some Saturday. */
const START_MS = Date.UTC(2026, 0, 3);

const KEPT_LINES = 20_000;

/** The log that is looked at, and what its readers are called. */
export interface Log {
  readonly keys: LogKeys;
  /** Whose checkpoint the snapshots move. */
  readonly replica: Reader;
  /** Whose checkpoint says how far the results are recorded. */
  readonly recorder: Reader;
  /** Where entries are noted that are gone. */
  readonly lossTable: BulkTable;
}

const KEYS = streamKeys();
const ENGINES_LOG: Log = { keys: KEYS.ofEngine, replica: 'engine', recorder: 'recorder', lossTable };

/** Everything that a simulation consists of besides its processes: time, chance, servers, and the truth. */
export class World<T extends Truth = Truth> {
  readonly time = new VirtualTime(START_MS);
  readonly random: Random;
  readonly keys = KEYS;
  readonly log: Log;
  readonly redis: SimulatedRedis;
  readonly postgres: SimulatedPostgres;
  readonly truth: T;
  /** What happened last, for a person. */
  readonly lines: string[] = [];
  /** What went wrong first. */
  violation: string | undefined;
  /** Told when Redis has come to lose something, and whether somebody has said so of the time before. */
  onLoss: (wasReported: boolean) => void = () => {};
  /** Whether somebody said loudly that Redis lost something. */
  isLossReported = false;
  /** The last entry behind a snapshot that Redis lost when the history had its result, and what was known of losses then. */
  provenLoss: { readonly entry: LogId; readonly losses: string } | undefined;
  /** The last snapshot that the history kept results of which Redis has lost. */
  keptUpTo: LogId = LOG_START;
  /** Replicas that have to have a command before its result is told. */
  minReplicas = 0;
  /** Whether even such a command may be lost, since a primary has lost what was on its own disk. */
  hasLostReplicated = false;

  /** @param makeTruth is given the world's time. */
  constructor(seed: number, makeTruth: (now: () => number) => T, log = ENGINES_LOG) {
    this.log = log;
    this.truth = makeTruth(() => this.time.now);
    this.random = new Random(seed);
    const slowestMs = this.random.pick([2, 20, 200]);
    this.redis = new SimulatedRedis(this.time, this.random, { slowestMs });
    this.postgres = new SimulatedPostgres(this.time, this.random, this.random.pick([5, 50, 500]));
    this.redis.server.onAdd = (key, entry) => this.#added(key, entry);
    this.redis.onPublish = (channel, message) => this.#published(channel, message);
  }

  /** Milliseconds since the beginning. */
  get elapsed(): number {
    return this.time.now - START_MS;
  }

  connect(life: Life): ListeningConnection {
    const connection = this.redis.connect(life);
    life.onKilled.add(() => connection.disconnect());
    return connection;
  }

  /** The first one counts: what follows may follow from it. */
  violate(what: string): void {
    this.violation ??= `after ${(this.elapsed / 1_000).toFixed(3)} s: ${what}`;
  }

  /** Redis comes back without its last writes. */
  loseWrites(count: number): void {
    this.note(`Redis loses ${count} writes`);
    this.hasLostReplicated = true;
    this.lose(() => this.redis.server.lose(count));
  }

  /** The replica takes over, and whatever it lacks is lost. */
  promote(): void {
    if (this.redis.server.isReplicated) this.redis.promote();
    else this.lose(() => this.note(`Redis loses ${this.redis.promote()} writes`));
  }

  /** From a loss on nobody knows any more which state an engine goes on from. */
  lose(happens: () => void): void {
    const wasReported = this.isLossReported;
    this.isLossReported = false;
    this.truth.break();
    happens();
    this.#noteProof();
    this.onLoss(wasReported);
  }

  /** All that was written down of them: what is found again has another time. */
  losses(): string {
    return JSON.stringify(this.postgres.tables.all(this.log.lossTable));
  }

  /**
   * What is proven stays so, and one row says it: further losses ask for no other, unless the id is given again. An
   * earlier loss may have taken the entry. If that is written down by now, no other row is asked for either.
   */
  #noteProof(): void {
    const { tables } = this.postgres;
    const entry = causeOf(tables.checkpointNow(this.log.recorder));
    const isBehindSnapshot = compareLogIds(entry, tables.checkpointNow(this.log.replica)) > 0;
    const isThere = this.redis.server.entries(this.log.keys.input).some(({ id }) => id === entry);
    const isNew = this.provenLoss?.entry !== entry && !this.#isWrittenDown(entry);
    if (isNew && isBehindSnapshot && !isThere) this.provenLoss = { entry, losses: this.losses() };
  }

  #isWrittenDown(entry: LogId): boolean {
    const losses = this.postgres.tables.all(this.log.lossTable);
    return losses.some(
      ([after, foundAt]) => compareLogIds(entry, after as LogId) > 0 && logTime(entry) <= Number(foundAt),
    );
  }

  note(line: string): void {
    this.lines.push(`${(this.elapsed / 1_000).toFixed(3).padStart(9)} ${line}`);
    if (this.lines.length > KEPT_LINES) this.lines.shift();
  }

  logger(process: string): Logger {
    const say = (level: string) => (first: unknown, second?: string) => {
      const { err } = typeof first === 'object' && first !== null ? (first as { err?: Error }) : {};
      const text = typeof first === 'string' ? first : [second, err?.message].filter(Boolean).join(': ');
      this.note(`${process} ${level}: ${text}`);
      if (level === 'error' && /LOST|starting over/.test(text)) this.isLossReported = true;
    };
    const silent = () => {};
    const logger = { debug: silent, info: silent, warn: say('warn'), error: say('error'), child: () => logger };
    return logger as unknown as Logger;
  }

  #added(key: string, entry: RawEntry): void {
    if (key === this.log.keys.input) {
      this.truth.take(entry);
      // Where the clock gives a lost entry's id again only who has read that entry can tell.
      if (entry.id === this.provenLoss?.entry) this.provenLoss = undefined;
      if (!this.truth.isBroken && this.truth.imbalance !== 0n) this.violate('something was made or lost');
    } else if (key === this.log.keys.output) {
      const fault = this.truth.checkResult(entry);
      if (fault !== undefined) this.violate(fault);
      this.#checkCause(entry.id);
    }
  }

  #published(channel: string, message: string): void {
    if (!channel.startsWith(this.log.keys.replies(''))) return;
    const fault = this.truth.checkAnswer(message);
    if (fault !== undefined) this.violate(fault);
  }

  /** Also where Redis has lost something: a result whose cause is gone may be given again for the same request. */
  #checkCause(result: LogId): void {
    const cause = causeOf(result);
    const log = this.redis.server.entries(this.log.keys.input);
    const nearest = log.findLast(({ id }) => compareLogIds(id, cause) <= 0);
    if (nearest?.id !== cause)
      this.violate(`the result ${result} was published, whose cause ${cause} is not in the log`);
  }

  /** The last id in a stream; undefined while there is none. */
  endOf(key: string): LogId | undefined {
    return this.redis.server.entries(key).at(-1)?.id;
  }
}
