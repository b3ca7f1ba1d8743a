import { packRecord, type RecordCopy, type RecordLayout, UUID_WORDS } from '@fulcrum/memory';
import { ACCOUNT_LAYOUT } from '../state/account-fields.ts';
import { HOLD_LAYOUT } from '../state/hold-fields.ts';
import { keptNames } from '../state/kept-fields.ts';
import { CLOSED_ID_LAYOUT, ORDER_LAYOUT } from '../state/order-fields.ts';

/** Words of one page: 64 kB. */
export const PAGE_WORDS = 16_384;

/** A page can be handed to another thread, because nobody shares its memory. */
export type ChangePage = Uint32Array<ArrayBuffer>;

/** What a change is about: its first word. Zero stands behind the last change of a page. */
export const CHANGE = {
  end: 0,
  order: 1,
  account: 2,
  closed: 3,
  expired: 4,
  voided: 5,
  freed: 6,
  hold: 7,
  settled: 8,
} as const;

/** What a change has in its words. Numbers of two words stand at even places, as everywhere. */
export interface ChangeLayout {
  /** The record's own words, packed. */
  readonly packed: RecordCopy;
  /** Where these begin. */
  readonly record: number;
  /** Where the id of the account begins to which the record links. */
  readonly userId: number;
  /** An even number of words. */
  readonly size: number;
}

/** The kind stands in front, in two words. */
const KIND_WORDS = 2;

function changeLayout(source: RecordLayout, names: readonly string[]): ChangeLayout {
  const packed = packRecord(source, names);
  const userId = KIND_WORDS + packed.layout.size;
  const hasOwner = source.fields.userId?.kind === 'link' && names.includes('userId');
  return { packed, record: KIND_WORDS, userId, size: userId + (hasOwner ? UUID_WORDS : 0) };
}

export const ORDER_CHANGE = changeLayout(ORDER_LAYOUT, keptNames(ORDER_LAYOUT.fields));
export const ACCOUNT_CHANGE = changeLayout(ACCOUNT_LAYOUT, keptNames(ACCOUNT_LAYOUT.fields));
export const CLOSED_CHANGE = changeLayout(CLOSED_ID_LAYOUT, keptNames(CLOSED_ID_LAYOUT.fields));
/** Of an id that is gone. */
export const GONE_CHANGE = changeLayout(CLOSED_ID_LAYOUT, ['orderId']);
export const HOLD_CHANGE = changeLayout(HOLD_LAYOUT, keptNames(HOLD_LAYOUT.fields));
/** Of a hold that was settled. */
export const SETTLED_CHANGE = changeLayout(HOLD_LAYOUT, ['transferId']);
