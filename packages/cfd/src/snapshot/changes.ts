import { assert } from '@fulcrum/log';
import {
  type ChangeLayout,
  type ChangePage,
  compileChangeReader,
  ownerIdAt,
  printUuid,
  RECORD,
  type RecordViews,
  readPages,
} from '@fulcrum/memory';
import type { Instrument } from '../messages/instrument.ts';
import type { HeldTick } from '../prices/quote.ts';
import type { AccountRecord } from '../state/accounts.ts';
import type { GroupRecord } from '../state/group.ts';
import type { HoldRecord } from '../state/hold-fields.ts';
import type { ClosedIdRecord, OrderRecord } from '../state/order.ts';
import type { PendingRecord } from '../state/pending/pending-fields.ts';
import type { TrailingChange } from '../state/trailing/trailing-notes.ts';
import {
  ACCOUNT_CHANGE,
  CHANGE,
  CLOSED_CHANGE,
  ENDED_CHANGE,
  GONE_CHANGE,
  HOLD_CHANGE,
  ORDER_CHANGE,
  PENDING_CHANGE,
  SETTLED_CHANGE,
} from './change-layout.ts';
import type { QuoteRecord, Totals } from './snapshot.ts';

/** What changed between two snapshot points. It can be sent to another thread, which takes over the pages without a copy. */
export interface Changes {
  readonly totals: Totals;
  readonly stateHash: string;
  /** All instruments, by the number of their market. Their decimals are needed to print records. */
  readonly markets: readonly Instrument[];
  /** Those whose settings changed. */
  readonly instruments: readonly Instrument[];
  readonly quotes: readonly QuoteRecord[];
  /** The instruments whose held tick changed: they hold one now, hold another one, or hold none now. */
  readonly held: readonly HeldChange[];
  /** The groups of trailing stops that moved, came or went. */
  readonly trailing: readonly TrailingChange[];
  /** The groups whose settings changed. */
  readonly groups: readonly GroupRecord[];
  /** Since the last snapshot point, the ids of orders closed up to this log time have become free; -Infinity if none have. */
  readonly forgottenUntil: number;
  readonly pages: readonly ChangePage[];
}

export interface HeldChange {
  readonly asset: string;
  readonly held: HeldTick | undefined;
}

/** Takes each change of a record, in the order in which they happened. */
export interface ChangeReader {
  account(record: AccountRecord): void;
  order(record: OrderRecord): void;
  /** The order is not open any more. */
  closed(record: ClosedIdRecord): void;
  voided(record: ClosedIdRecord): void;
  /** The id may be used again. */
  expired(orderId: string): void;
  /** The id is used again before its record was removed. */
  freed(orderId: string): void;
  hold(record: HoldRecord): void;
  /** The hold is there no longer. */
  settled(transferId: string): void;
  pending(record: PendingRecord): void;
  /** The order waits no longer. */
  ended(orderId: string): void;
}

const readOrder = compileChangeReader<OrderRecord>(ORDER_CHANGE, ['userId', 'asset']);
const readAccount = compileChangeReader<AccountRecord>(ACCOUNT_CHANGE);
const readHold = compileChangeReader<HoldRecord>(HOLD_CHANGE, ['userId']);
const readPending = compileChangeReader<PendingRecord>(PENDING_CHANGE, ['userId', 'asset']);
const readClosed = compileChangeReader<ClosedIdRecord>(CLOSED_CHANGE, ['userId']);

/** Tells the reader all changes, in the order in which they happened. */
export function readChanges({ pages, markets }: Changes, reader: ChangeReader): void {
  readPages(pages, (views, at) => readChange(views, at, markets, reader));
}

/** @returns the words of the change. */
function readChange(views: RecordViews, at: number, markets: readonly Instrument[], reader: ChangeReader): number {
  switch (views.words[at]) {
    case CHANGE.order: {
      const record = at + RECORD;
      const asset = assetOf(views, record, ORDER_CHANGE, markets);
      reader.order(readOrder(views, record, ownerIdAt(views, at, ORDER_CHANGE), asset));
      return ORDER_CHANGE.size;
    }
    case CHANGE.pending: {
      const record = at + RECORD;
      const asset = assetOf(views, record, PENDING_CHANGE, markets);
      reader.pending(readPending(views, record, ownerIdAt(views, at, PENDING_CHANGE), asset));
      return PENDING_CHANGE.size;
    }
    case CHANGE.ended:
      reader.ended(goneIdAt(views, at));
      return ENDED_CHANGE.size;
    case CHANGE.account:
      reader.account(readAccount(views, at + RECORD));
      return ACCOUNT_CHANGE.size;
    case CHANGE.closed:
      reader.closed(closedIdAt(views, at));
      return CLOSED_CHANGE.size;
    case CHANGE.voided:
      reader.voided(closedIdAt(views, at));
      return CLOSED_CHANGE.size;
    case CHANGE.freed:
      reader.freed(goneIdAt(views, at));
      return GONE_CHANGE.size;
    case CHANGE.hold:
      reader.hold(readHold(views, at + RECORD, ownerIdAt(views, at, HOLD_CHANGE)));
      return HOLD_CHANGE.size;
    case CHANGE.settled:
      reader.settled(goneIdAt(views, at));
      return SETTLED_CHANGE.size;
    default:
      assert(views.words[at] === CHANGE.expired, 'a change is of a known kind');
      reader.expired(goneIdAt(views, at));
      return GONE_CHANGE.size;
  }
}

function closedIdAt(views: RecordViews, at: number): ClosedIdRecord {
  return readClosed(views, at + RECORD, ownerIdAt(views, at, CLOSED_CHANGE));
}

function goneIdAt({ words }: RecordViews, at: number): string {
  return printUuid(words, at + RECORD);
}

function assetOf(
  { words }: RecordViews,
  record: number,
  { packed }: ChangeLayout,
  markets: readonly Instrument[],
): string {
  const instrument = markets[words[record + (packed.layout.places.asset as number)] as number];
  assert(instrument !== undefined, 'the market of a changed order is known');
  return instrument.asset;
}
