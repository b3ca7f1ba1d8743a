import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { databaseWaysOut } from '@fulcrum/db';
import { freshFolder, removeFolder } from '@fulcrum/devstack';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePorts, Product } from '../support/product.ts';
import { Trader } from '../support/trader.ts';

/** Two shards of one folder, of which one is damaged. Each way out is followed to the letter. */

const ROOT = join(import.meta.dirname, '..', '..');
const MINUTES = 60_000;

let folder: string;
let home: string;
let ports: Awaited<ReturnType<typeof freePorts>>;
let url: string;

beforeAll(async () => {
  folder = await freshFolder();
  home = join(folder, 'home');
  ports = await freePorts();
  url = `http://127.0.0.1:${ports.API_PORT}`;
});

afterAll(async () => {
  await Product.stopAll();
  removeFolder(folder);
});

/** Uses a shard of a product, and stops it. */
async function using<Result>(settings: Record<string, string>, use: () => Promise<Result>): Promise<Result> {
  const product = new Product({ ...ports, ...settings });
  await product.untilOutput('Ctrl-C stops everything.');
  const result = await use();
  await product.interrupt();
  return result;
}

const signIn = (email: string) => Trader.signIn(url, email);

/** A user's account and order at one shard. */
async function trade(email: string): Promise<string> {
  const trader = await signIn(email);
  await expect.poll(async () => (await trader.open()).status, { timeout: 30_000 }).toBe(201);
  return trader.userId;
}

const ordersOf = async (email: string) => (await (await signIn(email)).openOrders()).length;

/** The commands below a sentence of a way out, with the settings of a start as they stand in its line. */
function commandsBelow(sentence: RegExp): { shell: string[]; start: Record<string, string> } {
  const [, below = ''] = databaseWaysOut({ shard: 3, home }).split(sentence);
  const lines = (/^(?:\n {7}.*)+/.exec(below)?.[0] ?? '').trim().split(/\n */);
  const settings = lines.flatMap((line) => /^(.*) npm start$/.exec(line)?.[1]?.split(' ') ?? []);
  return {
    shell: lines.filter((line) => !line.endsWith('npm start')),
    start: Object.fromEntries(settings.map((setting) => setting.split('='))),
  };
}

/** Runs commands in a folder that stands for the project's, whose files they would write to. */
async function run(lines: readonly string[]): Promise<string> {
  const cwd = join(folder, 'project');
  if (!existsSync(cwd)) {
    mkdirSync(cwd);
    for (const name of readdirSync(ROOT)) symlinkSync(join(ROOT, name), join(cwd, name));
  }
  for (const line of lines) await promisify(execFile)('sh', ['-ec', line], { cwd });
  return cwd;
}

it('each way out of one shard leaves the other as it is', { timeout: 10 * MINUTES }, async () => {
  await using({ FULCRUM_HOME: home, SHARD: '0' }, () => trade('ada@example.com'));
  const bob = await using({ FULCRUM_HOME: home, SHARD: '3' }, () => trade('bob@example.com'));
  const kept = join(folder, 'copy');
  await run([`cp -a ${join(home, 'postgres')} ${kept}`]);

  const copy = commandsBelow(/Where others are in it.*:/);
  await run(copy.shell.map((line) => line.replace('YOUR_COPY', kept)));
  expect(await using(copy.start, () => ordersOf('bob@example.com'))).toBe(1);
  removeFolder(`${home}.shard-3`);

  const written = await run(commandsBelow(/begin anew\..*:/).shell);
  const journal = readFileSync(join(written, 'journal.ndjson'), 'utf8');
  expect(journal).toContain(bob);
  expect(readFileSync(join(written, 'results.ndjson'), 'utf8')).toContain(bob);
  const { start, shell } = commandsBelow(/begin in a folder of its own:/);
  expect(shell).toEqual([]);
  expect(await using(start, () => ordersOf('bob@example.com'))).toBe(0);

  const [ada, orders] = await using({ FULCRUM_HOME: home, SHARD: '0' }, async () => {
    const trader = await signIn('ada@example.com');
    return [trader.userId, (await trader.openOrders()).length];
  });
  expect(orders).toBe(1);
  expect(journal).not.toContain(ada);
});
