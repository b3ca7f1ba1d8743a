import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type SmallDisk, smallDisk } from '@fulcrum/devstack';
import { afterAll, expect, it } from 'vitest';
import { freePorts, Product } from '../support/product.ts';
import { Trader } from '../support/trader.ts';

/** Logs, Redis, PostgreSQL and the journal are all on one disk, which is full for a while. */

const DISK_BYTES = 400 * 1024 * 1024;
const FULL_MS = 5_000;

let disk: SmallDisk | undefined;

afterAll(async () => {
  await Product.stopAll();
  disk?.remove();
});

/** The lines of all processes' logs, each of which is whole. */
function logLines(home: string): unknown[] {
  const files = readdirSync(join(home, 'logs')).map((name) => readFileSync(join(home, 'logs', name), 'utf8'));
  return files.flatMap((text) => text.trimEnd().split('\n')).map((line) => JSON.parse(line));
}

it('says what it lacks, loses nothing that it acknowledged, and goes on by itself when there is room', async ({
  skip,
}) => {
  disk = await smallDisk(DISK_BYTES);
  if (disk === undefined) return skip('a file system is mounted by root alone');
  const home = disk.folder;
  const ports = await freePorts();
  const product = new Product({ FULCRUM_HOME: home, ...ports });
  await product.untilOutput('Fulcrum is ready.');
  const trader = await Trader.signIn(`http://127.0.0.1:${ports.API_PORT}`, 'ada@example.com');
  await expect.poll(async () => (await trader.open()).status, { timeout: 30_000 }).toBe(201);

  const acknowledged = (await trader.openOrders()).map(({ orderId }: { orderId: string }) => orderId);
  disk.fill();
  const statuses = new Set<number>();
  for (const until = Date.now() + FULL_MS; Date.now() < until; await sleep(50)) {
    const { status, body } = await trader.open();
    statuses.add(status);
    if (status === 201) acknowledged.push(body.orderId);
  }
  await product.untilOutput(`Redis ended: the disk of ${home} is full`);
  disk.free();
  await product.untilOutput('Redis is back');
  await expect.poll(async () => (await trader.open()).status, { timeout: 30_000 }).toBe(201);
  const open = (await trader.openOrders()).map(({ orderId }: { orderId: string }) => orderId);
  expect(open).toEqual(expect.arrayContaining(acknowledged));
  await product.interrupt();
  disk.fill();
  const again = new Product({ FULCRUM_HOME: home, ...ports });
  expect(await again.exited()).toBe(1);
  expect(again.output).toContain(`Fulcrum cannot start. The disk of ${home} is full: make room there`);
  disk.free();
  expect(logLines(home).length).toBeGreaterThan(0);
});
