import { writeFileSync } from 'node:fs';
import { ChangeSet, Core, NEWEST_RULES } from '@fulcrum/cfd';
import { LOG_START, type LogEntry, logTime } from '@fulcrum/log';
import { applyEntry } from '@fulcrum/protocol';
import { isSnapshotPoint } from '@fulcrum/replica';
import { FORMAT_VERSION } from '../snapshot-format.ts';
import { isKept, type KeptName, type KeptSnapshot, keptFile, takeTables } from './kept-snapshot.ts';
import { writeSnapshot } from './snapshots.ts';
import { createOrder, entry, randomJournal, setInstrument, uuid } from './test-journal.ts';
import { EngineWorld } from './test-support.ts';

/**
 * Keeps what this version of the engine writes, for the versions to come: run it once, when FORMAT_VERSION or NEWEST_RULES was
 * raised.
 *
 *     node apps/engine/src/testing/keep-snapshot-main.ts && biome check --write apps/engine/src/testing/kept
 *
 * A file that is there is left alone: it says what a version wrote that is out in the world.
 */
const world = await EngineWorld.start();
const name: KeptName = isKept(FORMAT_VERSION) ? `${FORMAT_VERSION}-rules-${NEWEST_RULES}` : FORMAT_VERSION;
try {
  const kept: KeptSnapshot = { entries: await writeJournal(), tables: await takeTables(world.db) };
  writeFileSync(keptFile(name), JSON.stringify(kept), { flag: 'wx' });
  console.log(`Kept what format ${name} looks like.`);
} finally {
  await world.stop();
}

/** Holds a tick at the end of a journal, in an instrument with all settings. */
function guarded(entries: readonly LogEntry[]): LogEntry[] {
  const time = logTime(entries.at(-1)?.id ?? LOG_START);
  const guards = { assetClass: 'crypto', mode: 'close_only', maxSpreadBps: 50, maxJumpBps: 200, confirmJumpMs: 500 };
  const guarantee = { guaranteedStopPpm: 1_000, minGuaranteedDistanceBps: 200 };
  const [asset, exchangeTime] = ['ETH_USDC', '1795259570244000000'];
  const settings = JSON.parse(setInstrument('0-1', asset).data);
  return [
    ...entries,
    entry(`${time + 1}-0`, 'set-instrument', { ...settings, ...guards, ...guarantee }),
    entry(`${time + 2}-0`, 'price-update', { asset, bid: '1.00', ask: '1.01', exchangeTime, source: 'backpack' }),
  ];
}

/** At the end of a journal orders wait, one was cancelled, two trail and one has a guaranteed stop. */
function withOrders(entries: readonly LogEntry[]): LogEntry[] {
  const time = logTime(entries.at(-1)?.id ?? LOG_START);
  const quote = entries.findLast(({ type, data }) => type === 'price-update' && data.includes('BTC_USDC'));
  const settings = JSON.parse(setInstrument('0-1').data);
  const small = { quantity: '0.001', leverage: 1 };
  return [
    ...entries,
    entry(`${time + 1}-0`, 'set-instrument', { ...settings, guaranteedStopPpm: 1_000 }),
    { id: `${time + 1}-1`, type: 'price-update', data: quote?.data ?? '' },
    createOrder(`${time + 1}-2`, 3, 801, { ...small, trailingDistance: '5000' }),
    createOrder(`${time + 1}-3`, 3, 802, { ...small, side: 'sell', trailingDistance: '6000' }),
    createOrder(`${time + 1}-4`, 3, 803, { ...small, stopLoss: '30000', guaranteed: true }),
    createOrder(`${time + 2}-0`, 1, 804, {
      ...{ ...small, orderType: 'limit', price: '1000', takeProfit: '2000', stopLoss: '500', maxSlippageBps: 0 },
      ...{ expiresAt: time + 86_400_000, guaranteed: true },
    }),
    createOrder(`${time + 2}-1`, 2, 805, { ...small, side: 'sell', orderType: 'stop', price: '900', reduceOnly: true }),
    createOrder(`${time + 2}-2`, 2, 806, { ...small, orderType: 'stop', price: '900000', trailingDistance: '1' }),
    entry(`${time + 3}-0`, 'cancel-order', { requestId: 'x', orderId: uuid(806), userId: uuid(2) }),
  ];
}

/** At the end of a journal two users have money on hold, and one has made a transfer. */
function withTransfers(entries: readonly LogEntry[]): LogEntry[] {
  const time = logTime(entries.at(-1)?.id ?? LOG_START);
  const named = (number: number, user: number) => ({
    ...{ requestId: `t${number}`, transferId: uuid(900 + number), userId: uuid(user) },
  });
  return [
    ...entries,
    entry(`${time + 1}-0`, 'hold', { ...named(1, 1), amount: '100.5' }),
    entry(`${time + 1}-1`, 'hold', { ...named(2, 2), amount: '0.000001' }),
    entry(`${time + 2}-0`, 'transfer', { ...named(3, 1), kind: 'deposit', amount: '7' }),
    entry(`${time + 2}-1`, 'hold', { ...named(4, 1), amount: '50' }),
    entry(`${time + 3}-0`, 'settle-hold', { ...named(4, 1), outcome: 'paid' }),
  ];
}

/** At the end of a journal the group has limits, and two users have settings. */
function withSettings(entries: readonly LogEntry[]): LogEntry[] {
  const time = logTime(entries.at(-1)?.id ?? LOG_START);
  const own = { maxOpenOrders: 3, maxNotional: '1000.5', maxTotalNotional: '2000' };
  return [
    ...entries,
    entry(`${time + 1}-0`, 'set-group', { group: 'default', maxOpenOrders: 500, maxNotional: '1000000' }),
    entry(`${time + 1}-1`, 'set-account', {
      requestId: 's1',
      userId: uuid(1),
      pausedUntil: time + 86_400_000,
      limits: own,
    }),
    entry(`${time + 1}-2`, 'set-account', { requestId: 's2', userId: uuid(2), rights: 'close_only' }),
  ];
}

/**
 * Takes a journal through a core, and writes a snapshot at each snapshot point and at its end. With this seed there are open orders
 * of all kinds in it, ids of closed orders, three accounts, two instruments, and a house that has lost money.
 */
async function writeJournal(): Promise<KeptSnapshot['entries']> {
  const journal = withSettings(withTransfers(guarded(withOrders(randomJournal(55, 160)))));
  const entries = [entry('999999-0', 'set-rules', { version: NEWEST_RULES }), ...journal];
  const core = Core.empty();
  let [written, last] = [LOG_START, LOG_START];
  let nextOrderNumber = 0;
  const write = async () => {
    const changes = core.takeChanges();
    await writeSnapshot(world.tables, written, last, new ChangeSet(changes, nextOrderNumber));
    nextOrderNumber = changes.totals.nextOrderNumber;
    written = last;
  };
  for (const entry of entries) {
    if (last !== LOG_START && isSnapshotPoint(last, entry.id, 0, true)) await write();
    applyEntry(core, entry);
    last = entry.id;
  }
  await write();
  return entries;
}
