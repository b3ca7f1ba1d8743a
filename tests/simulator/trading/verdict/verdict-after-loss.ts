import { orderTable } from '@fulcrum/cfd';
import { callbackId, idAfter } from '@fulcrum/log';
import { decodeEvents, historyId } from '@fulcrum/protocol';
import { loadSnapshot } from '../../../../apps/engine/src/testing/snapshots.ts';
import { HISTORY_TABLES, tradeTable } from '../../../../apps/recorder/src/history/history-rows.ts';
import { ledgerTable } from '../../../../apps/recorder/src/history/ledger-rows.ts';
import { judgeReports, judgeWrittenDown } from '../../verdicts/losses.ts';
import type { Life } from '../../world/life.ts';
import { fieldOf } from '../../world/truth.ts';
import type { Trader } from '../trader.ts';
import { ID_KEPT_MS, type TradingWorld } from '../trading-truth.ts';
import { judgeLedgers } from './verdict-on-ledgers.ts';

/**
 * What has to be true although Redis lost entries and results that were there: it was said loudly and written down, no
 * order was opened twice, no money was made or lost, and the history has nothing of results that are not there.
 *
 * @param witnesses engines' lives that had applied what was lost.
 */
export async function judgeAfterLoss(
  world: TradingWorld,
  witnesses: ReadonlySet<Life>,
  traders: readonly Trader[],
): Promise<void> {
  judgeReports(world, witnesses);
  judgeWrittenDown(world);
  judgeResults(world);
  judgeHistory(world);
  judgeLedgers(world, new Map());
  if (world.minReplicas > 0 && !world.hasLostReplicated) judgeAcknowledged(world, traders);
  const { core } = await loadSnapshot(world.postgres.tables);
  if (core.imbalance() !== 0n) world.violate('money was made or lost in the snapshot');
}

/** A row of the ledger has the id of its event, and which change of it. */
const LEDGER_ID_SUFFIX = -2;

function judgeResults(world: TradingWorld): void {
  /** Until when the id of each order is refused. */
  const takenUntil = new Map<string, number>();
  for (const { id, fields } of world.redis.server.entries(world.keys.callback)) {
    for (const event of decodeEvents(fieldOf(fields, 'events'))) {
      if (event.type === 'closed' && event.remaining === undefined)
        takenUntil.set(event.orderId, event.closedAt + ID_KEPT_MS);
      if (event.type !== 'created') continue;
      if (event.openedAt <= (takenUntil.get(event.orderId) ?? 0))
        world.violate(`the order ${event.orderId} was opened twice, again by ${id}`);
      takenUntil.set(event.orderId, Number.POSITIVE_INFINITY);
    }
  }
}

/**
 * What was trimmed stays in the history, and what is in the snapshot from which the engine went on; behind both it has
 * what stands in callback-stream, and no more.
 */
function judgeHistory(world: TradingWorld): void {
  const { redis, postgres, keys } = world;
  const results = redis.server.entries(keys.callback);
  const [first] = results;
  if (first === undefined) return;
  const told = new Set<string>();
  const behindSnapshot = historyId(0, callbackId(idAfter(world.keptUpTo), 0), 0);
  for (const { id, fields } of results) {
    const { length } = decodeEvents(fieldOf(fields, 'events'));
    for (let index = 0; index < length; index++) told.add(historyId(0, id, index));
  }
  for (const [table] of HISTORY_TABLES)
    for (const [rowId] of postgres.tables.all(table)) {
      const id = table.name === ledgerTable.name ? rowId?.slice(0, LEDGER_ID_SUFFIX) : rowId;
      if (id && id >= historyId(0, first.id, 0) && id >= behindSnapshot && !told.has(id))
        world.violate(`the history has ${id}, of a result that was lost`);
    }
}

/** What was acknowledged once a replica had it is there, although the primary was lost. */
function judgeAcknowledged(world: TradingWorld, traders: readonly Trader[]): void {
  const { redis, postgres, keys } = world;
  const known = new Set<unknown>(postgres.tables.all(orderTable).map(([orderId]) => orderId));
  for (const [, orderId] of postgres.tables.all(tradeTable)) known.add(orderId);
  for (const { fields } of redis.server.entries(keys.callback))
    for (const event of decodeEvents(fieldOf(fields, 'events'))) if ('orderId' in event) known.add(event.orderId);
  for (const { orderId, opening } of traders.flatMap(({ orders }) => orders))
    if (opening.some((answer) => answer?.status === 201) && !known.has(orderId))
      world.violate(`the order ${orderId} was acknowledged once a replica had it, and is gone`);
}
