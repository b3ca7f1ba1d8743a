import { assert } from '@fulcrum/log';
import { compileReader, printUuid, type RecordViews, viewsOf } from '@fulcrum/memory';
import type { Instrument } from '../messages/instrument.ts';
import type { HeldTick } from '../prices/quote.ts';
import type { AccountRecord } from '../state/accounts.ts';
import type { GroupRecord } from '../state/group.ts';
import type { HoldRecord } from '../state/hold-fields.ts';
import type { ClosedIdRecord, OrderRecord } from '../state/order.ts';
import {
  ACCOUNT_CHANGE,
  CHANGE,
  type ChangeLayout,
  type ChangePage,
  CLOSED_CHANGE,
  GONE_CHANGE,
  HOLD_CHANGE,
  ORDER_CHANGE,
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
}

/** @param given the names of fields that are links, whose values the reader is told. */
function compile<Values>({ packed: { layout } }: ChangeLayout, given: readonly string[] = []) {
  return compileReader<Values>(layout, Object.keys(layout.fields), given);
}

const readOrder = compile<OrderRecord>(ORDER_CHANGE, ['userId', 'asset']);
const readAccount = compile<AccountRecord>(ACCOUNT_CHANGE);
const readHold = compile<HoldRecord>(HOLD_CHANGE, ['userId']);
const readClosed = compile<ClosedIdRecord>(CLOSED_CHANGE, ['userId']);

/** Tells the reader all changes, in the order in which they happened. */
export function readChanges({ pages, markets }: Changes, reader: ChangeReader): void {
  for (const page of pages) {
    const views = viewsOf(page.buffer);
    for (let at = 0; at < page.length && page[at] !== CHANGE.end; ) at += readChange(views, at, markets, reader);
  }
}

/** @returns the words of the change. */
function readChange(views: RecordViews, at: number, markets: readonly Instrument[], reader: ChangeReader): number {
  switch (views.words[at]) {
    case CHANGE.order: {
      const record = at + ORDER_CHANGE.record;
      reader.order(readOrder(views, record, userIdOf(views, at, ORDER_CHANGE), assetOf(views, record, markets)));
      return ORDER_CHANGE.size;
    }
    case CHANGE.account:
      reader.account(readAccount(views, at + ACCOUNT_CHANGE.record));
      return ACCOUNT_CHANGE.size;
    case CHANGE.closed:
      reader.closed(closedIdAt(views, at));
      return CLOSED_CHANGE.size;
    case CHANGE.voided:
      reader.voided(closedIdAt(views, at));
      return CLOSED_CHANGE.size;
    case CHANGE.freed:
      reader.freed(goneIdAt(views, at, GONE_CHANGE));
      return GONE_CHANGE.size;
    case CHANGE.hold:
      reader.hold(readHold(views, at + HOLD_CHANGE.record, userIdOf(views, at, HOLD_CHANGE)));
      return HOLD_CHANGE.size;
    case CHANGE.settled:
      reader.settled(goneIdAt(views, at, SETTLED_CHANGE));
      return SETTLED_CHANGE.size;
    default:
      assert(views.words[at] === CHANGE.expired, 'a change is of a known kind');
      reader.expired(goneIdAt(views, at, GONE_CHANGE));
      return GONE_CHANGE.size;
  }
}

function closedIdAt(views: RecordViews, at: number): ClosedIdRecord {
  return readClosed(views, at + CLOSED_CHANGE.record, userIdOf(views, at, CLOSED_CHANGE));
}

function goneIdAt({ words }: RecordViews, at: number, { record }: ChangeLayout): string {
  return printUuid(words, at + record);
}

function userIdOf({ words }: RecordViews, at: number, { userId }: ChangeLayout): string {
  return printUuid(words, at + userId);
}

function assetOf({ words }: RecordViews, record: number, markets: readonly Instrument[]): string {
  const instrument = markets[words[record + (ORDER_CHANGE.packed.layout.places.asset as number)] as number];
  assert(instrument !== undefined, 'the market of a changed order is known');
  return instrument.asset;
}
