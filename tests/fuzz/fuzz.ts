import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forgeLiveReplies } from './live-reads.ts';
import { longestTurns } from './loop-turns.ts';
import { type NetworkOptions, type NetworkResult, sendAll } from './network-phase.ts';
import { engineHash, positionOf, type State, stateOf } from './state.ts';
import { forgeReplies, writeEntries } from './stream-phase.ts';
import { attackPoller } from './venue-phase.ts';
import { startWorld, type World } from './world.ts';

export interface FuzzOptions extends NetworkOptions {
  /** Entries that are written straight into the streams. Each of two venues sends ten times as many messages. */
  readonly entries: number;
}

/** The observations after a run, for the verdict. */
export interface FuzzReport {
  readonly network: NetworkResult;
  readonly before: State;
  readonly after: State;
  /** Of the running engine. */
  readonly engineHash: string;
  /** The most processor time of one turn of the event loop, in milliseconds, by process. */
  readonly longestTurnMs: Readonly<Record<string, number>>;
  /** Whatever no longer works for an innocent user, in words. */
  readonly broken: readonly string[];
}

/** Runs the product, sends everything to it, and inspects the result. */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  return inWorld(async (world) => {
    const before = await stateOf(world);
    const pids = pidsOf(world);
    const since = Date.now();
    const network = await sendAll(world, options);
    await requireAll(world, pids, network.faults.describe(options.seed));
    await writeEntries(world, options.seed, options.entries);
    await forgeReplies(world, options.seed, options.entries);
    const told = await forgeLiveReplies(world, options.seed);
    const ofPrices = await attackPoller(world, options.seed, 10 * options.entries);
    await requireAll(world, pids, network.faults.describe(options.seed));
    const after = await stateOf(world);
    return {
      ...{ network, before, after },
      engineHash: await engineHash(world, await positionOf(world)),
      longestTurnMs: turnsOf(world, since),
      broken: [...told, ...ofPrices, ...(await brokenOf(world))],
    };
  });
}

export async function inWorld<Result>(work: (world: World) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'fulcrum-fuzz-'));
  const world = await startWorld(folder);
  try {
    return await work(world);
  } finally {
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function pidsOf({ processes }: World): ReadonlyMap<string, number | undefined> {
  return new Map([...processes].map(([name, process]) => [name, process.pid]));
}

/** @throws when a process was restarted, or is unhealthy. Without it nothing else can be checked. */
async function requireAll(
  world: World,
  pids: ReadonlyMap<string, number | undefined>,
  faults: string[],
): Promise<void> {
  const unwell: string[] = [];
  for (const [name, process] of world.processes) {
    const isSame = process.pid !== undefined && process.pid === pids.get(name);
    if (!isSame || !(await process.isHealthy())) unwell.push(`${name} is not well: ${process.log().slice(-2_000)}`);
  }
  if (unwell.length > 0) throw new Error([...faults, ...unwell].join('\n'));
}

function turnsOf({ processes, turnsFile }: World, since: number): Record<string, number> {
  const turns = longestTurns(turnsFile, since);
  return Object.fromEntries(
    [...processes].map(([name, { pid = 0 }]) => [name, turns.get(pid)?.longestMs ?? Number.POSITIVE_INFINITY]),
  );
}

/** A new user signs up and trades, and somebody follows the prices. */
async function brokenOf({ stack, wsPort }: World): Promise<string[]> {
  const broken: string[] = [];
  const trader = await stack.trader();
  const opened = await trader.open();
  if (opened.status !== 201) broken.push(`an order is answered with ${opened.status} ${JSON.stringify(opened.body)}`);
  if ((await trader.openOrders()).length !== 1) broken.push('the order is not there');
  const socket = new WebSocket(`ws://127.0.0.1:${wsPort}/ws`);
  await once(socket, 'open');
  socket.send(JSON.stringify({ id: 1, method: 'AUTH', params: [trader.token] }));
  const [answer] = await once(socket, 'message');
  if (answer.data !== '{"id":1,"result":null}') broken.push(`AUTH is answered with ${answer.data}`);
  socket.close();
  return broken;
}
