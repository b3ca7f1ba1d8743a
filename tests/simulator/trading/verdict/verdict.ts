import { isDeepStrictEqual } from 'node:util';
import { compareLogIds, logTime } from '@fulcrum/log';
import { historyId, type JsonEvent } from '@fulcrum/protocol';
import { cfdCodec } from '../../../../apps/engine/src/cfd/cfd-codec.ts';
import { balanceTable, rejectionTable, tradeTable } from '../../../../apps/recorder/src/history/history-rows.ts';
import { judgeSnapshots } from '../../verdicts/snapshots.ts';
import type { Asked, Moved, Trader } from '../trader.ts';
import { ID_KEPT_MS, type TradingWorld } from '../trading-truth.ts';
import { judgeLedgers } from './verdict-on-ledgers.ts';
import { judgeRules } from './verdict-on-rules.ts';

/** What has to be true in the end, once every fault is over and everybody has caught up. */
export async function judge(
  world: TradingWorld,
  traders: readonly Trader[],
  toldStaff: readonly JsonEvent[],
): Promise<void> {
  for (const trader of traders) for (const asked of trader.orders) judgeOrder(world, asked);
  for (const orderId of world.truth.openedTwice) world.violate(`the order ${orderId} was opened twice`);
  for (const trader of traders) for (const moved of trader.transfers) judgeTransfer(world, moved);
  for (const broken of world.truth.openings.broken) world.violate(broken);
  for (const event of [...traders.flatMap(({ told }) => told), ...toldStaff]) judgeTold(world, event);
  judgeRules(world);
  judgeHistory(world);
  judgeBalances(world);
  judgeLedgers(world, world.truth.cash);
  await judgeSnapshots(world, cfdCodec());
}

/** What a client was told is what happened. */
function judgeOrder(world: TradingWorld, asked: Asked): void {
  const { orderId, opening, isDoubled, closed, denied, deniedAt, lookedUp } = asked;
  const created = world.truth.created(orderId);
  const came = [...created, ...world.truth.reduced(orderId)];
  const told = JSON.stringify({ opening, closed, denied, lookedUp });
  const { validUntil = Number.POSITIVE_INFINITY } = asked;
  if (created.some(({ openedAt }) => openedAt > validUntil && openedAt > world.truth.perishableSince))
    world.violate(`the order ${orderId} was opened later than it was valid (${validUntil})`);
  for (const answer of opening) {
    const isTrue =
      answer?.status !== 201 || came.some((event) => isDeepStrictEqual(event, { ...answer.body, type: event.type }));
    if (!isTrue) world.violate(`the order ${orderId} was acknowledged as ${told}, but is ${JSON.stringify(came)}`);
  }
  const isSurelyRefused = opening.every((answer) => answer?.status === 503 || answer?.status === 422);
  if (isSurelyRefused && !isDoubled && created.length > 0)
    world.violate(`the order ${orderId} was refused (${told}), but opened`);
  const voidUntil = world.truth.voidSince(orderId, deniedAt) + ID_KEPT_MS;
  if (denied !== undefined && created.some(({ openedAt }) => openedAt <= voidUntil))
    world.violate(`the order ${orderId} was said never to have been opened (${told}), but was`);
  if (closed !== undefined && !isOneOf(world.truth.closed(orderId), { ...closed.body, type: 'closed' }))
    world.violate(`the order ${orderId} was told to be closed as ${told}, but is not`);
  if (lookedUp !== undefined) judgeLookUp(world, asked, told);
}

/** What was answered to a command is a result of the log. */
function judgeTold(world: TradingWorld, event: JsonEvent): void {
  const { requestId } = event as { requestId?: string };
  const answers = world.truth.answers.get(requestId ?? '') ?? [];
  if (!isOneOf(answers, event))
    world.violate(`a command was answered with ${JSON.stringify(event)}, but came to ${JSON.stringify(answers)}`);
}

function isOneOf(events: readonly object[], told: object): boolean {
  return events.some((event) => isDeepStrictEqual(event, told));
}

function judgeLookUp(world: TradingWorld, { orderId, lookedUp }: Asked, told: string): void {
  const wasReduced = world.truth.reduced(orderId).length > 0;
  const wasOpened = wasReduced || world.truth.created(orderId).length > 0;
  const isOpenedSaid = lookedUp?.status === 200 && !['rejected', 'lost'].includes(String(lookedUp.body.status));
  if (isOpenedSaid !== wasOpened)
    world.violate(`the order ${orderId} was looked up (${told}), but was ${wasOpened ? '' : 'not '}opened`);
  if (lookedUp?.body.status === 'closed' && !wasReduced && world.truth.closed(orderId).length === 0)
    world.violate(`the order ${orderId} was looked up (${told}), but is not closed`);
}

/** The history has each closed order and each refusal once, as it was. */
function judgeHistory(world: TradingWorld): void {
  const { tables } = world.postgres;
  const trades = new Map(tables.all(tradeTable).map((row) => [row[0], row]));
  for (const { id, event } of world.truth.closings) {
    const row = trades.get(historyIdFor(trades, id, event.orderId));
    const [, orderId, userId] = row ?? [];
    const column = (name: string) => row?.[tradeTable.columns.findIndex(([column]) => column === name)];
    const isThere = orderId === event.orderId && userId === event.userId && column('payout') === event.payout;
    if (!isThere) world.violate(`the closing of ${event.orderId} (${id}) is not in the history as it was: ${row}`);
  }
  if (trades.size !== world.truth.closings.length)
    world.violate(`the history has ${trades.size} closings of ${world.truth.closings.length}`);
  const rejections = tables.all(rejectionTable).length;
  if (rejections !== world.truth.rejections.length)
    world.violate(`the history has ${rejections} refusals of ${world.truth.rejections.length}`);
}

/** Several orders may close with one result: the row's id has the event's index. */
function historyIdFor(rows: ReadonlyMap<unknown, readonly unknown[]>, callback: string, orderId: string): string {
  for (let index = 0; index < 256; index++) {
    const id = historyId(0, callback, index);
    if (rows.get(id)?.[1] === orderId) return id;
  }
  return historyId(0, callback, 0);
}

/** The copies of the balances, as far as the history has come. */
function judgeBalances(world: TradingWorld): void {
  for (const [userId, balance] of world.truth.balances) {
    const [row] = world.postgres.tables.findNow(balanceTable, [userId]);
    if (row !== undefined && row[1] !== balance)
      world.violate(`the copy of ${userId}'s balance is ${row[1]}, not ${balance}`);
  }
}

/** Money moves once, and as its owner was told. */
function judgeTransfer(world: TradingWorld, { transferId, told }: Moved): void {
  const events = world.truth.transfers(transferId);
  const began = events.filter(({ event }) => event.type !== 'hold-settled');
  // An id is free again ten minutes after its transfer has ended, and the clock may jump by as much.
  const again = began.slice(1).find(({ id }, index) => {
    const settled = events.findLast((other) => compareLogIds(other.id, id) < 0) ?? began[index];
    return settled !== undefined && logTime(id) <= logTime(settled.id) + ID_KEPT_MS;
  });
  if (again !== undefined) world.violate(`the transfer ${transferId} was made twice: ${JSON.stringify(events)}`);
  for (const event of told)
    if (
      !isOneOf(
        events.map((there) => there.event),
        event,
      )
    )
      world.violate(
        `of the transfer ${transferId} was told ${JSON.stringify(event)}, but it is ${JSON.stringify(events)}`,
      );
}
