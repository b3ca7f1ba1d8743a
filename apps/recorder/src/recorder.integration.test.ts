import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CheckpointMovedError, moveCheckpoint, readLosses } from '@fulcrum/db';
import { smallDisk } from '@fulcrum/devstack';
import { JournalWriter, journalLines, parseJournalLine } from '@fulcrum/journal';
import type { LogId } from '@fulcrum/log';
import type { JsonEvent } from '@fulcrum/protocol';
import { trimBefore } from '@fulcrum/streams';
import { describe, expect, it, vi } from 'vitest';
import { addHistory, emptyHistory } from './history/history-rows.ts';
import { writeHistory } from './history/write-history.ts';
import { type TrimmingParts, trimOnce } from './retention/trimming.ts';
import {
  accountCreated,
  closed,
  createdWithGuarantee,
  OTHER_USER,
  orderId,
  placed,
  reduced,
  rejected,
  USER,
} from './testing/test-events.ts';
import { KEYS, until } from './testing/test-support.ts';
import { useRecorderWorld } from './testing/use-recorder-world.ts';

const world = useRecorderWorld();

async function recordedOrders(): Promise<string[]> {
  return (await world().db.existingTrade.findMany({ orderBy: { id: 'asc' } })).map((row) => row.orderId);
}

const ordersFrom = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => orderId(first + index));

/** Publishes an order that closed for each number, under the ids 1000-1, 1000-2 and so on. */
async function publishClosed(first: number, last: number): Promise<void> {
  for (let order = first; order <= last; order++) await world().publish(`1000-${order}`, [closed(order)]);
}

describe('the history', () => {
  it('has a row for each closed order and each rejection, with exact amounts', async () => {
    world().history();
    await world().publish('1000-0', [closed(1), rejected(2)]);
    await world().untilRecorded('1000-0');
    const [trade] = await world().db.existingTrade.findMany();
    expect(trade).toMatchObject({
      id: '000000000001000-0000000000000000-000',
      orderId: orderId(1),
      userId: USER,
      side: 'buy',
      leverage: 10,
      reason: 'stop_loss',
      liquidated: false,
      openedAt: 1_000n,
      closedAt: 2_000n,
    });
    const amounts = [trade?.openPrice, trade?.closePrice, trade?.slippage, trade?.pnl, trade?.payout, trade?.quantity];
    expect(amounts.map((amount) => amount?.toFixed())).toEqual(['100.5', '100.45', '-0.01', '-0.05', '10', '1']);
    expect(await world().db.rejection.findMany()).toMatchObject([
      { id: '000000000001000-0000000000000000-001', requestId: 'r2', orderId: orderId(2), code: 'stale_price' },
    ]);
  });

  it('has each closing of an order, the ends without one, and what came before, once and as it was told', async () => {
    world().history();
    const rest = { remaining: '0.50000', remainingMargin: '5.025000', remainingLiquidationPrice: '90.95' };
    const events = [
      placed(1),
      createdWithGuarantee(1),
      closed(1, { quantity: '0.50000', ...rest }),
      closed(1, { quantity: '0.50000', reason: 'netting', nettedBy: orderId(3) }),
      { ...placed(2), type: 'cancelled', requestId: null, code: 'insufficient_balance' },
      reduced(3),
    ] satisfies JsonEvent[];
    await world().publish('1000-0', events);
    await world().untilRecorded('1000-0');
    const { db } = world();
    const trades = await db.existingTrade.findMany({ orderBy: { id: 'asc' } });
    expect(
      trades.map((row) => [row.orderId, row.remaining?.toFixed(5), row.remainingMargin?.toFixed(6), row.nettedBy]),
    ).toEqual([
      [orderId(1), '0.50000', '5.025000', null],
      [orderId(1), undefined, undefined, orderId(3)],
    ]);
    const {
      type: _type,
      requestId: _request,
      price,
      quantity,
      takeProfit,
      placedAt,
      maxSlippageBps,
      ...asPlaced
    } = placed(2);
    const [cancelled] = await db.cancelledOrder.findMany();
    expect(cancelled).toMatchObject({ ...asPlaced, placedAt: BigInt(placedAt), code: 'insufficient_balance' });
    const figures = [cancelled?.price.toFixed(2), cancelled?.quantity.toFixed(5), cancelled?.takeProfit?.toFixed(2)];
    expect([...figures, cancelled?.maxSlippageBps]).toEqual([price, quantity, takeProfit, BigInt(maxSlippageBps ?? 0)]);
    expect(await db.reducedOrder.findMany()).toMatchObject([{ orderId: orderId(3), side: 'sell' }]);
    const before = await db.orderEvent.findMany({ orderBy: { id: 'asc' } });
    expect(before.map(({ orderId, type, data }) => [orderId, type, data])).toEqual([
      [orderId(1), 'placed', events[0]],
      [orderId(1), 'created', events[1]],
    ]);
    const ledger = await db.ledgerEntry.findMany();
    expect(ledger.map(({ kind, amount }) => [kind, amount.toFixed(6)])).toEqual([['guaranteed_stop', '-0.030150']]);
  });

  it('has the very text of a rejection, whatever a client put into it', async () => {
    const texts = [
      '',
      ' ',
      'NULL',
      'null',
      ',',
      '{}',
      '{a,"b"}',
      '"',
      '\\',
      '\\"',
      "'",
      '\n\t',
      '%',
      '$1',
      'ß → 😀',
      'a b',
    ];
    world().history();
    const events = texts.map((text, index) => rejected(index, { requestId: text, message: `${text}${text}` }));
    await world().publish('1000-0', events);
    await world().untilRecorded('1000-0');
    const rows = await world().db.rejection.findMany({ orderBy: { id: 'asc' } });
    expect(rows.map(({ requestId, message }) => [requestId, message])).toEqual(
      texts.map((text) => [text, text + text]),
    );
  });

  it('has nothing where a rejection names neither an order nor a user', async () => {
    const { orderId: _order, userId: _user, ...anonymous } = rejected(1);
    world().history();
    await world().publish('1000-0', [anonymous, rejected(2)]);
    await world().untilRecorded('1000-0');
    const rows = await world().db.rejection.findMany({ orderBy: { id: 'asc' } });
    expect(rows.map(({ orderId, userId }) => [orderId, userId])).toEqual([
      [null, null],
      [orderId(2), USER],
    ]);
  });

  it('copies the last balance to the user, and needs no user for it', async () => {
    await world().db.user.create({ data: { id: USER, email: 'a@example.com' } });
    world().history();
    await world().publish('1000-0', [accountCreated(USER, '10000.000000'), accountCreated(OTHER_USER, '1.000000')]);
    await world().publish('1000-1', [closed(1, { balance: '10000.000001' }), closed(2, { balance: '9999.999999' })]);
    await world().untilRecorded('1000-1');
    const users = await world().db.user.findMany();
    expect(users.map(({ id, balance }) => [id, balance.toFixed(6)])).toEqual([[USER, '9999.999999']]);
  });

  it('is complete and has nothing twice when the recorder is killed again and again', async () => {
    const publishing = publishClosed(1, 2_000);
    for (let lives = 0; lives < 8; lives++) {
      const before = await world().checkpoint();
      const life = world().history();
      await until(
        async () => (await world().checkpoint()) !== before || before === '1000-2000',
        () => 'the history does not go on',
      );
      await life.stop();
    }
    await publishing;
    world().history();
    await world().untilRecorded('1000-2000');
    expect(await recordedOrders()).toEqual(ordersFrom(1, 2_000));
  });

  it('is written once by two recorders side by side', async () => {
    const lives = [world().history(), world().history()];
    await publishClosed(1, 1_000);
    await world().untilRecorded('1000-1000');
    expect(await recordedOrders()).toEqual(ordersFrom(1, 1_000));
    expect(lives.flatMap(({ errors }) => errors)).toEqual([]);
  });

  it('writes nothing twice when its checkpoint is set back', async () => {
    const life = world().history();
    await publishClosed(1, 50);
    await world().untilRecorded('1000-50');
    await life.stop();
    await moveCheckpoint(world().db, 0, 'recorder', '1000-50', '1000-10');
    world().history();
    await publishClosed(51, 60);
    await world().untilRecorded('1000-60');
    expect(await recordedOrders()).toEqual(ordersFrom(1, 60));
  });

  it('writes nothing when its checkpoint stands elsewhere than it thinks', async () => {
    await moveCheckpoint(world().db, 0, 'recorder', '0-0', '1000-10');
    const rows = emptyHistory(0);
    addHistory(rows, '1000-20', [closed(20), rejected(21)]);
    for (const from of ['0-0', '1000-9', '1000-20'])
      await expect(writeHistory(world().tables, from, '1000-20', rows)).rejects.toThrow(CheckpointMovedError);
    expect(await world().checkpoint()).toBe('1000-10');
    expect(await recordedOrders()).toEqual([]);
    expect(await world().db.rejection.count()).toBe(0);
    await writeHistory(world().tables, '1000-10', '1000-20', rows);
    expect(await recordedOrders()).toEqual([orderId(20)]);
  });

  it('goes on when Redis and PostgreSQL are killed and started again under it', async () => {
    world().history();
    await publishClosed(1, 200);
    await Promise.all([world().devstack.redis.restart(), world().devstack.postgres.restart()]);
    await world().ready();
    await publishClosed(201, 400);
    await world().untilRecorded('1000-400');
    expect(await recordedOrders()).toEqual(ordersFrom(1, 400));
  });

  it('waits without an error while there is only a replica to read from', async () => {
    const before = world().history();
    await publishClosed(1, 1);
    await world().untilRecorded('1000-1');
    await before.stop();
    await world().redis.call('REPLICAOF', '127.0.0.1', '1');
    const life = world().history();
    await expect.poll(() => life.faults).toContain('this Redis is a replica, which takes no writes');
    await world().redis.call('REPLICAOF', 'NO', 'ONE');
    await publishClosed(2, 2);
    await world().untilRecorded('1000-2');
    expect(life.warnings).toEqual([]);
  });

  it.each([
    ['no JSON', '[{"type":"clo'],
    ['no list', '{"type":"closed"}'],
    ['an event of no known type', '[{"type":"exploded"}]'],
    ['an amount that is a number', JSON.stringify([{ ...closed(2), pnl: -0.05 }])],
    ['a user that is no UUID', JSON.stringify([{ ...closed(2), userId: "' or 1=1" }])],
    ['nothing', ''],
  ])('leaves out an entry that is %s, and says so', async (_, events) => {
    const life = world().history();
    await world().publish('1000-1', [closed(1)]);
    await world().publish('1000-2', events);
    await world().publish('1000-3', [closed(3)]);
    await world().untilRecorded('1000-3');
    expect(await recordedOrders()).toEqual([orderId(1), orderId(3)]);
    expect(life.errors).toEqual(['a callback entry makes no sense and is left out']);
    expect((await life.metrics.malformed.get()).values[0]?.value).toBe(1);
  });
});

describe('the history of a callback-stream that was lost', () => {
  it('goes on with what is published from then on, and says so loudly', async () => {
    const life = world().history();
    await publishClosed(1, 20);
    await world().untilRecorded('1000-20');
    await world().redis.del(KEYS.callback);
    await until(
      () => life.errors.length > 0,
      () => 'nothing is said',
    );
    expect(life.errors[0]).toContain('RESULTS WERE LOST: callback-stream:{0}');
    await publishClosed(21, 30);
    await world().untilRecorded('1000-30');
    expect(await recordedOrders()).toEqual(ordersFrom(1, 30));
  });

  it('goes on as well when results came before it looked', async () => {
    const life = world().history();
    await publishClosed(1, 20);
    await world().untilRecorded('1000-20');
    await world()
      .redis.multi()
      .del(KEYS.callback)
      .xadd(KEYS.callback, '1000-21', 'events', JSON.stringify([closed(21)]))
      .exec();
    await world().untilRecorded('1000-21');
    expect(life.errors[0]).toContain('RESULTS WERE LOST');
    expect(await recordedOrders()).toEqual(ordersFrom(1, 21));
  });

  it('goes on with a trimmed stream that lost its end, of which a part is published again', async () => {
    const life = world().history();
    await publishClosed(1, 20);
    await world().untilRecorded('1000-20');
    await life.stop();
    await trimBefore(world().redis, KEYS.callback, '1000-5');
    for (let order = 16; order <= 20; order++) await world().redis.xdel(KEYS.callback, `1000-${order}`);
    await world().redis.call('XSETID', KEYS.callback, '1000-15');
    await publishClosed(16, 25);
    await world().redis.xdel(KEYS.callback, '1000-20');
    const next = world().history();
    await world().untilRecorded('1000-25');
    expect(next.errors[0]).toContain('RESULTS WERE LOST');
    expect(await recordedOrders()).toEqual([...ordersFrom(1, 19), ...ordersFrom(21, 25)]);
  });

  it('has nothing any more of results that were lost, as soon as it is written again, and all that was trimmed', async () => {
    const life = world().history();
    await publishClosed(1, 20);
    await world().publish('1000-30', [rejected(30), closed(30)]);
    await world().publish('9000-40', [rejected(40), closed(40)]);
    await world().untilRecorded('9000-40');
    await trimBefore(world().redis, KEYS.callback, '1000-5');
    for (const id of ['1000-12', '1000-15', '1000-30', '9000-40']) await world().redis.xdel(KEYS.callback, id);
    await world().untilRecorded('1000-20');
    expect(life.errors[0]).toContain('RESULTS WERE LOST');
    const left = [...ordersFrom(1, 11), ...ordersFrom(13, 14), ...ordersFrom(16, 20)];
    await expect.poll(recordedOrders).toEqual(left);
    expect(await world().db.rejection.count()).toBe(0);
    await world().redis.xadd(KEYS.callback, '9001-0', 'events', JSON.stringify([closed(50)]));
    await world().untilRecorded('9001-0');
    expect(await recordedOrders()).toEqual([...left, orderId(50)]);
  });

  it('keeps what is in the snapshot from which the engine goes on, and nothing that was lost behind it', async () => {
    const life = world().history();
    for (const order of [1, 2, 3, 4]) await world().publish(`${order}000-0`, [rejected(order), closed(order)]);
    await world().untilRecorded('4000-0');
    await life.stop();
    await moveCheckpoint(world().db, 0, 'engine', '0-0', '2000-0');
    for (const order of [2, 3, 4]) await world().redis.xdel(KEYS.callback, `${order}000-0`);
    const next = world().history();
    await world().untilRecorded('1000-0');
    expect(next.errors[0]).toContain('RESULTS WERE LOST');
    expect(await recordedOrders()).toEqual(ordersFrom(1, 2));
    expect(await world().db.rejection.count()).toBe(2);
  });

  it('is written again where others have taken the places of results that were lost, and what stood before them', async () => {
    const life = world().history();
    await publishClosed(1, 20);
    await world().untilRecorded('1000-20');
    const others = world().redis.multi();
    for (let order = 11; order <= 20; order++) others.xdel(KEYS.callback, `1000-${order}`);
    others.call('XSETID', KEYS.callback, '1000-10');
    for (const order of [13, 20])
      others.xadd(KEYS.callback, `1000-${order}`, 'events', JSON.stringify([closed(order + 100)]));
    await others.exec();
    await publishClosed(21, 22);
    await world().untilRecorded('1000-22');
    expect(life.errors).toEqual([
      expect.stringContaining('RESULTS WERE LOST: others have taken their place'),
      expect.stringContaining('THE LOG WAS LOST: engine-stream:{0} does not have 1000-0 any more'),
    ]);
    expect(await recordedOrders()).toEqual([
      ...ordersFrom(1, 10),
      ...[orderId(113), orderId(120)],
      ...ordersFrom(21, 22),
    ]);
  });

  it('is written again as well when that happened before it started, to its last result alone', async () => {
    const before = world().history();
    await publishClosed(1, 20);
    await world().untilRecorded('1000-20');
    await before.stop();
    await world().redis.xdel(KEYS.callback, '1000-20');
    await world().redis.call('XSETID', KEYS.callback, '1000-19');
    await world().publish('1000-20', [closed(120)]);
    const life = world().history();
    await publishClosed(21, 22);
    await world().untilRecorded('1000-22');
    expect(life.errors).toEqual([
      expect.stringContaining('RESULTS WERE LOST: others have taken their place'),
      expect.stringContaining('THE LOG WAS LOST: engine-stream:{0} does not have 1000-0 any more'),
    ]);
    expect(await recordedOrders()).toEqual([...ordersFrom(1, 19), orderId(120), ...ordersFrom(21, 22)]);
  });

  it('goes on without a word where its last result is the same, or its digest was not kept', async () => {
    for (const isKept of [true, false]) {
      await world().clear();
      const before = world().history();
      await publishClosed(1, 5);
      await world().untilRecorded('1000-5');
      await before.stop();
      if (!isKept) await world().db.$executeRaw`update "Checkpoint" set "entryDigest" = '1000-4 old'`;
      const life = world().history();
      await publishClosed(6, 7);
      await world().untilRecorded('1000-7');
      expect(life.errors).toEqual([]);
      expect(await recordedOrders()).toEqual(ordersFrom(1, 7));
    }
  });

  it.each([
    ['the log', '2-0', '2-0'],
    ['the log, behind which the engine has gone on', '6-0', '3-0'],
  ])('together with %s: that is written down before the history goes back', async (_what, snapshot, after) => {
    const life = world().history();
    for (const order of [1, 2, 3, 4, 5]) {
      await world().redis.xadd(KEYS.engine, `${order}-0`, 'type', 'test', 'data', '{}');
      await world().publish(`${order}-0`, [closed(order)]);
    }
    await world().untilRecorded('5-0');
    await life.stop();
    await moveCheckpoint(world().db, 0, 'engine', '0-0', snapshot);
    for (const key of [KEYS.engine, KEYS.callback]) {
      for (const id of ['4-0', '5-0']) await world().redis.xdel(key, id);
      await world().redis.call('XSETID', key, '3-0');
    }
    const next = world().history();
    await world().untilRecorded('3-0');
    expect(await readLosses(world().db, 0)).toEqual([{ after, foundAt: expect.any(Number) }]);
    expect(next.errors).toEqual([
      expect.stringContaining('RESULTS WERE LOST'),
      'THE LOG WAS LOST: engine-stream:{0} does not have 5-0 any more, which is in the history',
    ]);
  });

  it('is noticed late, when the engine has a snapshot of what came instead: what never was is deleted', async () => {
    const life = world().history();
    const add = async (order: number) => {
      await world().redis.xadd(KEYS.engine, `${order}-0`, 'type', 'test', 'data', '{}');
      await world().publish(`${order}-0`, [closed(order)]);
    };
    for (const order of [1, 2, 3, 4, 5]) await add(order);
    await world().untilRecorded('5-0');
    await life.stop();
    // The engine went on from its snapshot at 3-0, whose result is lost as well, and has made another one since.
    for (const [key, ids] of [
      [KEYS.engine, ['4-0', '5-0']],
      [KEYS.callback, ['3-0', '4-0', '5-0']],
    ] as const)
      for (const id of ids) await world().redis.xdel(key, id);
    await world().db.loss.create({ data: { after: '3-0', foundAt: 1 } });
    await add(8);
    await add(9);
    await moveCheckpoint(world().db, 0, 'engine', '0-0', '8-0');
    world().history();
    await world().untilRecorded('9-0');
    expect(await recordedOrders()).toEqual([...ordersFrom(1, 3), ...ordersFrom(8, 9)]);
  });

  it('alone is no loss of the log, whose results the engine works out again', async () => {
    await world().redis.xadd(KEYS.engine, '1-0', 'type', 'test', 'data', '{}');
    const life = world().history();
    await world().publish('1-0', [closed(1)]);
    await world().untilRecorded('1-0');
    await world().redis.del(KEYS.callback);
    await world().publish('2-0', [closed(2)]);
    await world().untilRecorded('2-0');
    expect(life.errors).toEqual([expect.stringContaining('RESULTS WERE LOST')]);
    expect(await readLosses(world().db, 0)).toEqual([]);
  });

  it('says so loudly when results were trimmed that it has not got, and goes on behind the hole', async () => {
    const life = world().history();
    await publishClosed(1, 10);
    await world().untilRecorded('1000-10');
    await life.stop();
    await publishClosed(11, 20);
    await trimBefore(world().redis, KEYS.callback, '1000-15');
    const next = world().history();
    await world().untilRecorded('1000-20');
    await publishClosed(21, 22);
    await world().untilRecorded('1000-22');
    expect(next.errors).toEqual([expect.stringContaining('THE HISTORY HAS A HOLE: results behind 1000-10 were lost')]);
    expect(await recordedOrders()).toEqual([...ordersFrom(1, 10), ...ordersFrom(15, 22)]);
  });

  it('says so once when the stream was emptied unread, and has all that comes afterwards', async () => {
    const life = world().history();
    await publishClosed(1, 10);
    await world().untilRecorded('1000-10');
    await life.stop();
    await publishClosed(11, 12);
    await world().redis.xtrim(KEYS.callback, 'MAXLEN', 0);
    const next = world().history();
    await until(
      () => next.errors.length > 0,
      () => 'nothing is said of the hole',
    );
    // Longer than a read blocks: it looks for gaps meanwhile.
    await sleep(1_500);
    await publishClosed(13, 14);
    await world().untilRecorded('1000-14');
    expect(next.errors).toEqual([expect.stringContaining('THE HISTORY HAS A HOLE: results behind 1000-10 were lost')]);
    expect(await recordedOrders()).toEqual([...ordersFrom(1, 10), ...ordersFrom(13, 14)]);
  });
});

it.each([
  ['the history', KEYS.callback, () => world().history()],
  ['the candles', KEYS.price, () => world().candles()],
  ['the journal', KEYS.engine, () => world().journal(mkdtempSync(join(world().folder, 'journal-')))],
] as const)(
  '%s: the recorder stays ready when its connection is cut, and nothing comes afterwards',
  async (_, key, start) => {
    const life = start();
    await until(
      async () => String(await world().redis.call('CLIENT', 'LIST')).includes(' cmd=xread '),
      () => `nobody reads ${key}`,
    );
    // Between two reads nothing is under way that could be interrupted.
    const cut = async () => {
      await world().redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      return life.warnings.length > 0;
    };
    await until(cut, () => 'nothing was interrupted');
    expect(new Set(life.warnings)).toEqual(new Set([`reading ${key.replace(':{0}', '')} is interrupted`]));
    expect(life.waits.reason).toBeUndefined();
    expect(life.errors).toEqual([]);
  },
);

describe('the journal', () => {
  const freshJournal = () => mkdtempSync(join(world().folder, 'journal-'));

  async function append(first: number, last: number): Promise<void> {
    for (let number = first; number <= last; number++)
      await world().redis.xadd(KEYS.engine, `${number}-0`, 'type', 'test', 'data', `{"number":${number}}`);
  }

  async function idsIn(directory: string): Promise<string[]> {
    const ids: string[] = [];
    for await (const { text } of journalLines(directory)) ids.push(parseJournalLine(text).id);
    return ids;
  }

  /** What each line tells of the one before it, and of a hole between them. */
  async function chainIn(directory: string): Promise<(string | undefined)[][]> {
    const chain: (string | undefined)[][] = [];
    for await (const { text } of journalLines(directory)) {
      const { id, after, hole } = parseJournalLine(text);
      chain.push(hole === undefined ? [id, after] : [id, after, hole]);
    }
    return chain;
  }

  const idsFrom = (first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, index) => `${first + index}-0`);

  async function untilJournalled(directory: string, id: string): Promise<void> {
    await until(
      async () => (await idsIn(directory)).at(-1) === id,
      () => `the journal does not come to ${id}`,
    );
  }

  it('keeps nobody waiting who waits for its look, when it is stopped before that', async () => {
    const looked = vi.fn();
    // It has no connection yet.
    await world()
      .journal(mkdtempSync(join(world().folder, 'journal-')), looked)
      .stop();
    expect(looked).toHaveBeenCalled();
  });

  it('has each entry once when the recorder is killed again and again, and Redis too', async () => {
    const directory = freshJournal();
    for (let life = 0; life < 6; life++) {
      const journal = world().journal(directory);
      await append(life * 200 + 1, life * 200 + 200);
      if (life === 3) {
        await world().devstack.redis.restart();
        await world().ready();
      }
      if (life % 2 === 0) await untilJournalled(directory, `${life * 200 + 200}-0`);
      await journal.stop();
    }
    world().journal(directory);
    await untilJournalled(directory, '1200-0');
    expect(await idsIn(directory)).toEqual(idsFrom(1, 1_200));
  });

  it('writes to the disk a few times for many entries that come one by one', async () => {
    const directory = freshJournal();
    const appends = vi.spyOn(JournalWriter.prototype, 'append');
    const start = Date.now();
    world().journal(directory);
    for (let from = 1; from < 1_000 || Date.now() < start + 500; from += 100) await append(from, from + 99);
    const most = 2 + (Date.now() - start) / 50;
    expect(appends.mock.calls.length).toBeGreaterThan(1);
    expect(appends.mock.calls.length).toBeLessThan(most);
    appends.mockRestore();
  });

  it('says that its disk is full, and goes on without a hole when there is room', async ({ skip }) => {
    const disk = await smallDisk(1_024 * 1_024);
    if (disk === undefined) return skip('a file system is mounted by root alone');
    const directory = join(disk.folder, 'journal');
    try {
      const journal = world().journal(directory);
      await append(1, 5);
      await untilJournalled(directory, '5-0');
      disk.fill();
      await append(6, 200);
      const reason = `the journal: the disk of ${directory} is full, and the log is kept until there is room`;
      await until(
        async () => journal.waits.reason === reason,
        () => `it waits for ${journal.waits.reason}`,
      );
      // Several attempts later it is still its own disk that it waits for.
      await until(
        () => journal.errors.length >= 3,
        () => 'it does not try again',
      );
      expect(journal.warnings).toEqual([]);
      disk.free();
      await untilJournalled(directory, '200-0');
      expect(await idsIn(directory)).toEqual(idsFrom(1, 200));
      await journal.stop();
    } finally {
      disk.remove();
    }
  });

  it('says loudly that it has a hole, and goes on behind it', async () => {
    const directory = freshJournal();
    const first = world().journal(directory);
    await append(1, 5);
    await untilJournalled(directory, '5-0');
    await first.stop();
    await append(6, 20);
    await trimBefore(world().redis, KEYS.engine, '10-0');
    const second = world().journal(directory);
    await untilJournalled(directory, '20-0');
    expect(await idsIn(directory)).toEqual([...idsFrom(1, 5), ...idsFrom(10, 20)]);
    expect((await chainIn(directory)).slice(3, 7)).toEqual([
      ['4-0', '3-0'],
      ['5-0', '4-0'],
      ['10-0', '5-0', 'entries were lost or trimmed unread'],
      ['11-0', '10-0'],
    ]);
    expect(second.errors).toEqual(['THE JOURNAL HAS A HOLE: entries were lost or trimmed unread']);
  });

  it('says once that it has a hole where the log was emptied unread, and has all that comes afterwards', async () => {
    const directory = freshJournal();
    const first = world().journal(directory);
    await append(1, 5);
    await untilJournalled(directory, '5-0');
    await first.stop();
    await append(6, 7);
    await world().redis.xtrim(KEYS.engine, 'MAXLEN', 0);
    const second = world().journal(directory);
    await until(
      () => second.errors.length > 0,
      () => 'nothing is said of the hole',
    );
    await sleep(1_500);
    await append(8, 9);
    await untilJournalled(directory, '9-0');
    expect((await chainIn(directory)).slice(4)).toEqual([
      ['5-0', '4-0'],
      ['8-0', '5-0', 'entries were lost or trimmed unread'],
      ['9-0', '8-0'],
    ]);
    expect(second.errors).toEqual(['THE JOURNAL HAS A HOLE: entries were lost or trimmed unread']);
  });

  it('says so loudly when another entry has the id of its last one, also after a restart, and goes on behind it', async () => {
    const directory = freshJournal();
    const first = world().journal(directory);
    await append(1, 5);
    await untilJournalled(directory, '5-0');
    await first.stop();
    const same = world().journal(directory);
    await append(6, 6);
    await untilJournalled(directory, '6-0');
    expect(same.errors).toEqual([]);
    await same.stop();
    await world().redis.xdel(KEYS.engine, '6-0');
    await world().redis.call('XSETID', KEYS.engine, '5-0');
    await world().redis.xadd(KEYS.engine, '6-0', 'type', 'test', 'data', '{"number":60}');
    await append(7, 8);
    const second = world().journal(directory);
    await untilJournalled(directory, '8-0');
    expect(await idsIn(directory)).toEqual(idsFrom(1, 8));
    expect((await chainIn(directory)).slice(6)).toEqual([
      ['7-0', '6-0', 'Redis lost entries, among them the one before this'],
      ['8-0', '7-0'],
    ]);
    expect(second.errors).toEqual([
      'THE LOG WAS LOST: engine-stream:{0} does not have 6-0 any more, which is in the journal',
      'THE JOURNAL HAS A HOLE: entries were lost or trimmed unread',
    ]);
  });

  it('goes on with a log that was lost and began anew', async () => {
    const directory = freshJournal();
    const journal = world().journal(directory);
    await append(1, 5);
    await untilJournalled(directory, '5-0');
    await world().redis.del(KEYS.engine);
    await append(8, 9);
    await untilJournalled(directory, '9-0');
    expect(journal.errors).toEqual([
      'THE LOG WAS LOST: engine-stream:{0} does not have 5-0 any more, which is in the journal',
      'THE JOURNAL HAS A HOLE: entries were lost or trimmed unread',
    ]);
  });

  it('waits for its connection before it looks for what was lost', async () => {
    await append(1, 3);
    const looking = world().lookForLost('5-0');
    expect(await looking.failure()).toBeUndefined();
    expect(looking.errors).toHaveLength(1);
    expect(await readLosses(world().db, 0)).toEqual([{ after: '0-0', foundAt: expect.any(Number) }]);
  });

  it('writes down what the log has lost behind it, and says that it has looked', async () => {
    const directory = freshJournal();
    const first = world().journal(directory);
    await append(1, 5);
    await untilJournalled(directory, '5-0');
    await first.stop();
    await moveCheckpoint(world().db, 0, 'engine', '0-0', '2-0');
    for (const id of ['4-0', '5-0']) await world().redis.xdel(KEYS.engine, id);
    await world().redis.call('XSETID', KEYS.engine, '3-0');
    const losses: unknown[] = [];
    await new Promise<void>((resolve) => {
      world().journal(directory, () =>
        readLosses(world().db, 0)
          .then((found) => losses.push(...found))
          .finally(resolve),
      );
    });
    expect(losses).toEqual([{ after: '2-0', foundAt: expect.any(Number) }]);
  });
});

describe('trimming', () => {
  const MINUTE = 60_000;

  async function fill(): Promise<void> {
    for (let number = 1; number <= 20; number++) {
      await world().redis.xadd(KEYS.engine, `${number}-0`, 'type', 'test', 'data', '{}');
      await world().redis.xadd(KEYS.callback, `${number}-0`, 'events', '[]');
    }
  }

  async function firstIds(): Promise<(string | undefined)[]> {
    const streams = await Promise.all(
      [KEYS.engine, KEYS.callback].map((key) => world().redis.xrange(key, '-', '+', 'COUNT', 1)),
    );
    return streams.map((entries) => entries[0]?.[0]);
  }

  function trimmingBehind(journal: LogId): TrimmingParts {
    const { tables, redis } = world();
    const logger = { warn: () => {} } as never;
    const signal = AbortSignal.timeout(30_000);
    return { tables, redis, keys: KEYS, signal, logger, journalPosition: () => journal };
  }

  it('leaves the log while the entry of the snapshot is lost: the engine goes on from what stands before', async () => {
    await fill();
    await moveCheckpoint(world().db, 0, 'engine', '0-0', '10-0');
    const trimming = trimmingBehind('20-0');
    const samples = await trimOnce(trimming, [], 0);
    await world().redis.xdel(KEYS.engine, '10-0');
    await trimOnce(trimming, samples, MINUTE);
    expect((await firstIds())[0]).toBe('1-0');
  });

  it.each([
    // engine, recorder, journal, the first entries that are left of engine-stream and callback-stream
    ['10-0', '15-0', '12-0', '10-0', '10-0'],
    ['10-0', '15-0', '8-0', '8-0', '10-0'],
    ['15-0', '10-0', '20-0', '15-0', '10-0'],
    ['0-0', '10-0', '20-0', '1-0', '1-0'],
    ['10-0', '0-0', '20-0', '10-0', '1-0'],
    ['10-0', '10-0', '0-0', '1-0', '10-0'],
  ])(
    'with the engine at %s, the recorder at %s and the journal at %s keeps the entries from %s and from %s',
    async (engine, recorder, journal, inEngine, inCallback) => {
      await fill();
      if (engine !== '0-0') await moveCheckpoint(world().db, 0, 'engine', '0-0', engine);
      if (recorder !== '0-0') await moveCheckpoint(world().db, 0, 'recorder', '0-0', recorder);
      const trimming = trimmingBehind(journal);
      const samples = await trimOnce(trimming, [], 0);
      expect(await firstIds()).toEqual(['1-0', '1-0']);
      await trimOnce(trimming, samples, MINUTE);
      expect(await firstIds()).toEqual([inEngine, inCallback]);
    },
  );
});
