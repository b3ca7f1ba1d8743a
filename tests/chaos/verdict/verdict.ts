import type { Database } from '@fulcrum/db';
import { compareLogIds, LOG_START } from '@fulcrum/log';
import type { JsonEvent } from '@fulcrum/protocol';
import { entriesAfter, firstOfStream, streamInfo, streamKeys } from '@fulcrum/streams';
import { journalLinesOf } from '../../support/journal-tools.ts';
import type { Stack } from '../../support/stack.ts';
import type { Told } from '../load/told.ts';
import { MoneyCheck } from '../money/money-check.ts';
import type { ToldTransfer } from '../money/told-transfer.ts';
import type { CallbackWatch, PublishedEntry } from '../watching/callback-watch.ts';
import type { FeedWatch } from '../watching/feed-watch.ts';
import type { EngineAnswers } from './answers.ts';
import { ClientsCheck } from './clients-check.ts';
import { FeedCheck } from './feed-check.ts';
import type { Findings } from './findings.ts';
import { HistoryCheck } from './history-check.ts';
import { Ledger, millionths } from './ledger.ts';
import { checkProcesses } from './processes-check.ts';
import { replayed } from './replay.ts';
import { StreamCheck } from './stream-check.ts';
import { compareMaps, TablesCheck } from './tables-check.ts';

/** All observations from outside, once the product is at rest. */
export interface Evidence {
  readonly stack: Stack;
  readonly db: Database;
  readonly callbacks: CallbackWatch;
  readonly feeds: readonly FeedWatch[];
  readonly orders: readonly Told[];
  /** Orders that staff have sent in the place of an account's owner. */
  readonly ofStaff: ReadonlySet<string>;
  readonly transfers: readonly ToldTransfer[];
  readonly answers: EngineAnswers;
  /** What each user's transactions add up to. */
  readonly ledgerSums: ReadonlyMap<string, bigint>;
}

/** What the journal holds, for the report. */
export interface JournalFigures {
  readonly entries: number;
  readonly results: number;
  readonly ticks: number;
  readonly snapshotPoints: number;
  /** Closings by their reason. */
  readonly closings: ReadonlyMap<string, number>;
  /** How often each other kind of order, and of end, was met. */
  readonly kinds: ReadonlyMap<string, number>;
  /** Rows of the ledger, by their kind. */
  readonly ledgerRows: ReadonlyMap<string, number>;
}

/** Replays the journal once, and compares all observations with it. */
export async function compareWithJournal(evidence: Evidence, findings: Findings): Promise<JournalFigures> {
  const { stack, db, callbacks, feeds, orders, ofStaff, transfers, answers, ledgerSums } = evidence;
  const ledger = new Ledger(findings);
  const clients = new ClientsCheck(orders, findings, ofStaff);
  const money = new MoneyCheck(transfers, findings);
  const feed = new FeedCheck(feeds, findings);
  const tables = await TablesCheck.read(db, ledger, findings);
  const history = new HistoryCheck(db, findings);
  const published = new StreamCheck('callback-stream as it was read', callbacks.entries(), LOG_START, findings);
  const kept = await keptStream(stack, findings);
  const [closings, kinds] = [new Map<string, number>(), new Map<string, number>()];
  let [entries, results, ticks] = [0, 0, 0];
  const lines = journalLinesOf(stack.home, stack.redisSettings, 'REDIS_SENTINELS' in stack.redisSettings);
  for await (const cause of replayed(lines, findings)) {
    entries += 1;
    if (cause.type === 'price-update') ticks += 1;
    ledger.take(cause);
    tables.take(cause);
    feed.take(cause);
    if (cause.events.length === 0) continue;
    results += 1;
    clients.take(cause);
    money.take(cause);
    for (const check of [published, kept, history]) await check.take(cause);
    for (const event of cause.events) {
      if (event.type === 'closed') count(closings, event.reason);
      for (const kind of kindsOf(event)) count(kinds, kind);
      if (event.type === 'created' && ofStaff.has(event.orderId)) count(kinds, 'opened by staff');
    }
  }
  for (const check of [published, kept, history, clients, money, feed, tables]) await check.end();
  const { entriesAdded } = await streamInfo(stack.redis, streamKeys().engine);
  findings.expect(
    entries === entriesAdded,
    'lost',
    () => `the log had ${entriesAdded} entries, the journal ${entries}`,
  );
  compareMaps('the balance (GET /balance/me) of', answers.balances, ledger.balances(), findings);
  compareMaps('the open order (GET /trade/get-open-orders)', answers.openOrders, ledger.openOrders(), findings);
  compareMaps(
    'the pending order (GET /trade/get-pending-orders)',
    answers.pendingOrders,
    ledger.pendingOrders(),
    findings,
  );
  compareMaps('User.balance of', await copiedBalances(db), ledger.balances(), findings);
  compareMaps('the sum of the transactions (GET /wallet/transactions) of', ledgerSums, ledger.cash(), findings);
  await compareLedger(db, ledger, findings);
  await compareMoney(db, ledger, findings);
  await checkProcesses(stack, ledger.openOrders().size, findings);
  const rows = await ledgerRows(db);
  return { entries, results, ticks, snapshotPoints: tables.snapshotPoints, closings, kinds, ledgerRows: rows };
}

/** What an event tells of the kinds of orders there are. */
function kindsOf(event: JsonEvent): string[] {
  if (event.type === 'cancelled') return [event.type, `cancelled ${event.code}`];
  if (event.type === 'placed') return [event.orderType, ...(event.expiresAt === null ? [] : ['expiring'])];
  if (event.type === 'created') return ['opened', ...(event.requestId === null ? ['opened after waiting'] : [])];
  if (event.type === 'closed') return event.remaining === undefined ? [] : ['closed in part'];
  return ['reduced', 'all-closed', 'all-cancelled', 'price-set'].includes(event.type) ? [event.type] : [];
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/**
 * The entries that are still in callback-stream after all restarts of Redis. None that readers have seen may be missing.
 * They are read before the journal is replayed, because the stream is trimmed meanwhile. What is trimmed while they are read
 * is left out: it may lack a part in its middle.
 */
async function keptStream({ redis }: Stack, findings: Findings): Promise<StreamCheck> {
  const kept: PublishedEntry[] = [];
  for await (const { id, fields } of entriesAfter(redis, streamKeys().callback, LOG_START))
    kept.push({ id, events: fields.events ?? '' });
  const first = (await firstOfStream(redis, streamKeys().callback)) ?? LOG_START;
  const still = kept.filter(({ id }) => compareLogIds(id, first) >= 0);
  const entries = async function* (): AsyncGenerator<PublishedEntry> {
    yield* still;
  };
  return new StreamCheck('callback-stream as it stands', entries(), first, findings);
}

async function copiedBalances(db: Database): Promise<Map<string, bigint>> {
  const users = await db.user.findMany({ select: { id: true, balance: true } });
  return new Map(users.map(({ id, balance }) => [id, millionths(balance.toFixed(6))]));
}

/**
 * The rows of each ledger add up, and the last one has the cash that the journal gives. Accounts are opened under rules
 * that tell no cash. An account whose cash has not changed since has no row.
 */
async function compareLedger(db: Database, ledger: Ledger, findings: Findings): Promise<void> {
  const wrong = await db.$queryRaw<{ id: string }[]>`
    select id from (
      select id, cash - amount - lag(cash) over (partition by "userId" order by id) as gap from "LedgerEntry"
    ) rows where gap <> 0`;
  for (const { id } of wrong) findings.add('wrong', `the row ${id} of the ledger does not add up to its cash`);
  const last = await db.$queryRaw<{ userId: string; cash: string }[]>`
    select distinct on ("userId") "userId", cash::text from "LedgerEntry" order by "userId", id desc`;
  const cash = new Map(last.map((row) => [row.userId, millionths(row.cash)]));
  const expected = new Map([...ledger.cash()].filter(([userId]) => cash.has(userId)));
  findings.expect(cash.size > 0, 'lost', () => 'no ledger has a row');
  compareMaps('the cash (LedgerEntry) of', cash, expected, findings);
}

async function ledgerRows(db: Database): Promise<Map<string, number>> {
  const kinds = await db.ledgerEntry.groupBy({ by: ['kind'], _count: true });
  return new Map(kinds.map(({ kind, _count }) => [kind, _count]));
}

/** No money was made or lost. What PostgreSQL has in all is what was paid in less what was paid out. */
async function compareMoney(db: Database, ledger: Ledger, findings: Findings): Promise<void> {
  const [sums] = await db.$queryRaw<{ sum: string; deposits: string }[]>`
    select (
      (select sum(balance) from "Account") + coalesce((select sum(margin) from "OpenOrder"), 0)
        + coalesce((select sum(amount) from "Hold"), 0) + "houseResult"
    )::text as sum, deposits::text
    from "Snapshot" join "Checkpoint" using (shard, position) where reader = 'engine'`;
  const [sum, deposits] = [millionths(sums?.sum ?? '0'), millionths(sums?.deposits ?? '0')];
  const message = () => `PostgreSQL has ${sum} for deposits of ${deposits}; the journal has ${ledger.deposits}`;
  findings.expect(sum === deposits && deposits === ledger.deposits, 'wrong', message);
}
