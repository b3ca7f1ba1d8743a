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
  expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'unavailable' }]);
  server.close();
});
