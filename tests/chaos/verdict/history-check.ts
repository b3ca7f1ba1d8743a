import type { Database, Prisma } from '@fulcrum/db';
import { callbackId, type LogId, logTime } from '@fulcrum/log';
import { type ClosedEvent, MAX_EVENTS_PER_ENTRY, type RejectedEvent } from '@fulcrum/protocol';
import { type Findings, show } from './findings.ts';
import type { Cause } from './replay.ts';

type TradeRow = Prisma.ExistingTradeGetPayload<object>;
type RejectionRow = Prisma.RejectionGetPayload<object>;

const PAGE = 2_000;

/** Holds the history tables against the journal: each closing and each refusal is one row, and there are no others. */
export class HistoryCheck {
  readonly #trades: RowCheck<TradeRow, ClosedEvent>;
  readonly #rejections: RowCheck<RejectionRow, RejectedEvent>;

  constructor(db: Database, findings: Findings) {
    const trades = rows((after) =>
      db.existingTrade.findMany({ where: { id: { gt: after } }, orderBy: { id: 'asc' }, take: PAGE }),
    );
    const rejections = rows((after) =>
      db.rejection.findMany({ where: { id: { gt: after } }, orderBy: { id: 'asc' }, take: PAGE }),
    );
    this.#trades = new RowCheck('ExistingTrade', trades, isTradeOf, findings);
    this.#rejections = new RowCheck('Rejection', rejections, isRejectionOf, findings);
  }

  async take({ id, events }: Cause): Promise<void> {
    for (const [index, event] of events.entries()) {
      if (event.type !== 'closed' && event.type !== 'rejected') continue;
      const callback = callbackId(id, Math.floor(index / MAX_EVENTS_PER_ENTRY));
      const rowId = historyId(callback, index % MAX_EVENTS_PER_ENTRY);
      if (event.type === 'closed') await this.#trades.expect(rowId, event, callback);
      else await this.#rejections.expect(rowId, event, callback);
    }
  }

  async end(): Promise<void> {
    await this.#trades.end();
    await this.#rejections.end();
  }
}

/** The rows of a table in the order of the log. */
async function* rows<Row extends { readonly id: string }>(page: (after: string) => Promise<Row[]>) {
  for (let after = ''; ; ) {
    const found = await page(after);
    yield* found;
    const last = found.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

class RowCheck<Row extends { readonly id: string }, Event> {
  readonly #table: string;
  readonly #rows: AsyncIterator<Row>;
  readonly #isSame: (row: Row, event: Event, callback: LogId) => boolean;
  readonly #findings: Findings;
  #next: Promise<IteratorResult<Row>>;

  constructor(
    table: string,
    rows: AsyncIterator<Row>,
    isSame: (row: Row, event: Event, callback: LogId) => boolean,
    findings: Findings,
  ) {
    this.#table = table;
    this.#rows = rows;
    this.#isSame = isSame;
    this.#findings = findings;
    this.#next = rows.next();
  }

  async expect(rowId: string, event: Event, callback: LogId): Promise<void> {
    let row = await this.#peek();
    for (; row !== undefined && row.id < rowId; row = await this.#advance()) this.#addSurplus(row);
    if (row?.id !== rowId) {
      this.#findings.add('lost', `${this.#table} has no row ${rowId} for ${show(event)}`);
      return;
    }
    const found = row;
    this.#findings.expect(
      this.#isSame(found, event, callback),
      'wrong',
      () => `${this.#table} ${rowId} has ${inWords(found)}, the journal gives ${show(event)}`,
    );
    await this.#advance();
  }

  async end(): Promise<void> {
    for (let row = await this.#peek(); row !== undefined; row = await this.#advance()) this.#addSurplus(row);
  }

  #addSurplus(row: Row): void {
    this.#findings.add('doubled', `${this.#table} has a row that the journal does not give: ${inWords(row)}`);
  }

  async #peek(): Promise<Row | undefined> {
    const { value, done } = await this.#next;
    return done === true ? undefined : value;
  }

  #advance(): Promise<Row | undefined> {
    this.#next = this.#rows.next();
    return this.#peek();
  }
}

function isTradeOf(row: TradeRow, event: ClosedEvent): boolean {
  const texts = ['orderId', 'userId', 'asset', 'side', 'leverage', 'reason', 'liquidated'] as const;
  const amounts = ['quantity', 'openPrice', 'closePrice', 'slippage', 'margin', 'pnl', 'payout'] as const;
  const times = ['openedAt', 'closedAt'] as const;
  return (
    texts.every((name) => row[name] === event[name]) &&
    amounts.every((name) => row[name].equals(event[name])) &&
    times.every((name) => Number(row[name]) === event[name]) &&
    (row.remaining === null ? event.remaining === undefined : row.remaining.equals(event.remaining ?? 'NaN'))
  );
}

function isRejectionOf(row: RejectionRow, event: RejectedEvent, callback: LogId): boolean {
  const { requestId, orderId = null, userId = null, code, message } = event;
  const isSame = row.requestId === requestId && row.orderId === orderId && row.userId === userId;
  return isSame && row.code === code && row.message === message && Number(row.rejectedAt) === logTime(callback);
}

/** The id of a row as the schema describes it: the callback's id and the event's index, padded to sort in log order. */
function historyId(callback: LogId, index: number): string {
  const [milliseconds = '', sequence = ''] = callback.split('-');
  return [milliseconds.padStart(15, '0'), sequence.padStart(16, '0'), String(index).padStart(3, '0')].join('-');
}

function inWords(row: object): string {
  return show(Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)])));
}
