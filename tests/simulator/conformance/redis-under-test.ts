import { type Connection, isReplyError, type Redis, whenReady } from '@fulcrum/streams';
import { TestRedis, until } from '../../../packages/streams/src/testing/test-support.ts';
import { type SimulatedConnection, SimulatedRedis } from '../stand-ins/simulated-redis.ts';
import { Random } from '../world/random.ts';
import { VirtualTime } from '../world/virtual-time.ts';
import { RunningClock } from './running-clock.ts';

/** What the conformance suite does to a Redis, whether it is a real one or its stand-in. */
export interface RedisUnderTest {
  /** A new connection, on its way. */
  connect(): Connection;
  /** Whether there is no memory left for writes. */
  fill(isFull: boolean): Promise<void>;
  /** Resolves when so many connections wait in a blocking read. */
  untilBlocked(count: number): Promise<void>;
  /** Cuts a connection from the server's side. */
  cut(connection: Connection): Promise<void>;
  /** From here on it carries out no writes, until it is let go or the connections are cut. */
  hold(): Promise<void>;
  letGo(): Promise<void>;
  /** Kills it as hard as a power cut would, and starts it again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const LIMIT_MS = 30_000;

export type Args = (string | number)[];

/** A new connection that can be used. */
export async function connected(redis: RedisUnderTest): Promise<Connection> {
  const connection = redis.connect();
  await ready(connection);
  return connection;
}

/** Waits until a connection can be used. */
export function ready(connection: Connection): Promise<void> {
  return whenReady(connection, AbortSignal.timeout(LIMIT_MS));
}

/** What Redis answers, be it a refusal. */
export async function answerOf(asked: Promise<unknown>): Promise<unknown> {
  try {
    return await asked;
  } catch (error) {
    if (isReplyError(error)) return { refused: error.message };
    throw error;
  }
}

async function startRealRedis(): Promise<RedisUnderTest> {
  const test = await TestRedis.start();
  const control = test.redis;
  const isBlocked = (line: string) => / flags=\w*b/.test(line);
  return {
    connect: () => test.connect(),
    fill: async (isFull) => {
      await control.config('SET', 'maxmemory', isFull ? '1' : '0');
    },
    untilBlocked: (count) =>
      until(
        async () =>
          String(await control.call('CLIENT', 'LIST'))
            .split('\n')
            .filter(isBlocked).length === count,
      ),
    cut: async (connection) => {
      const { localPort } = (connection as Redis).stream as unknown as { localPort: number };
      await control.call('CLIENT', 'KILL', 'ADDR', `127.0.0.1:${localPort}`);
    },
    hold: async () => {
      await control.call('CLIENT', 'PAUSE', '60000', 'WRITE');
    },
    letGo: async () => {
      await control.call('CLIENT', 'UNPAUSE');
    },
    restart: async () => {
      await test.server.restart();
      await test.ready();
    },
    stop: () => test.stop(),
  };
}

/** The stand-in, on a clock of its own that goes as fast as the real one. */
async function startStandInRedis(): Promise<RedisUnderTest> {
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
    fill: async (isFull) => {
      redis.server.isFull = isFull;
    },
    untilBlocked: (count) => until(() => redis.blocked === count),
    cut: async (connection) => (connection as SimulatedConnection).cut('nothing'),
    hold: async () => redis.hold(),
    letGo: async () => redis.letGo(),
    restart: async () => {
      redis.kill();
      redis.start();
    },
    stop: async () => {
      for (const connection of connections) connection.disconnect();
      await clock.stop();
    },
  };
}

export const SERVERS = [
  ['the real Redis', startRealRedis],
  ['its stand-in', startStandInRedis],
] as const;
