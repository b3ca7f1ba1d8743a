import { setTimeout as sleep } from 'node:timers/promises';
import { formatDecimal, type Instrument, parseInstrument, parsePrice } from '@fulcrum/cfd';
import { decodeCommand, priceTickSchema } from '@fulcrum/protocol';
import { streamKeys } from '@fulcrum/streams';
import { testSettings } from '../../apps/poller/src/testing/test-instruments.ts';
import { TestVenue } from '../../apps/poller/src/testing/test-venue.ts';
import type { AppProcess } from '../support/app-process.ts';
import { Dice } from './inputs/dice.ts';
import { GOOD_PRICES, goodTicker, type VenueInput, type VenueSymbol, venueInput } from './inputs/venue-inputs.ts';
import { longestTurns } from './loop-turns.ts';
import type { World } from './world.ts';

/** A shard of its own, so that the traders' state does not change. */
const SHARD = 7;
const KEYS = streamKeys(SHARD);
const LIMIT_MS = 30_000;
const LONGEST_TURN_MS = 100;
/** A process writes down its longest turn once a second. */
const TOLD_EVERY_MS = 1_100;
/** A length beyond the poller's limit of a message. */
const TOO_LARGE = 65 * 1_024;
/** The number of messages that are sent together: so few that no turn of the poller's loop has thousands. */
const TOGETHER = 10;
/** The outcomes of good prices. Every other message that is not relayed is the venue's fault. */
const OF_GOOD_PRICES = /reason="(repeated|replaced|late|refused|unknown_outcome|lagging)"/;

const ASSETS = ['BTC_USDC', 'ETH_USDC'] as const;

/** One of the venues, and its dialect. */
interface Sender {
  readonly venue: TestVenue;
  readonly symbols: readonly [VenueSymbol, ...VenueSymbol[]];
}

/**
 * Two venues, in the dialects of Backpack and Binance, send a poller messages that no venue should send.
 *
 * @returns a sentence for each broken expectation: the poller ended or was held up, a message was not counted, or a stream
 *   has something that is no valid quote.
 */
export async function attackPoller({ stack, turnsFile }: World, seed: number, count: number): Promise<string[]> {
  for (const asset of ASSETS)
    await stack.redis.xadd(
      KEYS.callback,
      '*',
      'events',
      JSON.stringify([{ type: 'instrument-set', ...testSettings(asset) }]),
    );
  const [backpack, binance] = [await TestVenue.start(), await TestVenue.start()];
  // Their answers over HTTP are refused as well.
  const rest = { BACKPACK_REST_URL: backpack.restUrl, BINANCE_REST_URL: binance.restUrl };
  const urls = { BACKPACK_URL: backpack.url, BINANCE_URL: binance.url, ...rest };
  const poller = stack.addPoller({ PRICE_SOURCE: 'backpack,binance', SHARD: String(SHARD), ...urls });
  await poller.spawn();
  const senders: Sender[] = [
    { venue: backpack, symbols: [symbolAt('BTC_USDC', true), symbolAt('ETH_USDC', true)] },
    { venue: binance, symbols: [symbolAt('BTCUSDT', false), symbolAt('ETHUSDT', false)] },
  ];
  await until(() => senders.every(({ venue }) => venue.requests.length > 0), 'the poller subscribes nowhere');
  const pid = poller.pid;
  // The poller's start does not count.
  await sleep(TOLD_EVERY_MS);
  const since = Date.now();
  const faults: string[] = [];
  const drops = await sendAll(senders, seed, count, ({ becomes }) => becomes !== 'anything');
  if (!(await holds(async () => (await droppedBy(poller)) === drops)))
    faults.push(`of ${drops} bad messages of venues ${await droppedBy(poller)} were counted (seed ${seed})`);
  await sendAll(senders, seed, count, ({ becomes }) => becomes === 'anything');
  faults.push(...(await faultsInStreams(stack.redis)));
  await survivesTooLarge(senders);
  if (!(await goesOn(senders, stack.redis))) faults.push('the poller relays nothing any more');
  if (poller.pid !== pid || !(await poller.isHealthy()))
    faults.push(`poller is not well: ${poller.log().slice(-2_000)}`);
  await sleep(TOLD_EVERY_MS);
  const longest = longestTurns(turnsFile, since).get(pid ?? 0)?.longestMs ?? Number.POSITIVE_INFINITY;
  if (longest > LONGEST_TURN_MS) faults.push(`poller was held up for ${longest} ms`);
  await poller.stop();
  await Promise.all([backpack.die(), binance.die()]);
  return faults;
}

function symbolAt(symbol: string, isBackpack: boolean): VenueSymbol {
  return { symbol, isBackpack };
}

let updateId = 0;

/** @returns how many of them have to be counted as dropped. */
async function sendAll(
  senders: readonly Sender[],
  seed: number,
  count: number,
  isWanted: (input: VenueInput) => boolean,
): Promise<number> {
  let drops = 0;
  const send = ({ venue, symbols }: Sender, number: number, isGood: boolean) => {
    updateId += 1;
    const symbol = symbols[number % symbols.length] ?? symbols[0];
    const input = (isGood ? goodTicker : venueInput)(new Dice(seed, number), symbol, updateId);
    if (!isGood && !isWanted(input)) return;
    for (const socket of venue.sockets) socket.send(input.message);
    if (input.becomes === 'drop') drops += venue.sockets.size;
  };
  for (let number = 0; number < count; number += TOGETHER) {
    for (const sender of senders) {
      // The poller stays with a venue that sends prices, even if the venue refuses a request.
      send(sender, number, true);
      for (let next = number + 1; next < number + TOGETHER; next += 1) send(sender, next, false);
    }
    await sleep(2);
  }
  return drops;
}

async function droppedBy(poller: AppProcess): Promise<number> {
  const [all = 0, good = 0] = [
    await poller.metric('poller_dropped_total'),
    await poller.metric('poller_dropped_total', OF_GOOD_PRICES),
  ];
  return all - good;
}

type Redis = World['stack']['redis'];

/** Checks that both streams have only valid quotes, with the instruments' own digits, whatever was sent. */
async function faultsInStreams(redis: Redis): Promise<string[]> {
  const faults: string[] = [];
  const entries = async (key: string) => (await redis.xrange(key, '-', '+')).map(([, texts]) => namedFields(texts));
  const commands = await entries(KEYS.engine);
  for (const { type = '', data = '' } of commands) {
    const command = decodeCommand(type, data);
    if (command.type !== 'price-update') faults.push(`engine-stream has ${type} ${data}`);
    else faults.push(...faultsOfQuote(command));
  }
  const ticks = await entries(KEYS.price);
  for (const fields of ticks) {
    const tick = priceTickSchema.safeParse(fields);
    if (tick.success) faults.push(...faultsOfQuote(tick.data));
    else faults.push(`price-stream has ${JSON.stringify(fields)}`);
  }
  if (commands.length === 0 || ticks.length === 0) faults.push('no good price of a venue was relayed');
  return faults;
}

function namedFields(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(texts.flatMap((name, at) => (at % 2 === 0 ? [[name, texts[at + 1] ?? '']] : [])));
}

interface Quoted {
  readonly asset: string;
  readonly bid: string;
  readonly ask: string;
  readonly source?: string | undefined;
}

function faultsOfQuote(quote: Quoted): string[] {
  const { asset, bid, ask, source = '' } = quote;
  const instrument = ASSETS.some((name) => name === asset) && parseInstrument(testSettings(asset));
  if (!instrument || typeof instrument === 'string') return [`${JSON.stringify(quote)} is of no instrument`];
  const [low, high] = [exactly(bid, instrument), exactly(ask, instrument)];
  const isValid = low !== undefined && high !== undefined && low <= high;
  const { least, most } = GOOD_PRICES;
  const isGood = isValid && low >= least * 100 && high <= most * 100;
  return isGood && ['backpack', 'binance'].includes(source) ? [] : [`${JSON.stringify(quote)} is no valid quote`];
}

/** Reads a price in units; undefined when it does not have exactly the instrument's digits. */
function exactly(text: string, instrument: Instrument): number | undefined {
  const units = parsePrice(text, instrument);
  return units !== undefined && formatDecimal(units, instrument.priceDecimals) === text ? units : undefined;
}

/** A message that is too large ends the connection. The next connection subscribes again. */
async function survivesTooLarge(senders: readonly Sender[]): Promise<void> {
  for (const { venue } of senders) {
    const { connections } = venue;
    const asked = venue.requests.length;
    venue.send('x'.repeat(TOO_LARGE));
    await until(
      () => venue.connections > connections && venue.requests.length > asked,
      'the poller does not come back to a venue',
    );
  }
}

async function goesOn(senders: readonly Sender[], redis: Redis): Promise<boolean> {
  const length = await redis.xlen(KEYS.engine);
  return holds(async () => {
    for (const { venue, symbols } of senders) {
      updateId += 1;
      for (const symbol of symbols) venue.send(String(goodTicker(new Dice(0, updateId), symbol, updateId).message));
    }
    return (await redis.xlen(KEYS.engine)) > length + 3;
  });
}

async function holds(condition: () => boolean | Promise<boolean>): Promise<boolean> {
  for (const end = Date.now() + LIMIT_MS; Date.now() < end; await sleep(50)) if (await condition()) return true;
  return false;
}

async function until(condition: () => boolean, fault: string): Promise<void> {
  if (!(await holds(condition))) throw new Error(fault);
}
