import { once } from 'node:events';
import { get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger, createMetrics, listen, RateWindows, readConfig } from '@fulcrum/service';
import { RevokedSessions } from '@fulcrum/sessions';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { ApiMetrics } from '../api-metrics.ts';
import { apiConfig } from '../config.ts';
import { noStaff } from '../desk/testing/no-staff.ts';
import { noKeys } from '../keys/testing/no-keys.ts';
import type { Source } from '../limits/rooms.ts';
import { type Route, route } from './route.ts';
import { createHttpServer } from './server.ts';

const RATE = new RateWindows(10_000, 100);

const settings = {
  JWT_SECRET: 'a secret that only this test knows, 0123456789',
  REDIS_URL: 'redis://127.0.0.1:1',
  DATABASE_URL: 'postgresql://127.0.0.1:1/none',
};

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** A server with these routes, and how it is asked. */
async function serving(...routes: Route[]) {
  const never = () => undefined;
  server = createHttpServer({
    config: readConfig(apiConfig, settings),
    logger: createLogger('api', 'fatal'),
    metrics: new ApiMetrics(createMetrics('api')),
    revoked: new RevokedSessions(),
    keys: noKeys(),
    staff: noStaff(),
    sessionUses: { note: () => {} },
    sharedRates: { account: RATE, chart: RATE, signIn: RATE, keys: RATE },
    routes,
    lacks: { engine: never, clock: never, sessions: never, instruments: never },
    notReady: never,
    maxInFlight: 2,
  });
  await listen(server, { port: 0, host: '127.0.0.1', onError: () => expect.unreachable() });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
  return (path: string, method = 'GET') => fetch(url + path, { method });
}

const common = { method: 'get', tag: 'market', summary: '', access: 'public', responses: {} } as const;
const ok = () => ({ status: 200, body: {} });

it('what waits for something that is stuck takes no room from what waits for something else', async () => {
  const stuck = Promise.withResolvers<ReturnType<typeof ok>>();
  let begun = 0;
  const wait = () => {
    begun += 1;
    return stuck.promise;
  };
  const of = (waitsFor: Source, answer: () => ReturnType<typeof ok> | typeof stuck.promise = ok) =>
    route({ ...common, waitsFor, path: `/${waitsFor}` }, answer);
  const ask = await serving(of('engine', wait), of('database'), of('charts'), of('nothing'));
  const waiting = [ask('/engine'), ask('/engine')];
  await expect.poll(() => begun, { timeout: 20_000 }).toBe(2);
  expect((await ask('/engine')).status).toBe(503);
  for (const path of ['/database', '/charts', '/nothing'])
    expect([path, (await ask(path)).status]).toEqual([path, 200]);
  stuck.resolve(ok());
  for (const answer of waiting) expect((await answer).status).toBe(200);
  expect((await ask('/engine')).status).toBe(200);
});

it('a parameter that is given twice is refused by its name, whatever it is', async () => {
  const query = z.strictObject({ limit: z.string(), other: z.string().optional() });
  const ask = await serving(route({ ...common, waitsFor: 'nothing', path: '/list', query }, ok));
  expect((await ask('/list?limit=1&other=2')).status).toBe(200);
  const answer = await ask('/list?limit=1&other=a&limit=1&other=b&limit=2');
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    errors: { limit: 'must be given once', other: 'must be given once' },
  });
});

it('a request that would rather be upgraded is answered like any other', async () => {
  await serving(route({ ...common, waitsFor: 'nothing', path: '/prices' }, ok));
  const { port } = server.address() as AddressInfo;
  const headers = { connection: 'Upgrade', upgrade: 'websocket' };
  const [answer] = await once(get({ host: '127.0.0.1', port, path: '/api/v1/prices', headers }), 'response');
  answer.resume();
  expect(answer.statusCode).toBe(200);
});
