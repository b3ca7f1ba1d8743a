import { type KeyObject, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { LOG_START } from '@fulcrum/log';
import type { CommandData } from '@fulcrum/protocol';
import { connectRedis, type Redis, streamKeys, whenReady } from '@fulcrum/streams';
import { isSignedBy, publicKeyOf, signedText, windowFault } from '@fulcrum/venue-api';
import express, { type Express, type Request, type Response } from 'express';
import { InFlight, type Settled } from '../pipeline/in-flight.ts';
import { readBatches } from '../pipeline/read-batches.ts';
import { runWorker } from '../programs/worker.ts';

export interface FloorSettings {
  readonly redisUrl: string;
  readonly shard: number;
  /** Whose requests are signed, at the venue's route alone: their public keys. */
  readonly publicKeys?: readonly string[];
}

/**
 * The floor of a request to place an order: Express with its JSON parser, one append, and the answer out of the entry
 * that comes back. There is no session, no check, no limit and no log. The venue's route has the same check of the
 * signature as the venue.
 */
runWorker({
  start: async ({ redisUrl, shard, publicKeys = [] }: FloorSettings): Promise<number> => {
    const [reading, writing] = [await connect(redisUrl), await connect(redisUrl)];
    const keys = streamKeys(shard);
    const waiting = new InFlight<Response>();
    answer(reading, keys.callback, waiting).catch((error) => {
      console.error(error);
      process.exit(1);
    });
    return listen(createApp(writing, keys.engine, waiting, publicKeys));
  },
});

async function connect(redisUrl: string): Promise<Redis> {
  const redis = connectRedis(redisUrl, (error) => console.error(error));
  await whenReady(redis, AbortSignal.timeout(10_000));
  return redis;
}

function createApp(
  redis: Redis,
  key: string,
  waiting: InFlight<Response>,
  publicKeys: FloorSettings['publicKeys'] = [],
): Express {
  const userId = randomUUID();
  const keys = new Map(publicKeys.map((text) => [text, publicKeyOf(text)]));
  const app = express();
  app.use(express.json());
  const append = async (type: string, data: object, response: Response) => {
    const id = await redis.xadd(key, '*', 'type', type, 'data', JSON.stringify(data));
    send(waiting.appended(String(id), response, 0));
  };
  app.post('/api/v1/trade/create-order', async (request, response) => {
    const ids = { requestId: randomUUID(), orderId: randomUUID(), userId };
    const order: CommandData<'create-order'> = { ...ids, ...request.body };
    await append('create-order', order, response);
  });
  app.post('/api/v1/order', async (request, response) => {
    if (!isSigned(request, keys)) response.status(401).json({});
    else await append('place-order', { requestId: randomUUID(), userId, ...request.body }, response);
  });
  return app;
}

function isSigned(request: Request, keys: ReadonlyMap<string, KeyObject>): boolean {
  const header = (name: string) => request.get(name) ?? '';
  const [timestamp, window] = [header('X-Timestamp'), header('X-Window')];
  const key = keys.get(header('X-API-Key'));
  if (key === undefined || windowFault(timestamp, window, Date.now()) !== undefined) return false;
  return isSignedBy(key, signedText('orderExecute', [request.body], timestamp, window), header('X-Signature'));
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
