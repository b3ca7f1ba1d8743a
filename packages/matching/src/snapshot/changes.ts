import { assert } from '@fulcrum/log';
import {
  type ChangeLayout,
  type ChangePage,
  compileChangeReader,
  ownerIdAt,
  RECORD,
  type RecordViews,
  readPages,
} from '@fulcrum/memory';
import { ACCOUNT_CHANGE, BALANCE_CHANGE, CHANGE, ENDED_CHANGE, ORDER_CHANGE } from './change-layout.ts';
import type { AccountRecord, AssetRecord, BalanceRecord, MarketRecord, OrderRecord, Totals } from './records.ts';

/** What changed between two snapshot points. It can be sent to another thread, which takes over the pages without a copy. */
export interface Changes {
  readonly totals: Totals;
  readonly stateHash: string;
  /** The names of all assets and of all markets, by their numbers. */
  readonly assetNames: readonly string[];
  readonly marketNames: readonly string[];
  /** Those that changed. */
  readonly assets: readonly AssetRecord[];
  readonly markets: readonly MarketRecord[];
  readonly pages: readonly ChangePage[];
}

/** Takes each change of a record, in the order in which they happened. */
export interface ChangeReader {
  account(record: AccountRecord): void;
  balance(record: BalanceRecord): void;
  order(record: OrderRecord): void;
  /** The order with this number is not open any more. */
  ended(number: number): void;
}

const readAccount = compileChangeReader<AccountRecord>(ACCOUNT_CHANGE);
const readBalance = compileChangeReader<BalanceRecord>(BALANCE_CHANGE, ['userId', 'asset']);
const readOrder = compileChangeReader<OrderRecord>(ORDER_CHANGE, ['userId', 'market']);
const readEnded = compileChangeReader<Pick<OrderRecord, 'number'>>(ENDED_CHANGE);

/** Tells the reader all changes, in the order in which they happened. */
export function readChanges(changes: Changes, reader: ChangeReader): void {
  readPages(changes.pages, (views, at) => readChange(views, at, changes, reader));
}

/** @returns the words of the change. */
function readChange(views: RecordViews, at: number, changes: Changes, reader: ChangeReader): number {
  const record = at + RECORD;
  switch (views.words[at]) {
    case CHANGE.account:
      reader.account(readAccount(views, record));
      return ACCOUNT_CHANGE.size;
    case CHANGE.balance: {
      const asset = nameOf(views, record, BALANCE_CHANGE, 'asset', changes.assetNames);
      reader.balance(readBalance(views, record, ownerIdAt(views, at, BALANCE_CHANGE), asset));
      return BALANCE_CHANGE.size;
    }
    case CHANGE.order: {
      const market = nameOf(views, record, ORDER_CHANGE, 'market', changes.marketNames);
      reader.order(readOrder(views, record, ownerIdAt(views, at, ORDER_CHANGE), market));
      return ORDER_CHANGE.size;
    }
    default:
      assert(views.words[at] === CHANGE.ended, 'a change is of a known kind');
      reader.ended(readEnded(views, record).number);
      return ENDED_CHANGE.size;
  }
}

/** The name of what a record links to by its number. */
function nameOf(
  { words }: RecordViews,
  record: number,
  { packed: { layout } }: ChangeLayout,
  link: string,
  names: readonly string[],
): string {
  const name = names[words[record + (layout.places[link] as number)] as number];
  assert(name !== undefined, `the ${link} of a record that changed is known`);
  return name;
}
