import { Faults } from './faults.ts';
import { handshakeInput } from './inputs/handshake-inputs.ts';
import { rawInput } from './inputs/raw-inputs.ts';
import { apiSite, HttpLane, venueSite } from './lanes/http-lane.ts';
import type { Lane } from './lanes/lane.ts';
import { RawLane } from './lanes/raw-lane.ts';
import { sendSlowly } from './lanes/slow-senders.ts';
import { SocketLane } from './lanes/socket-lane.ts';
import type { World } from './world.ts';

export interface NetworkOptions {
  readonly seed: number;
  /** The number of inputs to send, unless the time is over before. */
  readonly inputs: number;
  readonly limitMs: number;
  /** Is told how many inputs were sent. */
  readonly onProgress?: (sent: number) => void;
}

export interface NetworkResult {
  readonly sent: number;
  readonly bySort: Readonly<Record<Sort, number>>;
  /** The number of answers with each status. */
  readonly statuses: ReadonlyMap<number, number>;
  readonly faults: Faults;
}

/** The number of inputs that follow each other on one connection. */
const BATCH = 40;
/** The number of connections that send at a time. */
const LANES = 16;

const SORTS = ['http', 'socket', 'raw', 'handshake', 'venue', 'venueSocket'] as const;
type Sort = (typeof SORTS)[number];

/** Of twenty batches. */
const SHARES: Readonly<Record<Sort, number>> = { http: 10, socket: 4, raw: 1, handshake: 1, venue: 3, venueSocket: 1 };
const TURNS = SORTS.flatMap((sort) => Array<Sort>(SHARES[sort]).fill(sort));

/** The sort of an input, by its number. */
function sortOf(number: number): Sort {
  // Neighbours are of different sorts, so that inputs of all sorts are sent at any time.
  return TURNS[(Math.floor(number / BATCH) * 7) % TURNS.length] ?? 'http';
}

type Statuses = Map<number, number>;

function lanesOf(world: World, faults: Faults, statuses: Statuses): Readonly<Record<Sort, Lane>> {
  const { apiPort, wsPort, venuePort, attacker } = world;
  const good = `Authorization: Bearer ${attacker.token}`;
  return {
    http: new HttpLane(apiSite(apiPort), attacker, faults, statuses),
    socket: new SocketLane(wsPort, attacker, faults),
    raw: new RawLane(apiPort, (dice) => rawInput(dice, good), faults),
    venue: new HttpLane(venueSite(venuePort), attacker, faults, new Map()),
    venueSocket: new SocketLane(venuePort, attacker, faults),
    handshake: new RawLane(wsPort, (dice) => handshakeInput(dice, attacker), faults),
  };
}

/** Sends everything to the API and the WebSocket, over many connections at a time. */
export async function sendAll(world: World, options: NetworkOptions): Promise<NetworkResult> {
  const { seed, inputs, limitMs, onProgress = () => {} } = options;
  const faults = new Faults();
  const statuses: Statuses = new Map();
  const bySort = { http: 0, socket: 0, raw: 0, handshake: 0, venue: 0, venueSocket: 0 };
  const until = performance.now() + limitMs;
  let next = 0;
  let sent = 0;
  const work = async () => {
    const lanes = lanesOf(world, faults, statuses);
    while (next < inputs && performance.now() < until && !faults.areTooMany) {
      const from = next;
      next += BATCH;
      const sort = sortOf(from);
      const count = Math.min(BATCH, inputs - from);
      await sendBatch(lanes[sort], seed, from, count, faults);
      bySort[sort] += count;
      sent += count;
      onProgress(sent);
    }
    for (const lane of Object.values(lanes)) lane.close();
  };
  const slow = [world.apiPort, world.wsPort].map((port) => sendSlowly(port, seed, faults));
  await Promise.all(Array.from({ length: LANES }, work));
  await Promise.all(slow);
  return { sent, bySort, statuses, faults };
}

/** Sends the single input with a number once more. */
export async function sendOne(world: World, seed: number, number: number): Promise<Faults> {
  const faults = new Faults();
  const lanes = lanesOf(world, faults, new Map());
  await sendBatch(lanes[sortOf(number)], seed, number, 1, faults);
  for (const lane of Object.values(lanes)) lane.close();
  return faults;
}

/** A server that is gone counts as a fault as well. */
async function sendBatch(lane: Lane, seed: number, from: number, count: number, faults: Faults): Promise<void> {
  let number = from;
  try {
    for (; number < from + count; number += 1) await lane.send(seed, number);
    await lane.settle();
  } catch (error) {
    faults.add(number, `it could not be sent: ${(error as Error).message}`, Buffer.alloc(0));
    lane.close();
  }
}
