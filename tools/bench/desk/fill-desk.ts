import type { Database } from '@fulcrum/db';

/** How much a database is filled with. */
export interface DeskSizes {
  readonly clients: number;
  readonly ledgerRows: number;
  readonly trades: number;
  readonly positions: number;
  readonly withdrawals: number;
  /** Of the withdrawals those that wait. */
  readonly waiting: number;
  readonly auditRows: number;
}

/** A broker of some size. */
export const DESK_SIZES: DeskSizes = {
  clients: 100_000,
  ledgerRows: 1_000_000,
  trades: 300_000,
  positions: 100_000,
  withdrawals: 10_000,
  waiting: 500,
  auditRows: 20_000,
};

/** The instruments that are traded, with about what they cost. */
export const DESK_PRICES = { BTC_USDC: 60_000, ETH_USDC: 3_000, SOL_USDC: 150 } as const;

/** The days that the ledger goes back. */
const DAYS = 400;
const DAY_MS = 86_400_000;

/** An id made from a text, as a UUID of version 4 looks. */
const idOf = (text: string) => `overlay(overlay(md5(${text}) placing '4' from 13) placing '8' from 17)::uuid`;

/** The id of a client, by their number from 1 on. */
const clientOf = (number: string) => idOf(`'client ' || ${number}`);

/**
 * Fills a migrated database as years of trading would, in seconds: everything is made by PostgreSQL itself. The same sizes
 * and the same end make the same rows.
 *
 * @param endMs before which all of it happened.
 */
export async function fillDesk(db: Database, sizes: DeskSizes, endMs: number): Promise<void> {
  for (const statement of [...peopleOf(sizes, endMs), ...historyOf(sizes, endMs), ...snapshotOf(sizes, endMs), ANALYZE])
    await db.$executeRawUnsafe(statement);
}

/** As the recorder makes them: of a time in milliseconds, and a number that tells those of one time apart. */
const rowId = (ms: string, number: string) =>
  `lpad((${ms})::bigint::text, 15, '0') || '-' || lpad((${number})::text, 16, '0') || '-000'`;

function peopleOf({ clients, auditRows }: DeskSizes, endMs: number): string[] {
  const created = `to_timestamp((${endMs} - i * 60000.0) / 1000)`;
  return [
    `insert into "User" ("id", "email", "createdAt", "lastLoggedIn")
    select ${clientOf('i')}, 'client' || i || '.' || left(md5(i::text), 4) || '@example.com', ${created}, ${created}
    from generate_series(1, ${clients}) i`,
    `insert into "Profile" ("userId", "name", "country")
    select ${clientOf('i')},
      (array['Ada', 'Grace', 'Élodie', 'Zoë', 'Ali', 'Wei', 'Ana', 'Jon'])[1 + i % 8] || ' '
        || (array['Lovelace', 'Hopper', 'Ångström', 'Smith', 'Ng'])[1 + i % 5] || ' ' || left(md5(i::text), 6),
      (array['PT', 'DE', 'BR'])[1 + i % 3]
    from generate_series(1, ${clients}) i`,
    `insert into "IdentityCheck" ("userId", "state", "submittedAt", "expiresAt")
    select ${clientOf('i')}, (array['submitted', 'approved', 'in_review'])[1 + i % 3], ${created}, ${created} + interval '9 years'
    from generate_series(1, ${clients}, 20) i`,
    `insert into "ClientNote" ("id", "userId", "author", "text", "createdAt")
    select ${idOf("'note ' || i")}, ${clientOf(`(1 + i % ${Math.ceil(clients / 100)})`)}, ${clientOf('1')}, 'Called.', ${created}
    from generate_series(1, ${Math.ceil(clients / 10)}) i`,
    `insert into "AuditEntry" ("actor", "role", "address", "act", "subject", "content")
    select ${clientOf('1 + i % 9')}, 'support', '192.0.2.1', 'note', ${clientOf('i')}, '{"reason":"Called."}'
    from generate_series(1, ${auditRows}) i`,
    `insert into "DeskAction"
      ("id", "kind", "userId", "subject", "data", "reason", "askedBy", "askedAt", "takesTwo", "expiresAt", "state")
    select ${idOf("'action ' || i")}, 'adjust-cash', ${clientOf('i')}, 'a client', '{}', 'Why', 'cli:ada', ${created},
      true, ${created}, case when i % 50 = 0 then 'waiting' else 'done' end
    from generate_series(1, ${auditRows}) i`,
  ];
}

function historyOf({ clients, ledgerRows, trades, withdrawals, waiting }: DeskSizes, endMs: number): string[] {
  const at = `floor(${endMs - DAYS * DAY_MS} + i * ${((DAYS * DAY_MS - 1_000) / ledgerRows).toFixed(3)})`;
  const client = clientOf(`(1 + (i::bigint * 7919) % ${clients})`);
  const asset = `(array['BTC_USDC', 'ETH_USDC', 'SOL_USDC'])[1 + i % 3]`;
  const isTrade = `i % ${Math.round(ledgerRows / trades)} = 0`;
  const amount = '(i % 2000 - 950) / 1000.0';
  const stepAt = `floor(${endMs - DAYS * DAY_MS} + i * ${((DAYS * DAY_MS - 1_000) / withdrawals).toFixed(3)})`;
  return [
    `insert into "LedgerEntry" ("id", "userId", "kind", "amount", "cash", "bookedAt")
    select ${rowId(at, 'i')} || '-0', ${client}, case when ${isTrade} then 'pnl' else 'deposit' end, ${amount}, 1000, ${at}
    from generate_series(1, ${ledgerRows}) i`,
    `insert into "ExistingTrade" ("id", "orderId", "userId", "asset", "side", "quantity", "leverage", "openPrice",
      "closePrice", "slippage", "margin", "pnl", "payout", "reason", "liquidated", "openedAt", "closedAt")
    select ${rowId(at, 'i')}, ${idOf("'trade ' || i")}, ${client}, ${asset}, 'buy', 1, 10, 100, 101, 0, 10, ${amount}, 11,
      'manual', false, ${at}, ${at}
    from generate_series(1, ${ledgerRows}) i where ${isTrade}`,
    `insert into "Transfer" ("id", "transferId", "userId", "step", "amount", "madeAt")
    select ${rowId(stepAt, 'i')}, ${idOf("'withdrawal ' || i")}, ${client}, 'held', 10, ${stepAt}
    from generate_series(1, ${withdrawals}) i
    union all
    select ${rowId(`${stepAt} + 500`, 'i')}, ${idOf("'withdrawal ' || i")}, ${client}, 'paid', 10, ${stepAt} + 500
    from generate_series(1, ${withdrawals}) i where ${decided(withdrawals, waiting)}
    union all
    select ${rowId(`${stepAt} + 700`, 'i')}, ${idOf("'deposit ' || i")}, ${client}, 'deposit', 10, ${stepAt} + 700
    from generate_series(1, ${withdrawals}) i`,
    `insert into "Rejection" ("id", "requestId", "userId", "code", "message", "rejectedAt")
    select ${rowId(at, 'i')}, 'r' || i, ${client}, 'stale_price', 'The price is old.', ${at}
    from generate_series(1, ${trades / 3}) i`,
  ];
}

/** Those that wait lie among the others: the oldest ones, too. */
const decided = (withdrawals: number, waiting: number) => `i % ${Math.round(withdrawals / waiting)} <> 0`;

function snapshotOf({ clients, positions, withdrawals, waiting }: DeskSizes, endMs: number): string[] {
  const [assets, prices] = [Object.keys(DESK_PRICES), Object.values(DESK_PRICES)];
  const nth = `1 + i % ${assets.length}`;
  const price = `(array[${prices}])[${nth}]::numeric`;
  const client = clientOf(`(1 + i % ${clients})`);
  return [
    `insert into "Instrument" ("asset", "priceDecimals", "quantityDecimals", "minQuantity", "maxQuantity", "maxLeverage",
      "maxQuoteAgeMs")
    select unnest(array['${assets.join("','")}']), 2, 3, 0.001, 1000, 100, 3600000`,
    `insert into "Account" ("userId", "balance") select ${clientOf('i')}, 1000 from generate_series(1, ${clients}) i`,
    `insert into "OpenOrder" ("orderId", "number", "userId", "asset", "side", "quantity", "leverage", "openPrice", "margin",
      "slippage", "openedAt")
    select ${idOf("'position ' || i")}, i, ${client}, (array['${assets.join("','")}'])[${nth}], side, quantity, 5, open,
      round(quantity * open / 5, 6), 0, ${endMs}
    from generate_series(1, ${positions}) i cross join lateral (
      select case when i % 2 = 0 then 'buy' else 'sell' end as side, (1 + (i::bigint * 7919) % 9000) / 1000.0 as quantity,
        round(${price} * (0.95 + (i % 1000) / 10000.0), 2) as open
    ) terms`,
    `insert into "Hold" ("transferId", "number", "userId", "amount")
    select ${idOf("'withdrawal ' || i")}, ${positions} + i, ${clientOf(`(1 + (i::bigint * 7919) % ${clients})`)}, 10
    from generate_series(1, ${withdrawals}) i where not (${decided(withdrawals, waiting)})`,
    `insert into "Checkpoint" ("reader", "position", "updatedAt")
    select unnest(array['engine', 'recorder']), '${endMs}-0', now()`,
  ];
}

const ANALYZE = 'analyze';
