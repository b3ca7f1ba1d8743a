import { setTimeout as sleep } from 'node:timers/promises';
import { type DevServer, freshFolder, removeFolder, startRedis } from '@fulcrum/devstack';
import { createLogger } from '@fulcrum/service';
import { connectRedis, type Redis, whenReady } from '@fulcrum/streams';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Callbacks } from './callbacks.ts';

const KEY = 'callback-stream:{0}';
const EVENTS = JSON.stringify([{ type: 'rules-set', requestId: 'r', version: 3 }]);

let folder: string;
let server: DevServer;
let writing: Redis;

const connect = () => connectRedis(server.url, () => {});

beforeAll(async () => {
  folder = await freshFolder();
  server = await startRedis({ directory: folder });
  writing = connect();
  await whenReady(writing, AbortSignal.timeout(10_000));
});

afterAll(async () => {
  writing?.disconnect();
  await server?.stop();
  removeFolder(folder);
});

test('a stream that is emptied is one gap, behind which every result is told', async () => {
  const stopping = new AbortController();
  const told: string[] = [];
  const listener = {
    concerns: () => true,
    onEvent: (_event: unknown, callback: string) => told.push(`event ${callback}`),
    onGap: () => told.push('gap'),
    onPassed: (callback: string) => told.push(`passed ${callback}`),
  };
  const callbacks = new Callbacks({
    ...{ redis: connect(), key: KEY, signal: stopping.signal, logger: createLogger('test', 'silent') },
    listeners: [listener],
  });
  await writing.xadd(KEY, '1-0', 'events', EVENTS);
  const running = callbacks.run(await callbacks.end());
  await expect.poll(() => told).toEqual(['passed 1-0']);
  await writing.xtrim(KEY, 'MAXLEN', 0);
  await expect.poll(() => told).toEqual(['passed 1-0', 'gap', 'passed 1-0']);
  // Longer than a read blocks: it looks for gaps meanwhile.
  await sleep(2_500);
  await writing.xadd(KEY, '2-0', 'events', EVENTS);
  await expect.poll(() => told.slice(3)).toEqual(['event 2-0', 'passed 2-0']);
  stopping.abort(new Error('the test is over'));
  await running;
});
