/** A program that starts both servers, tells their process ids, and waits to be killed. */
import { join } from 'node:path';
import { startPostgres } from '../postgres/postgres.ts';
import { startRedis } from '../redis/redis.ts';

const directory = process.argv[2] ?? '.';
const servers = await Promise.all([
  startRedis({ directory: join(directory, 'redis') }),
  startPostgres({ directory: join(directory, 'postgres') }),
]);
console.log(JSON.stringify(servers.map(({ pid }) => pid)));
