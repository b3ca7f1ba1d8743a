import { expect, test } from 'vitest';
import { closed, orderId } from '../testing/test-events.ts';
import { HistoryWriter } from './history-writer.ts';

/** A database that takes its time: each write ends when the test says so. */
function slowDatabase() {
  const writes: { from: string; to: string; orders: unknown[]; done: () => void; fail: (error: Error) => void }[] = [];
  const writer = new HistoryWriter(0, '1-0', (from, to, { trades }) => {
    const { promise, resolve: done, reject: fail } = Promise.withResolvers<void>();
    writes.push({ from, to, orders: trades.map(([, order]) => order), done, fail });
    return promise;
  });
  /** @param count of orders that closed in the entry. */
  const add = (entry: number, count = 1, characters = 100) => {
    const events = Array.from({ length: count }, () => closed(entry));
    writer.add(`${entry}-0`, events, characters);
    return writer.advance();
  };
  const settle = () => new Promise(setImmediate);
  const spans = () => writes.map(({ from, to }) => [from, to]);
  return { writer, writes, spans, add, settle };
}

test('a lone entry is written at once, and all that come meanwhile in one transaction after it', async () => {
  const { writes, spans, add, settle } = slowDatabase();
  for (let entry = 2; entry <= 1_000; entry += 1) await add(entry);
  expect(spans()).toEqual([['1-0', '2-0']]);
  writes[0]?.done();
  await settle();
  expect(spans().slice(1)).toEqual([['2-0', '1000-0']]);
  expect(writes[1]?.orders).toEqual(Array.from({ length: 998 }, (_, index) => orderId(index + 3)));
  writes[1]?.done();
  await settle();
  expect(writes).toHaveLength(2);
});

test.each([
  ['many events', 256, 100, 20_000 / 256],
  ['long entries', 1, 1024 * 1024, 16],
])('with %s it waits when much is gathered, so that a transaction does not grow for ever', async (_, ...sizes) => {
  const [count, characters, most] = sizes;
  const { writes, add, settle } = slowDatabase();
  const reading = (async () => {
    for (let entry = 2; entry <= 1_000; entry += 1) await add(entry, count, characters);
  })();
  await settle();
  expect(writes).toHaveLength(1);
  for (let at = 0; writes.at(-1)?.to !== '1000-0'; at += 1) {
    writes[at]?.done();
    await settle();
    expect(writes).toHaveLength(at + 2);
    expect((writes[at + 1]?.orders.length ?? 0) / count).toBeLessThan(most + 1);
  }
  await reading;
  expect(writes.length).toBeLessThan(1_000 / most + 3);
});

test('each transaction goes on where the last one ended, and no row is left out or written twice', async () => {
  const { writes, spans, add, settle } = slowDatabase();
  for (let entry = 2; entry <= 300; entry += 1) {
    await add(entry);
    if (entry % 7 === 0) writes.at(-1)?.done();
    if (entry % 3 === 0) await settle();
  }
  for (let at = 0; at < writes.length; at += 1) {
    writes[at]?.done();
    await settle();
  }
  expect(spans().map(([from]) => from)).toEqual(['1-0', ...spans().map(([, to]) => to)].slice(0, -1));
  expect(writes.flatMap(({ orders }) => orders)).toEqual(Array.from({ length: 299 }, (_, index) => orderId(index + 2)));
});

test('an entry that is published again under the id of the checkpoint is written', async () => {
  const { spans, add } = slowDatabase();
  await add(1);
  expect(spans()).toEqual([['1-0', '1-0']]);
});

test('what writing throws is thrown to whoever adds, and nothing more is written', async () => {
  const { writer, writes, add, settle } = slowDatabase();
  await add(2);
  await add(3);
  writes[0]?.fail(new Error('the checkpoint stands elsewhere'));
  await settle();
  await expect(add(4)).rejects.toThrow('the checkpoint stands elsewhere');
  await expect(writer.advance()).rejects.toThrow('the checkpoint stands elsewhere');
  await writer.close();
  expect(writes).toHaveLength(1);
});

test('closing finishes what is in flight, and begins nothing', async () => {
  const { writer, writes, add, settle } = slowDatabase();
  await add(2);
  await add(3);
  let isClosed = false;
  const closing = writer.close().then(() => {
    isClosed = true;
  });
  await settle();
  expect(isClosed).toBe(false);
  writes[0]?.done();
  await closing;
  expect(writes).toHaveLength(1);
});
