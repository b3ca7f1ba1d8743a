import { execFile } from 'node:child_process';
import { readFileSync, renameSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { connectDatabase } from '@fulcrum/db';
import { freshFolder, removeFolder, startPostgres, startRedis, startSentinel } from '@fulcrum/devstack';
import { listen } from '@fulcrum/service';
import { connectRedis, whenReady } from '@fulcrum/streams';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DemoDesk } from '../support/desk/demo-desk.ts';
import { freePorts, Product } from '../support/product.ts';
import { Trader } from '../support/trader.ts';

let home: string;
let env: Record<string, string>;
let url: string;

beforeAll(async () => {
  home = await freshFolder();
  const ports = await freePorts();
  env = { FULCRUM_HOME: home, ...ports };
  url = `http://127.0.0.1:${ports.API_PORT}`;
});

// A test may leave to the next one what runs, but not when it fails.
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await Product.stopAll();
});

afterAll(async () => {
  await Product.stopAll();
  removeFolder(home);
});

/** The processes in the starter's note: itself, and those that it started. */
function runningPids(): number[] {
  const { pid, children } = JSON.parse(readFileSync(join(home, 'runtime.json'), 'utf8'));
  return [pid, ...children];
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilGone(pids: readonly number[], limitMs: number): Promise<void> {
  for (const until = Date.now() + limitMs; pids.some(isAlive) && Date.now() < until; ) await sleep(50);
  expect(pids.filter(isAlive)).toEqual([]);
}

/** The id of an engine's present process, out of its log. */
function engineProcess(name: string): { pid: number; health: { port: number } } {
  const lines = readFileSync(join(home, 'logs', `${name}.log`), 'utf8')
    .trimEnd()
    .split('\n');
  return JSON.parse(lines.findLast((line) => line.includes('"msg":"started"')) ?? '');
}

/** The log time of the last snapshot that an engine has read back as committed. */
async function snapshotTime(name: string): Promise<number> {
  const { port } = engineProcess(name).health;
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/^engine_checkpoint_ms\S* (\S+)$/m.exec(metrics)?.[1]);
}

/** Prices start to flow a moment after everything is ready. */
async function openOrder(trader: Trader): Promise<string> {
  for (const until = Date.now() + 20_000; ; await sleep(100)) {
    const { status, body } = await trader.open();
    if (status === 201) return body.orderId;
    if (Date.now() > until) throw new Error(`no order could be opened: ${JSON.stringify(body)}`);
  }
}

/** The candles of the last day's minutes that are there when they are first asked for. */
async function minutesOf(asset: string): Promise<{ source?: string }[]> {
  const query = `symbol=${asset}&interval=1m&startTime=${Math.floor(Date.now() / 1_000) - 86_400}`;
  for (const until = Date.now() + 20_000; ; await sleep(100)) {
    const minutes = await (await fetch(`${url}/api/v1/market/klines?${query}`)).json();
    if (minutes.length > 300 || Date.now() > until) return minutes;
  }
}

/** Takes PostgreSQL's data away, tries to start, and brings it back. */
async function refusesWithoutPostgres(): Promise<void> {
  const [folder, elsewhere] = [join(home, 'postgres'), join(home, 'not-mounted')];
  renameSync(folder, elsewhere);
  // An empty database that was made by the first try is as empty for the second.
  for (let attempt = 1; attempt <= 2; attempt++) {
    const empty = new Product(env);
    expect(await empty.exited()).toBe(1);
    expect(empty.output).toMatch(/Fulcrum cannot start\. POSTGRESQL HAS NO DATA: .*Nothing was written or trimmed/);
    expect(empty.output).toContain(`mv ${folder} ${folder}.before\n`);
    expect(empty.output).not.toContain('Starting exchange');
  }
  renameSync(folder, `${folder}.before`);
  renameSync(elsewhere, folder);
}

/** Leaves the data as a version did that had one user of the database: the owner. */
async function forgetApplicationUser(): Promise<void> {
  const postgres = await startPostgres({ directory: join(home, 'postgres') });
  const owner = connectDatabase(postgres.url, 1);
  await owner.$executeRawUnsafe('drop owned by fulcrum_app');
  await owner.$executeRawUnsafe('drop role fulcrum_app');
  await owner.$disconnect();
  await postgres.stop();
}

/** Runs the demonstration, and returns its status and all that it says. */
async function demo(settings: Record<string, string>): Promise<{ status: number; said: string }> {
  const program = join(import.meta.dirname, '..', '..', 'tools', 'demo', 'main.ts');
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const ran = promisify(execFile)(process.execPath, [program], { env: { PATH, NODE_COMPILE_CACHE, ...settings } });
  return ran.then(
    ({ stdout }) => ({ status: 0, said: stdout }),
    ({ code, stderr }) => ({ status: code, said: stderr }),
  );
}

describe('npm start', () => {
  /** What the first tests hand on: a start takes longer than most of them. */
  let running: Product;

  it('trades on recorded prices, stops cleanly on Ctrl-C, does not begin without PostgreSQL’s data, and goes on where it was once that is back', async () => {
    const first = new Product(env);
    await first.untilOutput('Fulcrum is ready.');
    expect(first.output).toContain(`http://localhost:${env.API_PORT}/api/v1`);
    expect(first.output).toContain(`ws://localhost:${env.WS_PORT}`);
    expect(first.output).toContain(`http://localhost:${env.EXCHANGE_PORT}/api/v1`);
    expect(first.output).toContain('recorded');
    for (const asset of ['BTC_USDC', 'ETH_USDC', 'SOL_USDC']) {
      const minutes = await minutesOf(asset);
      expect(minutes.filter(({ source }) => source === 'made-up').length).toBeGreaterThan(300);
    }
    const trader = await Trader.signIn(url, 'ada@example.com');
    const kept = await openOrder(trader);
    const closed = await openOrder(trader);
    expect((await trader.close(closed)).status).toBe(200);
    const balance = await trader.balance();
    const quotes = await trader.get('/market/quotes');
    expect(quotes.body.quotes.map(({ asset, source }: { asset: string; source: string }) => [asset, source])).toEqual([
      ['BTC_USDC', 'recorded'],
      ['ETH_USDC', 'simulated'],
      ['SOL_USDC', 'simulated'],
    ]);
    const { databaseUrl } = JSON.parse(readFileSync(join(home, 'runtime.json'), 'utf8'));
    expect(new URL(databaseUrl).username).toBe('fulcrum_app');
    expect(first.output).not.toContain('AUDIT LOG IS NOT PROTECTED');
    expect(first.output).toContain(`http://localhost:${env.API_PORT}/desk, for staff: npm run admin -- create EMAIL`);
    const admin = join(import.meta.dirname, '../../tools/admin/main.ts');
    const made = await promisify(execFile)(process.execPath, [admin, 'create', trader.email], {
      env: { ...process.env, FULCRUM_HOME: home },
    });
    expect(made.stdout).toContain(`Sign in at http://localhost:${env.API_PORT}/desk,`);
    expect((await trader.get('/desk/me')).body.role).toBe('admin');
    const pids = runningPids();
    await first.interrupt();
    await untilGone(pids, 10_000);
    expect(first.output).toContain('Stopped.');

    await refusesWithoutPostgres();
    await forgetApplicationUser();

    running = new Product(env);
    await running.untilOutput('Fulcrum is ready.');
    expect(running.output).not.toContain('DATA IS MISSING');
    expect(await trader.balance()).toBe(balance);
    expect((await trader.openOrders()).map(({ orderId }: { orderId: string }) => orderId)).toEqual([kept]);
    const history = await trader.get('/trade/get-close-orders');
    expect(history.body.orders.map(({ orderId }: { orderId: string }) => orderId)).toEqual([closed]);
    const tickers = await trader.get('/market/tickers');
    expect(tickers.body.map(({ symbol }: { symbol: string }) => symbol)).toEqual(['BTC_USDC', 'ETH_USDC', 'SOL_USDC']);
  });

  it('leaves no process behind when the starter is killed, and starts again after that', async () => {
    const pids = runningPids();
    process.kill(pids[0] ?? 0, 'SIGKILL');
    running = new Product(env);
    await running.untilOutput('Fulcrum is ready.');
    await untilGone(pids, 10_000);
    const again = new Product(env);
    expect(await again.exited()).toBe(1);
    expect(again.output).toContain('runs from');
  });

  it('is filled by npm run demo with people, positions and cases, and not twice', async () => {
    expect(await demo({ FULCRUM_HOME: join(home, 'nothing-here') })).toMatchObject({
      ...{ status: 1, said: expect.stringContaining('Nothing runs here: start it with npm start') },
    });
    const ofProduction = await demo({ FULCRUM_HOME: home, NODE_ENV: 'production' });
    expect(ofProduction).toMatchObject({ status: 1, said: expect.stringContaining('This is set for production') });
    const first = await demo({ FULCRUM_HOME: home });
    expect(first.said).toContain('Everything is there now.');
    expect(first.said).not.toContain('did not take');
    expect(first.said).toContain(`http://localhost:${env.API_PORT}/desk`);
    const desk = await DemoDesk.open(url, first.said);
    // The list of clients learns of rights from the engine's snapshots, and the history comes a moment later.
    await expect
      .poll(() => desk.lists())
      .toEqual({
        staff: ['admin', 'compliance', 'dealer', 'support'],
        identities: { submitted: 2, in_review: 1, approved: 3, refused: 1 },
        withdrawals: ['2500.000000', '400.000000'],
        waiting: ['book-deposit', 'set-instrument', 'set-price'],
        restricted: ['priya.raman@demo.example'],
        assets: ['BTC_USDC', 'ETH_USDC', 'SOL_USDC'],
        sides: { long: true, short: true },
        has: { closedTrades: true, waitingOrders: true },
      });
    // A position that ends meanwhile is in the history a moment later.
    await expect
      .poll(() => desk.counts())
      .toMatchObject({ clients: 8, orders: 21, notes: 5, actions: 15, underWay: 0 });
    const before = await desk.counts();
    expect(before.audit).toBeGreaterThan(40);
    const second = await demo({ FULCRUM_HOME: home });
    expect(second.said).toContain('Nothing was added: all of it was there already.');
    await expect.poll(() => desk.counts()).toEqual(before);
  });

  it('starts a process again that was killed', async () => {
    const trader = await Trader.signIn(url, 'ada@example.com');
    const before = (await trader.openOrders()).length;
    for (const pid of runningPids().slice(1)) process.kill(pid, 'SIGKILL');
    for (const name of ['exchange', 'market-maker', 'poller', 'api', 'ws', 'engine', 'recorder', 'notifier'])
      await running.untilOutput(`${name} is back`);
    await openOrder(trader);
    expect(await trader.openOrders()).toHaveLength(before + 1);
    // An operator may do what no process may.
    const { redis } = JSON.parse(readFileSync(join(home, 'runtime.json'), 'utf8'));
    const connection = connectRedis(redis, () => {});
    await whenReady(connection, AbortSignal.timeout(10_000));
    await connection.call('FLUSHALL');
    connection.disconnect();
    await running.untilOutput('engine: THE LOG WAS LOST');
    await running.interrupt();
  });

  it('goes on trading while one of two engines is held up or killed, and both come to the same snapshot', async () => {
    // Redis loses the orders of the tests before. The banner repeats what the logs say about it.
    removeFolder(join(home, 'redis'));
    const product = new Product(env, '--replicas', '2');
    await product.untilOutput('Ctrl-C stops everything.');
    // The venue may have lost its own log as well, and tells so first.
    expect(product.output).toMatch(
      /Fulcrum is ready\.\s+BUT DATA IS MISSING:\n(\s+\S.*\n)*\s+engine-\d: THE LOG WAS LOST: /,
    );
    expect(product.output).toContain('Engines     2');
    const trader = await Trader.signIn(url, 'ada@example.com');
    const orders = (await trader.openOrders()).length;
    process.kill(engineProcess('engine-1').pid, 'SIGSTOP');
    await openOrder(trader);
    process.kill(engineProcess('engine-1').pid, 'SIGKILL');
    // An answer that had to wait for an engine's start would be 202.
    for (let order = 0; order < 5; order += 1) expect((await trader.open()).status).toBe(201);
    await product.untilOutput('engine-1 is back');
    const before = Math.max(await snapshotTime('engine-1'), await snapshotTime('engine-2'));
    await expect.poll(() => snapshotTime('engine-1'), { timeout: 30_000 }).toBeGreaterThan(before);
    const times = async () => [await snapshotTime('engine-1'), await snapshotTime('engine-2')];
    await expect.poll(async () => new Set(await times()).size, { timeout: 30_000 }).toBe(1);
    process.kill(engineProcess('engine-2').pid, 'SIGSTOP');
    expect((await trader.open()).status).toBe(201);
    expect(await trader.openOrders()).toHaveLength(orders + 7);
    process.kill(engineProcess('engine-2').pid, 'SIGCONT');
    await product.interrupt();
  });

  it('uses a Redis that sentinels name, as do the programs beside it, and leaves it alone', async () => {
    const folder = await freshFolder();
    const redis = await startRedis({ directory: join(folder, 'redis') });
    const primaryPort = Number(new URL(redis.url).port);
    const watch = { name: 'mine', primaryPort, quorum: 1 };
    const sentinel = await startSentinel({ directory: join(folder, 'sentinel'), ...watch });
    const named = { REDIS_SENTINELS: sentinel.url.replace('redis://', ''), REDIS_PRIMARY_NAME: 'mine' };
    const product = new Product({ ...env, FULCRUM_HOME: folder, ...named });
    await product.untilOutput('Ctrl-C stops everything.');
    expect(product.output).toContain('The Redis that the REDIS_SENTINELS call mine');
    await openOrder(await Trader.signIn(url, 'ada@example.com'));
    const program = join(import.meta.dirname, '..', '..', 'tools', 'instruments', 'main.ts');
    const { PATH, NODE_COMPILE_CACHE } = process.env;
    const beside = { PATH, NODE_COMPILE_CACHE, FULCRUM_HOME: folder };
    const { stdout } = await promisify(execFile)(process.execPath, [program, 'show'], { env: beside });
    expect(JSON.parse(stdout).map(({ asset }: { asset: string }) => asset)).toContain('BTC_USDC');
    await product.interrupt();
    expect(redis.pid).toBeDefined();
    await Promise.all([redis.stop(), sentinel.stop()]);
    removeFolder(folder);
  });

  // The settings have tests of their own, as have the servers: these are two that the command says.
  it.each<[string, Record<string, string>, RegExp]>([
    ['a Redis that is not there', { REDIS_URL: 'redis://127.0.0.1:1' }, /Redis/],
    [
      'a folder that cannot be made, and what only the processes need',
      { FULCRUM_HOME: '/proc/x', TRUSTED_PROXIES: '-1' },
      /2 wrong or missing setting.*\n {2}FULCRUM_HOME: \/proc\/x cannot be written.*\n {2}TRUSTED_PROXIES: must be a whole number/,
    ],
  ])('says in a sentence what is wrong with %s', async (_what, wrong, sentence) => {
    const product = new Product({ ...env, ...wrong });
    expect(await product.exited()).toBe(1);
    expect(product.output).toMatch(sentence);
    expect(product.output).not.toContain('    at ');
  });

  it('says which port is taken, and by which setting it moves', async () => {
    const server = createServer();
    await listen(server, { port: Number(env.WS_PORT), host: '127.0.0.1', onError: () => expect.unreachable() });
    const product = new Product(env);
    expect(await product.exited()).toBe(1);
    expect(product.output).toContain(
      `Port ${env.WS_PORT} is taken by another program: stop that program, or set WS_PORT`,
    );
    await new Promise((resolve) => server.close(resolve));
  });
});
