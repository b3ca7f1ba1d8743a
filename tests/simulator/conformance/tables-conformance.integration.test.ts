import { setTimeout as sleep } from 'node:timers/promises';
import { accountTable, closedIdTable, orderTable, quoteTable } from '@fulcrum/cfd';
import { type BulkTable, CheckpointMovedError, type Row, type TableReading, type Tables } from '@fulcrum/db';
import { LOG_START } from '@fulcrum/log';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { summaryTable } from '../../../apps/engine/src/cfd/summary-table.ts';
import { uuid } from '../../../apps/engine/src/testing/test-journal.ts';
import { rejectionTable, tradeTable } from '../../../apps/recorder/src/history/history-rows.ts';
import { failureOf } from './failure-of.ts';
import { DATABASES, type TablesUnderTest } from './tables-under-test.ts';

const LIMIT_MS = 30_000;

/** Tables keep amounts with all digits that their columns have, and the stand-ins as they were written. */
function withoutTrailingZeros({ columns }: BulkTable, row: Row): Row {
  return row.map((value, index) =>
    columns[index]?.[1] === 'numeric' && value?.includes('.') ? value.replace(/\.?0+$/, '') : value,
  );
}

/** Rows in the order of their keys: no table promises any. */
function sorted(table: BulkTable, rows: readonly Row[]): Row[] {
  return rows.map((row) => withoutTrailingZeros(table, row)).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

async function copied({ copy }: TableReading, table: BulkTable, orderBy?: string): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const some of copy(table, orderBy)) rows.push(...some.map((row) => withoutTrailingZeros(table, row)));
  return rows;
}

const account = (user: number, balance: string): Row => [uuid(user), balance, '0', null, null, null, null];
/** A row from its values by the names of their columns. */
const rowOf = ({ columns }: BulkTable, values: Record<string, string | null>): Row =>
  columns.map(([column]) => values[column] ?? null);
const closedId = (order: number, closedAt: number): Row =>
  rowOf(closedIdTable, { orderId: uuid(order), userId: uuid(1), closedAt: String(closedAt), purpose: '0' });
const order = (
  id: number,
  number: number,
  [takeProfit, stopLoss]: [string | null, string | null] = [null, null],
): Row => {
  const named = { orderId: uuid(id), number: String(number), userId: uuid(1), asset: 'BTC_USDC', side: 'buy' };
  const amounts = { quantity: '0.5', leverage: '10', openPrice: '61800.25', margin: '3090.0125', slippage: '-0.01' };
  const stop = { trailingSince: '0', stopKind: 'plain' };
  return rowOf(orderTable, { ...named, ...amounts, takeProfit, stopLoss, openedAt: '1795259570244', ...stop });
};
const summary = (position: string): Row => [
  position,
  '2',
  '0123456789abcdef',
  '-0.000001',
  '10000.5',
  '9007199254740',
  '1',
  'the digest',
];
const rejection = (id: string, message: string): Row => [id, 'r', null, uuid(1), 'no_price', message, '1000'];

describe.each(DATABASES)('%s', (_name, start) => {
  let database: TablesUnderTest;
  let tables: Tables;

  beforeAll(async () => {
    database = await start();
  });

  afterAll(async () => {
    await database?.stop();
  });

  beforeEach(async () => {
    tables = await database.empty();
  });

  const all = (table: BulkTable) =>
    tables.readAtOneMoment(LIMIT_MS, async (reading) => sorted(table, await copied(reading, table)));
  const found = async (table: BulkTable, keys: readonly string[]) => sorted(table, await tables.find(table, keys));
  const upsert = (table: BulkTable, ...rows: Row[]) => tables.transaction((tx) => tx.upsert(table, rows));

  /** A transaction that has moved the engine's checkpoint, and goes on when it is told to. */
  const held = async (from: string, to: string) => {
    const moved = Promise.withResolvers<void>();
    const end = Promise.withResolvers<void>();
    const ended = tables.transaction(async (tx) => {
      await tx.moveCheckpoint('engine', from, to);
      moved.resolve();
      await end.promise;
    });
    await moved.promise;
    return {
      commit: () => {
        end.resolve();
        return ended;
      },
      rollBack: async () => {
        end.reject(new Error('rolled back'));
        expect((await failureOf(ended)).message).toBe('rolled back');
      },
    };
  };
  const move = (from: string, to: string) => tables.transaction((tx) => tx.moveCheckpoint('engine', from, to));

  describe('rows', () => {
    it('are found by their keys, each once', async () => {
      await upsert(accountTable, account(1, '10.5'), account(2, '-0.000001'), account(3, '0'));
      expect(await found(accountTable, [uuid(2), uuid(9), uuid(1), uuid(2)])).toEqual([
        account(1, '10.5'),
        account(2, '-0.000001'),
      ]);
      expect(await found(accountTable, [])).toEqual([]);
      expect(await found(closedIdTable, [uuid(1)])).toEqual([]);
    });

    it('keep nulls, exact amounts and large numbers', async () => {
      const rows = [order(1, 1), order(2, 2, ['65000.01', null]), order(3, 3, [null, '60000'])];
      await upsert(orderTable, ...rows);
      await upsert(summaryTable, summary('1795259570244-3'));
      expect(await all(orderTable)).toEqual(rows);
      expect(await found(orderTable, [uuid(1), uuid(2), uuid(3)])).toEqual(rows);
      await upsert(orderTable, order(2, 2));
      expect(await found(orderTable, [uuid(2)])).toEqual([order(2, 2)]);
      expect(await all(summaryTable)).toEqual([summary('1795259570244-3')]);
      const named = { id: '1', orderId: uuid(1), userId: uuid(2), asset: 'BTC_USDC', side: 'buy', quantity: '0.5' };
      const amounts = { leverage: '10', openPrice: '1', closePrice: '2', slippage: '-3', margin: '4', pnl: '5.25' };
      const end = { payout: '6', reason: 'liquidation', liquidated: 'true', openedAt: '1000', closedAt: '2000' };
      const rest = { remaining: '0.25', remainingMargin: '2', remainingLiquidationPrice: '-1', nettedBy: uuid(3) };
      const trade = rowOf(tradeTable, { ...named, ...amounts, ...end, ...rest });
      expect(trade).not.toContain(null);
      await upsert(tradeTable, trade);
      expect(await found(tradeTable, ['1'])).toEqual([trade]);
    });

    it.each([
      '',
      'NULL',
      '{}',
      '{"a","b"}',
      'a,b',
      '"',
      '\\',
      '\\N',
      '\\.',
      'two\nlines\r\n',
      '\ttab',
      ' ',
      "'; drop table",
      '€ 😀',
    ])('keep the text %j, also as a key', async (text) => {
      await upsert(rejectionTable, rejection(text, text), rejection('other', 'x'));
      expect(await found(rejectionTable, [text])).toEqual([rejection(text, text)]);
      expect(await all(rejectionTable)).toEqual(
        sorted(rejectionTable, [rejection(text, text), rejection('other', 'x')]),
      );
      await tables.transaction((tx) => tx.delete(rejectionTable, [text]));
      expect(await all(rejectionTable)).toEqual([rejection('other', 'x')]);
    });
  });

  it("of two shards have the same keys, and neither sees or changes what is the other's", async () => {
    const other = database.ofShard(3);
    expect([tables.shard, other.shard]).toEqual([0, 3]);
    const [own, foreign] = [order(1, 1), order(1, 1, ['5', null])];
    await upsert(orderTable, own);
    await upsert(accountTable, account(1, '1'), account(2, '2'));
    await upsert(closedIdTable, closedId(1, 1));
    await upsert(summaryTable, summary('1-0'));
    await move(LOG_START, '1-0');
    await other.transaction(async (tx) => {
      await tx.moveCheckpoint('engine', LOG_START, '2-0');
      await tx.upsert(orderTable, [foreign]);
      await tx.upsert(summaryTable, [summary('1-0'), summary('2-0')]);
      await tx.update(accountTable, [account(1, '7')]);
      await tx.delete(accountTable, [uuid(2)]);
      await tx.deleteUpTo(closedIdTable, 'closedAt', 9);
      await tx.deleteFrom(closedIdTable, 'closedAt', 0);
      await tx.deleteKeysBetween(summaryTable, '1-0', '1-9');
      await tx.deleteOlderThan(summaryTable, -1_000);
    });
    expect([await tables.checkpoint('engine'), await other.checkpoint('engine')]).toEqual(['1-0', '2-0']);
    expect(await found(orderTable, [uuid(1)])).toEqual([own]);
    expect(await all(accountTable)).toEqual([account(1, '1'), account(2, '2')]);
    expect(await all(closedIdTable)).toEqual([closedId(1, 1)]);
    expect(await all(summaryTable)).toEqual([summary('1-0')]);
    expect(await other.find(accountTable, [uuid(1)])).toEqual([]);
    const others = await other.readAtOneMoment(LIMIT_MS, async (reading) => [
      await copied(reading, orderTable, 'number'),
      await copied(reading, summaryTable),
      await reading.find(accountTable, [uuid(1)]),
    ]);
    expect(others).toEqual([[foreign], [], []]);
  });

  describe('a transaction', () => {
    beforeEach(() => upsert(accountTable, account(1, '1'), account(2, '2'), account(3, '3')));

    it('upserts over rows that are there, and others', async () => {
      await upsert(accountTable, account(2, '20'), account(4, '40'));
      expect(await all(accountTable)).toEqual([account(1, '1'), account(2, '20'), account(3, '3'), account(4, '40')]);
      await upsert(accountTable);
      await upsert(orderTable, order(1, 1, ['65000', '60000']));
      await upsert(orderTable, order(1, 1));
      expect(await all(orderTable)).toEqual([order(1, 1)]);
    });

    it('does not upsert one key twice in one statement', async () => {
      await failureOf(upsert(accountTable, account(2, '20'), account(4, '40'), account(4, '41')));
      expect(await found(accountTable, [uuid(2), uuid(4)])).toEqual([account(2, '2')]);
    });

    it('updates what is there, and nothing else', async () => {
      await upsert(orderTable, order(1, 1, ['65000', '60000']));
      await tables.transaction(async (tx) => {
        await tx.update(accountTable, [account(2, '20'), account(4, '40')]);
        await tx.update(accountTable, []);
        await tx.update(orderTable, [order(1, 1), order(2, 2)]);
      });
      expect(await all(accountTable)).toEqual([account(1, '1'), account(2, '20'), account(3, '3')]);
      expect(await all(orderTable)).toEqual([order(1, 1)]);
    });

    it('deletes by keys, known and unknown', async () => {
      await tables.transaction(async (tx) => {
        await tx.delete(accountTable, [uuid(1), uuid(3), uuid(9), uuid(1)]);
        await tx.delete(accountTable, []);
      });
      expect(await all(accountTable)).toEqual([account(2, '2')]);
    });

    it('deletes from a number on, and up to a number', async () => {
      await upsert(closedIdTable, ...[9, 10, 11, 100].map((time) => closedId(time, time)));
      await tables.transaction((tx) => tx.deleteUpTo(closedIdTable, 'closedAt', 9));
      expect(await all(closedIdTable)).toEqual([10, 11, 100].map((time) => closedId(time, time)));
      await tables.transaction((tx) => tx.deleteFrom(closedIdTable, 'closedAt', 11));
      expect(await all(closedIdTable)).toEqual([closedId(10, 10)]);
      await tables.transaction((tx) => tx.deleteFrom(closedIdTable, 'closedAt', 11));
      await tables.transaction((tx) => tx.deleteUpTo(closedIdTable, 'closedAt', 9));
      expect(await all(closedIdTable)).toEqual([closedId(10, 10)]);
    });

    it('deletes by keys that are texts, from one to another', async () => {
      const at = (...positions: string[]) => positions.map((position) => summary(position));
      await upsert(summaryTable, ...at('1-0', '1-1', '2-0', '3-0', '3-1'));
      await tables.transaction((tx) => tx.deleteKeysBetween(summaryTable, '3-2', '9-9'));
      expect(await all(summaryTable)).toEqual(at('1-0', '1-1', '2-0', '3-0', '3-1'));
      await tables.transaction((tx) => tx.deleteKeysBetween(summaryTable, '3-0', '9-9'));
      expect(await all(summaryTable)).toEqual(at('1-0', '1-1', '2-0'));
      await tables.transaction((tx) => tx.deleteKeysBetween(summaryTable, '1-10', '9-9'));
      expect(await all(summaryTable)).toEqual(at('1-0', '1-1'));
      await tables.transaction((tx) => tx.deleteKeysBetween(summaryTable, '0-0', '1-0'));
      expect(await all(summaryTable)).toEqual(at('1-1'));
    });

    it('deletes no null, which is neither more nor less than a number', async () => {
      await upsert(orderTable, order(1, 1), order(2, 2, ['5', null]));
      await tables.transaction((tx) => tx.deleteUpTo(orderTable, 'takeProfit', 10));
      expect(await all(orderTable)).toEqual([order(1, 1)]);
      await tables.transaction((tx) => tx.deleteFrom(orderTable, 'takeProfit', -10));
      expect(await all(orderTable)).toEqual([order(1, 1)]);
    });

    it('deletes what was made longer ago, whenever it was written since', async () => {
      await upsert(summaryTable, summary('1-0'), summary('2-0'));
      await sleep(60);
      await tables.transaction(async (tx) => {
        await tx.upsert(summaryTable, [summary('2-0'), summary('3-0')]);
        await tx.deleteOlderThan(summaryTable, 60_000);
      });
      expect(await all(summaryTable)).toEqual([summary('1-0'), summary('2-0'), summary('3-0')]);
      await tables.transaction(async (tx) => {
        await tx.upsert(summaryTable, [summary('4-0')]);
        await tx.update(summaryTable, [summary('1-0')]);
        await tx.delete(summaryTable, ['3-0']);
        await tx.upsert(summaryTable, [summary('3-0')]);
        await tx.deleteOlderThan(summaryTable, 30);
      });
      expect(await all(summaryTable)).toEqual([summary('3-0'), summary('4-0')]);
    });

    it('does its statements in their order', async () => {
      await tables.transaction(async (tx) => {
        await tx.delete(accountTable, [uuid(1)]);
        await tx.upsert(accountTable, [account(1, '100'), account(2, '200')]);
        await tx.upsert(orderTable, [order(1, 1), order(2, 2), order(3, 3)]);
        await tx.deleteFrom(orderTable, 'number', 2);
        await tx.upsert(orderTable, [order(4, 2)]);
        await tx.update(orderTable, [order(1, 7), order(2, 8)]);
      });
      expect(await all(accountTable)).toEqual([account(1, '100'), account(2, '200'), account(3, '3')]);
      expect(await all(orderTable)).toEqual([order(1, 7), order(4, 2)]);
    });

    it('is refused whole when two orders would have the same number', async () => {
      await upsert(orderTable, order(1, 1));
      const failure = await failureOf(
        tables.transaction(async (tx) => {
          await tx.moveCheckpoint('engine', LOG_START, '1-0');
          await tx.upsert(accountTable, [account(1, '100')]);
          await tx.upsert(orderTable, [order(2, 1)]);
        }),
      );
      expect(failure).not.toBeInstanceOf(CheckpointMovedError);
      expect(await all(orderTable)).toEqual([order(1, 1)]);
      expect(await found(accountTable, [uuid(1)])).toEqual([account(1, '1')]);
      expect(await tables.checkpoint('engine')).toBe(LOG_START);
    });

    it('does nothing at all when its work throws, and throws the same', async () => {
      const fault = new Error('the work fails');
      const failure = await failureOf(
        tables.transaction(async (tx) => {
          await tx.moveCheckpoint('recorder', LOG_START, '1-0');
          await tx.upsert(accountTable, [account(1, '100')]);
          await tx.delete(accountTable, [uuid(2)]);
          throw fault;
        }),
      );
      expect(failure).toBe(fault);
      expect(await all(accountTable)).toEqual([account(1, '1'), account(2, '2'), account(3, '3')]);
      expect(await tables.checkpoint('recorder')).toBe(LOG_START);
    });

    it('is seen by others when it has committed, and not before', async () => {
      await tables.transaction(async (tx) => {
        await tx.moveCheckpoint('recorder', LOG_START, '1-0');
        await tx.upsert(accountTable, [account(1, '100')]);
        await tx.delete(accountTable, [uuid(2)]);
        expect(await found(accountTable, [uuid(1), uuid(2)])).toEqual([account(1, '1'), account(2, '2')]);
        expect(await all(accountTable)).toHaveLength(3);
        expect(await tables.checkpoint('recorder')).toBe(LOG_START);
      });
      expect(await all(accountTable)).toEqual([account(1, '100'), account(3, '3')]);
      expect(await tables.checkpoint('recorder')).toBe('1-0');
    });

    it('is given up when it takes too long', async () => {
      const late = tables.transaction(async (tx) => {
        await tx.moveCheckpoint('recorder', LOG_START, '1-0');
        await sleep(400);
        await tx.upsert(accountTable, [account(1, '100')]);
      }, 100);
      await failureOf(late);
      expect(await found(accountTable, [uuid(1)])).toEqual([account(1, '1')]);
      await tables.transaction((tx) => tx.moveCheckpoint('recorder', LOG_START, '2-0'));
      expect(await tables.checkpoint('recorder')).toBe('2-0');
    });

    it('takes nothing more when it is over', async () => {
      const leaked: (() => Promise<void>)[] = [];
      await tables.transaction(async (tx) => {
        leaked.push(() => tx.upsert(accountTable, [account(1, '100')]));
      });
      for (const late of leaked) await failureOf(late());
      expect(await found(accountTable, [uuid(1)])).toEqual([account(1, '1')]);
    });
  });

  describe('a checkpoint', () => {
    it('stands at 0-0 at first, and each reader has its own', async () => {
      expect(await tables.checkpoint('engine')).toBe(LOG_START);
      await move(LOG_START, '5-0');
      await move('5-0', '7-1');
      expect(await tables.checkpoint('engine')).toBe('7-1');
      expect(await tables.checkpoint('recorder')).toBe(LOG_START);
    });

    it('is not moved from elsewhere, and nothing else is done then', async () => {
      const moveFrom = (from: string) =>
        tables.transaction(async (tx) => {
          await tx.upsert(accountTable, [account(1, from.length.toString())]);
          await tx.moveCheckpoint('engine', from, '9-0');
        });
      expect(await failureOf(moveFrom('5-0'))).toBeInstanceOf(CheckpointMovedError);
      await move(LOG_START, '5-0');
      for (const from of [LOG_START, '4-0', '6-0', '9-0'])
        expect(await failureOf(moveFrom(from))).toBeInstanceOf(CheckpointMovedError);
      expect(await all(accountTable)).toEqual([]);
      expect(await tables.checkpoint('engine')).toBe('5-0');
    });

    it('may be moved twice in one transaction', async () => {
      await tables.transaction(async (tx) => {
        await tx.moveCheckpoint('engine', LOG_START, '1-0');
        await tx.moveCheckpoint('engine', '1-0', '2-0');
        expect(await failureOf(tx.moveCheckpoint('engine', LOG_START, '3-0'))).toBeInstanceOf(CheckpointMovedError);
        await tx.moveCheckpoint('engine', '2-0', '4-0');
      });
      expect(await tables.checkpoint('engine')).toBe('4-0');
    });

    it('leaves a transaction going that takes no offence at its standing elsewhere', async () => {
      await tables.transaction(async (tx) => {
        expect(await failureOf(tx.moveCheckpoint('engine', '5-0', '6-0'))).toBeInstanceOf(CheckpointMovedError);
        await tx.upsert(accountTable, [account(1, '1')]);
      });
      expect(await all(accountTable)).toEqual([account(1, '1')]);
    });

    describe.each([LOG_START, '5-0'])('at %s', (from) => {
      beforeEach(async () => {
        if (from !== LOG_START) await move(LOG_START, from);
      });

      it('is not moved by a second transaction that waited until the first had moved it', async () => {
        const first = await held(from, '6-0');
        const second = failureOf(move(from, '7-0'));
        await database.untilWaiting(1);
        await first.commit();
        expect(await second).toBeInstanceOf(CheckpointMovedError);
        expect(await tables.checkpoint('engine')).toBe('6-0');
      });

      it('is moved by a second transaction that waited until the first was rolled back', async () => {
        const first = await held(from, '6-0');
        const second = move(from, '7-0');
        await database.untilWaiting(1);
        await first.rollBack();
        await second;
        expect(await tables.checkpoint('engine')).toBe('7-0');
      });

      it('is moved by one of several that waited', async () => {
        const first = await held(from, '6-0');
        const others = [7, 8, 9].map((time) => move(from, `${time}-0`));
        const outcomes = Promise.allSettled(others);
        await database.untilWaiting(3);
        await first.rollBack();
        const failures = (await outcomes).flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
        expect(failures).toHaveLength(2);
        for (const failure of failures) expect(failure).toBeInstanceOf(CheckpointMovedError);
      });

      it('is not waited for by one who thinks that it stands elsewhere, nor by another reader', async () => {
        const first = await held(from, '6-0');
        expect(await failureOf(move('6-0', '7-0'))).toBeInstanceOf(CheckpointMovedError);
        await tables.transaction((tx) => tx.moveCheckpoint('recorder', LOG_START, '1-0'));
        expect(await tables.checkpoint('recorder')).toBe('1-0');
        expect(await tables.checkpoint('engine')).toBe(from);
        await first.commit();
        expect(await tables.checkpoint('engine')).toBe('6-0');
      });
    });
  });

  describe('a reading at one moment', () => {
    it('sees that moment while others write, and the next one what they wrote', async () => {
      await upsert(accountTable, account(1, '1'), account(2, '2'));
      await upsert(quoteTable, ['BTC_USDC', '1', '2', '3']);
      await tables.readAtOneMoment(LIMIT_MS, async (reading) => {
        expect(await reading.find(quoteTable, ['BTC_USDC', 'ETH_USDC'])).toHaveLength(1);
        await tables.transaction(async (tx) => {
          await tx.upsert(accountTable, [account(1, '100'), account(3, '3')]);
          await tx.delete(accountTable, [uuid(2)]);
          await tx.moveCheckpoint('engine', LOG_START, '1-0');
        });
        expect(sorted(accountTable, await copied(reading, accountTable))).toEqual([account(1, '1'), account(2, '2')]);
        expect(sorted(accountTable, await reading.find(accountTable, [uuid(1), uuid(3)]))).toEqual([account(1, '1')]);
      });
      expect(await all(accountTable)).toEqual([account(1, '100'), account(3, '3')]);
    });

    it('has its moment when it first reads', async () => {
      await tables.readAtOneMoment(LIMIT_MS, async (reading) => {
        await upsert(accountTable, account(1, '1'));
        expect(await copied(reading, accountTable)).toEqual([account(1, '1')]);
        await upsert(accountTable, account(1, '2'));
        expect(await copied(reading, accountTable)).toEqual([account(1, '1')]);
      });
    });

    it('copies in the order of a column of numbers, all rows, however many', async () => {
      const numbers = Array.from({ length: 2_500 }, (_, index) => ((index * 7) % 2_500) + 1);
      await upsert(orderTable, ...numbers.map((number, index) => order(index + 1, number)));
      const rows = await tables.readAtOneMoment(LIMIT_MS, (reading) => copied(reading, orderTable, 'number'));
      expect(rows.map(([, number]) => Number(number))).toEqual(numbers.toSorted((a, b) => a - b));
      expect(await all(closedIdTable)).toEqual([]);
    });

    it('names the columns that the description of a table has not', async () => {
      await upsert(accountTable, account(1, '5'));
      await upsert(closedIdTable, closedId(2, 7));
      const unknown = (table: BulkTable) =>
        tables.readAtOneMoment(LIMIT_MS, async ({ unknownColumns }) => (await unknownColumns(table)).sort());
      expect(await unknown(accountTable)).toEqual([]);
      expect(await unknown({ ...accountTable, columns: [['userId', 'uuid']] })).toEqual([
        'balance',
        'maxNotional',
        'maxOpenOrders',
        'maxTotalNotional',
        'pausedUntil',
        'rights',
      ]);
      expect(await unknown({ ...closedIdTable, columns: [['orderId', 'uuid']] })).toEqual([
        'closedAt',
        'purpose',
        'userId',
      ]);
    });

    it('gives what its reader gives, and throws what it throws', async () => {
      expect(await tables.readAtOneMoment(LIMIT_MS, async () => 7)).toBe(7);
      const fault = new Error('the reader fails');
      expect(await failureOf(tables.readAtOneMoment(LIMIT_MS, () => Promise.reject(fault)))).toBe(fault);
    });
  });
});
