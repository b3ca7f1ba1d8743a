import { packRecord, type RecordCopy, type RecordLayout, UUID_WORDS } from '@fulcrum/memory';
import { ACCOUNT_LAYOUT } from '../state/accounts.ts';
import { BALANCE_LAYOUT } from '../state/balances.ts';
import { keptNames } from '../state/kept-fields.ts';
import { ORDER_LAYOUT } from '../state/order-fields.ts';

/** Words of one page: 64 kB. */
export const PAGE_WORDS = 16_384;

/** A page can be handed to another thread, because nobody shares its memory. */
export type ChangePage = Uint32Array<ArrayBuffer>;

/** What a change is about: its first word. Zero stands behind the last change of a page. */
export const CHANGE = { end: 0, account: 1, balance: 2, order: 3, ended: 4 } as const;

/** What a change has in its words. Numbers of two words stand at even places, as everywhere. */
export interface ChangeLayout {
  /** The record's own words, packed. */
  readonly packed: RecordCopy;
  /** Where the id of the account begins to which the record links; 0 where it links to none. */
  readonly userId: number;
  /** An even number of words. */
  readonly size: number;
}

/** Where the record's own words begin: the kind stands in front. */
export const RECORD = 2;

function changeLayout(source: RecordLayout, names: readonly string[]): ChangeLayout {
  const packed = packRecord(source, names);
  const end = RECORD + packed.layout.size;
  const hasOwner = source.fields.userId?.kind === 'link' && names.includes('userId');
  return { packed, userId: hasOwner ? end : 0, size: end + (hasOwner ? UUID_WORDS : 0) };
}

export const ACCOUNT_CHANGE = changeLayout(ACCOUNT_LAYOUT, keptNames(ACCOUNT_LAYOUT.fields));
export const BALANCE_CHANGE = changeLayout(BALANCE_LAYOUT, keptNames(BALANCE_LAYOUT.fields));
export const ORDER_CHANGE = changeLayout(ORDER_LAYOUT, keptNames(ORDER_LAYOUT.fields));
/** Of an order that is open no longer. */
export const ENDED_CHANGE = changeLayout(ORDER_LAYOUT, ['number']);
