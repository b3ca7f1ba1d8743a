import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { ClientSocket } from './client-socket.ts';
import { Gathering } from './sending/gathering.ts';
import { Outbox } from './sending/outbox.ts';
import { Framer, textFrame } from './sending/text-frame.ts';

const limits = { slowAboveBytes: 10_000, evictAboveBytes: 10_000_000, evictAfterMs: 30_000 };

/** What a connection is to a socket: it remembers each write, and takes them one at a time when it is told to. */
class FakeConnection extends Writable {
  readonly writes: Buffer[][] = [];
  isBusy = false;
  #taken: (() => void) | undefined;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#take([chunk], done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    const parts = chunks.map(({ chunk }) => chunk);
    this.#take(parts, done);
  }

  /** Finishes the write in progress. @returns whether there was one. */
  take(): boolean {
    const taken = this.#taken;
    this.#taken = undefined;
    taken?.();
    return taken !== undefined;
  }

  get texts(): string[] {
    return textsIn(Buffer.concat(this.writes.flat()));
  }

  #take(parts: Buffer[], done: () => void): void {
    this.writes.push(parts);
    if (this.isBusy) this.#taken = done;
    else done();
  }
}

function textsIn(bytes: Buffer): string[] {
  const texts: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const short = bytes.readUInt8(at + 1);
    const start = at + (short < 126 ? 2 : 4);
    const length = short < 126 ? short : bytes.readUInt16BE(at + 2);
    texts.push(bytes.toString('utf8', start, start + length));
    at = start + length;
  }
  return texts;
}

/** Clients of one server, whose sockets share its framer. */
function clients(count: number, gathering = new Gathering()) {
  const framer = new Framer();
  return Array.from({ length: count }, () => {
    const connection = new FakeConnection();
    const socket = { readyState: 1, OPEN: 1, terminate: () => connection.destroy() };
    const counts = { sent: 0, conflated: 0, evicted: 0 };
    const events = {
      sent: () => (counts.sent += 1),
      conflated: () => (counts.conflated += 1),
      evicted: () => (counts.evicted += 1),
    };
    const outbox = new Outbox(new ClientSocket(socket, connection, framer), limits, events, gathering);
    return { outbox, connection, socket, counts };
  });
}

test('a message to many clients is framed once, and is one write to each', () => {
  const all = clients(50);
  const price = Buffer.from('the price');
  for (const { outbox } of all) outbox.sendLatest('btc', price);
  const frames = new Set(all.flatMap(({ connection }) => connection.writes.flat()));
  expect([...frames]).toEqual([textFrame(price)]);
  expect(all.map(({ connection }) => connection.writes.length)).toEqual(all.map(() => 1));
});

test('messages that are sent together are one write to each client, in their order', () => {
  const gathering = new Gathering();
  const all = clients(5, gathering);
  const prices = Array.from({ length: 20 }, (_, index) => String(index));
  gathering.during(() => {
    for (const price of prices) for (const { outbox } of all) outbox.sendLatest('btc', Buffer.from(price));
  });
  for (const { connection } of all) expect([connection.writes.length, connection.texts]).toEqual([1, prices]);
});

test('a client that reads gets all of a burst, however large it is', () => {
  const gathering = new Gathering();
  const [client] = clients(1, gathering);
  gathering.during(() => {
    for (let count = 0; count < 1_000; count += 1) client?.outbox.sendLatest('btc', Buffer.alloc(100, 'x'));
  });
  expect(client?.counts).toEqual({ sent: 1_000, conflated: 0, evicted: 0 });
  expect(client?.connection.texts).toHaveLength(1_000);
});

test('after the goodbye nothing is sent', () => {
  const [client] = clients(1);
  if (client === undefined) throw new Error('there is one');
  client.socket.readyState = 2;
  client.outbox.send(Buffer.from('too late'));
  expect(client.connection.writes).toEqual([]);
});

test.each([4_999, 5_000, 9_990, 9_994, 9_996, 9_997, 10_000])(
  'a client that %i bytes bring to the limit, or their header beyond it, gets what was kept back',
  (length) => {
    const [client] = clients(1);
    if (client === undefined) throw new Error('there is one');
    const { outbox, connection } = client;
    connection.isBusy = true;
    outbox.send(Buffer.alloc(length, 'x'));
    for (const price of ['1', '2']) outbox.sendLatest('btc', Buffer.from(price));
    while (connection.take());
    expect(connection.texts.at(-1)).toBe('2');
    outbox.close();
  },
);

/** A sequence of numbers below 1 that looks random and is always the same. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; state = (state * 1_103_515_245 + 12_345) % 2 ** 31) yield state / 2 ** 31;
}

test.each(Array.from({ length: 20 }, (_, seed) => seed))(
  'whatever a client does, it comes to the latest price of each stream, and goes back nowhere (%i)',
  (seed) => {
    const gathering = new Gathering();
    const [client] = clients(1, gathering);
    if (client === undefined) throw new Error('there is one');
    const { outbox, connection, counts } = client;
    const random = numbers(seed + 1);
    const below = (limit: number) => Math.floor(random.next().value * limit);
    const sent = new Map<string, number>();
    connection.isBusy = true;
    const tell = (count: number) => {
      const stream = `s${below(3)}`;
      sent.set(stream, count);
      outbox.sendLatest(stream, Buffer.from(`${stream} ${count} `.padEnd(10 + below(below(10) === 0 ? 9_000 : 300))));
    };
    for (let count = 1; count < 2_000; count += 1) {
      if (below(5) === 0) gathering.during(() => Array.from({ length: below(30) }, () => tell(count)));
      else tell(count);
      if (below(3) === 0) connection.take();
    }
    while (connection.take());
    const received = connection.texts.map((text) => text.split(' '));
    for (const [stream, last] of sent) {
      const counts = received.flatMap(([name, count]) => (name === stream ? [Number(count)] : []));
      expect(counts.at(-1)).toBe(last);
      expect(counts).toEqual(counts.toSorted((one, other) => one - other));
    }
    expect(counts.conflated).toBeGreaterThan(0);
    outbox.close();
  },
);
