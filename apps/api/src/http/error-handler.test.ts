import { setTimeout as pause } from 'node:timers/promises';
import { connectDatabase } from '@fulcrum/db';
import type { Logger } from '@fulcrum/service';
import express from 'express';
import { expect, it } from 'vitest';
import { errorHandler } from './error-handler.ts';

/** Nobody listens there. */
const db = connectDatabase('postgresql://nobody@127.0.0.1:9/nothing', 1, 1_000);

it.each<[what: string, ask: () => Promise<unknown>]>([
  ['Prisma', () => db.checkpoint.findMany()],
  ['SQL', () => db.$queryRaw`select 1`],
])('what is asked with %s of a database that is away is answered with 503', async (_what, ask) => {
  expect(await answerWhere(ask)).toMatchObject([503, { code: 'unavailable' }]);
});

const ofDriver = (cause: object) => ({ meta: { driverAdapterError: { cause } } });
const ofSystem = (code: string) => Object.assign(new Error(`write ${code}`), { code, syscall: 'write' });

it.each<[error: object]>([
  [new Error('Connection terminated unexpectedly')],
  [new Error('Client has encountered a connection error and is not queryable')],
  [new Error('Client was closed and is not queryable')],
  [new Error('timeout expired')],
  [ofSystem('EPIPE')],
  [ofSystem('EHOSTUNREACH')],
  [ofDriver({ kind: 'TlsConnectionError' })],
  [ofDriver({ kind: 'postgres', originalCode: '57P01' })],
  [ofDriver({ kind: 'postgres', originalCode: '25P03' })],
])('a connection to the database that broke is answered with 503: %j', async (error) => {
  expect(await answerWhere(() => Promise.reject(error))).toMatchObject([503, { code: 'unavailable' }]);
});

it.each<[error: object]>([
  [new Error('Client')],
  [Object.assign(new Error('open'), { code: 'ENOENT', syscall: 'open' })],
  [ofDriver({ kind: 'postgres', originalCode: '42P01' })],
])('a fault of our own stays one: %j', async (error) => {
  expect(await answerWhere(() => Promise.reject(error))).toMatchObject([500, { code: 'internal_error' }]);
});

/** What is answered to a request for which something is asked that fails. */
async function answerWhere(ask: () => Promise<unknown>): Promise<[status: number, body: unknown]> {
  const app = express();
  app.get('/', async () => {
    await ask();
  });
  app.use(errorHandler({ error: () => {} } as unknown as Logger));
  const server = app.listen(0, '127.0.0.1');
  while (server.address() === null) await pause(1);
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const answer = await fetch(`http://127.0.0.1:${port}/`);
  server.close();
  return [answer.status, await answer.json()];
}
