import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { LOG_START } from '@fulcrum/log';
import type { CommandData } from '@fulcrum/protocol';
import { connectRedis, type Redis, streamKeys, whenReady } from '@fulcrum/streams';
import express, { type Express, type Response } from 'express';
import { InFlight, type Settled } from '../pipeline/in-flight.ts';
import { readBatches } from '../pipeline/read-batches.ts';
import { runWorker } from '../programs/worker.ts';

export interface FloorSettings {
  readonly redisUrl: string;
  readonly shard: number;
}

/**
 * The floor of a request to open an order: Express with its JSON parser, one append, and the answer out of the entry
 * that comes back. There is no session, no check, no limit and no log.
 */
runWorker({
  start: async ({ redisUrl, shard }: FloorSettings): Promise<number> => {
    const [reading, writing] = [await connect(redisUrl), await connect(redisUrl)];
    const keys = streamKeys(shard);
    const waiting = new InFlight<Response>();
    answer(reading, keys.callback, waiting).catch((error) => {
      console.error(error);
      process.exit(1);
    });
    return listen(createApp(writing, keys.engine, waiting));
  },
});

async function connect(redisUrl: string): Promise<Redis> {
  const redis = connectRedis(redisUrl, (error) => console.error(error));
  await whenReady(redis, AbortSignal.timeout(10_000));
  return redis;
}

function createApp(redis: Redis, key: string, waiting: InFlight<Response>): Express {
  const userId = randomUUID();
  const app = express();
  app.use(express.json());
  app.post('/api/v1/trade/create-order', async (request, response) => {
    const ids = { requestId: randomUUID(), orderId: randomUUID(), userId };
    const order: CommandData<'create-order'> = { ...ids, ...request.body };
    const id = await redis.xadd(key, '*', 'type', 'create-order', 'data', JSON.stringify(order));
    send(waiting.appended(String(id), response, 0));
  });
  return app;
}

async function answer(redis: Redis, key: string, waiting: InFlight<Response>): Promise<void> {
  for await (const batch of readBatches(redis, key, LOG_START))
    for (const { id, fields } of batch) send(waiting.arrived(id, fields[1] ?? '', 0));
}

function send(settled: Settled<Response> | undefined): void {
  if (settled === undefined) return;
  const [{ type: _type, ...fields }] = JSON.parse(settled.text);
  settled.tag.status(201).json(fields);
}

function listen(app: Express): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = app.listen(0, '127.0.0.1', (error) =>
      error === undefined ? resolve((server.address() as AddressInfo).port) : reject(error),
    );
  });
}
