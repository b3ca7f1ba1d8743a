import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Backoff } from '@fulcrum/log';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TestVenue } from '../testing/test-venue.ts';
import { VenueConnection, type VenueConnectionOptions } from './venue-connection.ts';

const patience = { timeout: 20_000, interval: 2 };

/** Counts how often it was told that the venue works. */
class CountingBackoff extends Backoff {
  resets = 0;
  override reset(): void {
    this.resets += 1;
    super.reset();
  }
}

let venue: TestVenue;
let connection: VenueConnection;
let messages: string[];
let connected: number[];
let backoff: CountingBackoff;

beforeEach(async () => {
  [messages, connected, backoff] = [[], [], new CountingBackoff(1, 4)];
  venue = await TestVenue.start();
});
afterEach(async () => {
  await connection.stop();
  await venue.die();
});

function connect(overrides: Partial<VenueConnectionOptions> = {}): void {
  const url = overrides.url ?? venue.url;
  connection = new VenueConnection({
    ...{ url, subscriptions: () => ['please'], proveWithinMs: 30, logger: { warn: () => {} }, backoff },
    onMessage: (text) => {
      messages.push(text);
      return text === 'rubbish' ? 'nothing' : text === 'no' ? 'refusal' : 'life';
    },
    onConnected: (number) => connected.push(number),
    ...overrides,
  });
  connection.start();
}

const until = (what: () => boolean) => vi.waitUntil(what, patience);

test('it subscribes, and passes on what the venue says', async () => {
  connect();
  await until(() => venue.requests.length === 1);
  expect(venue.requests).toEqual(['please']);
  expect(connection.isConnected).toBe(true);
  venue.send('one');
  venue.send('two');
  await until(() => messages.length === 2);
  expect(messages).toEqual(['one', 'two']);
});

test('after the death of the venue it comes back, and subscribes again', async () => {
  connect();
  await until(() => venue.requests.length === 1);
  const { port } = venue;
  await venue.die();
  await until(() => !connection.isConnected);
  venue = await TestVenue.start(port);
  await until(() => venue.requests.length === 1);
  venue.send('again');
  await until(() => messages.includes('again'));
  expect(connected).toEqual([1, 2]);
});

test('a venue that is not there yet is waited for', async () => {
  const { port, url } = venue;
  await venue.die();
  connect({ url });
  await sleep(20);
  venue = await TestVenue.start(port);
  await until(() => venue.requests.length === 1);
});

test('only a message that makes sense shows that the venue works', async () => {
  connect();
  await until(() => venue.requests.length === 1);
  venue.send('rubbish');
  await until(() => messages.length === 1);
  expect(backoff.resets).toBe(0);
  venue.send('sense');
  await until(() => messages.length === 2);
  expect(backoff.resets).toBe(1);
});

test('a venue that refuses is left, and its words are no sign that it works', async () => {
  connect();
  for (let connection = 1; connection <= 3; connection++) {
    await until(() => connected.length === connection && venue.requests.length === connection);
    venue.send('no');
  }
  await until(() => connected.length === 4);
  expect(backoff.resets).toBe(0);
});

test('a venue that refuses one thing and gives another is kept', async () => {
  connect();
  await until(() => venue.requests.length === 1);
  venue.send('no');
  venue.send('a price');
  await sleep(100);
  expect(connected).toEqual([1]);
});

test('a venue that says what sounds like a refusal, and gives a price later, is kept in the end', async () => {
  connect({ proveWithinMs: 10 });
  for (let connection = 1; connection <= 6; connection++) {
    await until(() => connected.length === connection && venue.requests.length === connection);
    venue.send('no');
  }
  await sleep(60);
  venue.send('a price');
  await until(() => messages.includes('a price'));
  await sleep(300);
  expect(connected).toHaveLength(6);
});

test('a stray message among prices costs nothing', async () => {
  connect();
  await until(() => venue.requests.length === 1);
  for (const message of ['a price', 'no', 'no']) venue.send(message);
  await until(() => messages.length === 3);
  await sleep(60);
  expect(connected).toEqual([1]);
});

test('a connection that is given up is made anew, and sends everything again', async () => {
  connect({ subscriptions: () => ['one', 'two'] });
  await until(() => venue.requests.length === 2);
  connection.send('three');
  await until(() => venue.requests.length === 3);
  connection.giveUp();
  await until(() => venue.requests.length === 5);
  expect(venue.requests).toEqual(['one', 'two', 'three', 'one', 'two']);
});

test('a message that is too large ends the connection, and the next one works', async () => {
  connect();
  await until(() => venue.requests.length === 1);
  venue.send('x'.repeat(64 * 1_024 + 1));
  await until(() => venue.requests.length === 2);
  venue.send('small');
  await until(() => messages.length === 1);
  expect(messages).toEqual(['small']);
});

test('a venue that accepts and then says nothing is left within the time for connecting', async () => {
  const sockets: Socket[] = [];
  const mute = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await until(() => mute.listening);
  const address = mute.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  connect({ url: `ws://127.0.0.1:${address.port}`, connectWithinMs: 30 });
  await until(() => sockets.length >= 2);
  expect(connected).toEqual([]);
  await connection.stop();
  for (const socket of sockets) socket.destroy();
  mute.close();
});

test('after being stopped it does not come back, and does not wait for a venue that hangs', async () => {
  connect({ closeWithinMs: 20 });
  await until(() => venue.sockets.size === 1);
  for (const socket of venue.sockets) socket.pause();
  await connection.stop();
  await sleep(50);
  expect(connection.isConnected).toBe(false);
  expect(venue.connections).toBe(1);
});
