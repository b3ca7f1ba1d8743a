import { readAtOneMoment } from '@fulcrum/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EngineWorld } from './testing/test-support.ts';

/** That of packages/db, which cannot start a PostgreSQL itself. */

let world: EngineWorld;

beforeAll(async () => {
  world = await EngineWorld.start();
});

afterAll(async () => {
  await world?.stop();
});

const LIMIT_MS = 30_000;
/** So many that they cannot all be under way. */
const MANY = 'select generate_series(1, 20000000)';

describe('a reading', () => {
  it('shows the database as it was at its beginning', async () => {
    const counts = await readAtOneMoment(world.databaseUrl, LIMIT_MS, async ({ rows }) => {
      const count = async () => (await rows<{ count: string }>('select count(*) from "Quote"'))[0]?.count;
      const before = await count();
      await world.db.quote.create({ data: { asset: 'NEW', bid: 1, ask: 2, time: 3n } });
      return [before, await count()];
    });
    expect(counts).toEqual(['0', '0']);
    expect(await world.db.quote.count()).toBe(1);
  });

  it('cannot write', async () => {
    const writing = readAtOneMoment(world.databaseUrl, LIMIT_MS, ({ rows }) => rows('truncate "Quote"'));
    await expect(writing).rejects.toThrow('read-only transaction');
  });

  it('fails when its query does', async () => {
    const failing = readAtOneMoment(world.databaseUrl, LIMIT_MS, async ({ copy }) => {
      for await (const _ of copy('select 1 / (number - 1000) from generate_series(1, 2000) as number'));
    });
    await expect(failing).rejects.toThrow('division by zero');
  });

  it('fails when PostgreSQL ends the connection in the middle of many rows', async () => {
    const failing = readAtOneMoment(world.databaseUrl, LIMIT_MS, async ({ rows, copy }) => {
      const [own] = await rows<{ pid: number }>('select pg_backend_pid() as pid');
      let ended = false;
      for await (const _ of copy(MANY)) {
        if (!ended) await world.db.$queryRaw`select pg_terminate_backend(${own?.pid})`;
        ended = true;
      }
    });
    await expect(failing).rejects.toThrow(/terminat|closed|reset/i);
  });

  it('fails when nothing comes for longer than it may', async () => {
    const failing = readAtOneMoment(world.databaseUrl, 300, async ({ rows }) => {
      await rows('select pg_sleep(20)');
    });
    await expect(failing).rejects.toThrow('PostgreSQL said nothing for 0.3 s');
    const copying = readAtOneMoment(world.databaseUrl, 300, async ({ copy }) => {
      for await (const _ of copy('select pg_sleep(20)'));
    });
    await expect(copying).rejects.toThrow('PostgreSQL said nothing for 0.3 s');
  });

  it('takes as long as it goes on', async () => {
    let count = 0;
    await readAtOneMoment(world.databaseUrl, 300, async ({ rows, copy }) => {
      await rows('select pg_sleep(0.2)');
      // So wide that each row is sent at once.
      for await (const some of copy("select repeat('x', 20000), pg_sleep(0.05) from generate_series(1, 12)"))
        count += some.length;
      await rows('select pg_sleep(0.2)');
    });
    expect(count).toBe(12);
  });

  it('is not ended by the limits that the server has for others', async () => {
    const url = `${world.databaseUrl}?options=-c%20transaction_timeout=100%20-c%20statement_timeout=100`;
    const reading = readAtOneMoment(url, LIMIT_MS, ({ rows }) => rows('select pg_sleep(0.3)'));
    await expect(reading).resolves.toHaveLength(1);
  });

  it('gives up its connection when its reader has seen enough', async () => {
    const first = await readAtOneMoment(world.databaseUrl, LIMIT_MS, async ({ copy }) => {
      for await (const rows of copy(MANY)) throw new Error(`enough: ${rows[0]?.[0]}`);
    }).catch(String);
    expect(first).toBe('Error: enough: 1');
  });
});
