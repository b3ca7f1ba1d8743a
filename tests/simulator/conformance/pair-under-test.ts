import { type Connection, connectRedis } from '@fulcrum/streams';
import { RedisPair } from '../../../packages/streams/src/testing/redis-pair.ts';
import { until } from '../../../packages/streams/src/testing/test-support.ts';
import { SimulatedRedis } from '../stand-ins/simulated-redis.ts';
import { Random } from '../world/random.ts';
import { VirtualTime } from '../world/virtual-time.ts';
import { RunningClock } from './running-clock.ts';

/** What the conformance suite does to a Redis that has a replica. */
export interface PairUnderTest {
  /** A new connection to the primary, on its way. */
  connect(): Connection;
  /** Resolves when a connection waits in a blocking read. */
  untilBlocked(): Promise<void>;
  /** The replica takes nothing in until it is let go. */
  holdReplica(): void;
  letGoReplica(): void;
  /** The replica takes over, and the primary becomes its replica. */
  failOver(): Promise<void>;
  /** The primary dies, and the replica takes over. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

async function startRealPair(): Promise<PairUnderTest> {
  const pair = await RedisPair.start();
  const connections: Connection[] = [];
  return {
    connect: () => {
      const connection = connectRedis(pair.url, () => {});
      connections.push(connection);
      return connection;
    },
    untilBlocked: () =>
      until(async () => {
        const lists = await Promise.all(([0, 1] as const).map((index) => pair.ask(index, 'CLIENT', 'LIST')));
        return /^.* flags=\w*b/m.test(lists.join('\n'));
      }),
    holdReplica: () => pair.servers[1].hold(),
    letGoReplica: () => pair.servers[1].letGo(),
    failOver: () => pair.failOver(),
    kill: () => pair.kill(),
    stop: async () => {
      for (const connection of connections) connection.disconnect();
      await pair.stop();
    },
  };
}

/** The stand-in, on a clock of its own that goes as fast as the real one. */
async function startStandInPair(): Promise<PairUnderTest> {
  const time = new VirtualTime(Date.now());
  const redis = new SimulatedRedis(time, new Random(1), { slowestMs: 2 });
  const clock = new RunningClock(time);
  const connections: Connection[] = [];
  return {
    connect: () => {
      const connection = redis.connect(undefined);
      connections.push(connection);
      return connection;
    },
    untilBlocked: () => until(() => redis.blocked > 0),
    holdReplica: () => {
      redis.server.lagMs = Number.POSITIVE_INFINITY;
    },
    letGoReplica: () => {
      redis.server.lagMs = 0;
    },
    failOver: async () => {
      redis.promote();
      redis.demote();
      redis.resync();
      redis.server.lagMs = 0;
    },
    kill: async () => {
      redis.kill();
      redis.promote();
      redis.start();
    },
    stop: async () => {
      for (const connection of connections) connection.disconnect();
      await clock.stop();
    },
  };
}

export const PAIRS = [
  ['a real Redis with a replica', startRealPair],
  ['its stand-in', startStandInPair],
] as const;
