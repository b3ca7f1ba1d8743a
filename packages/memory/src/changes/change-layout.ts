import { packRecord, type RecordCopy } from '../fields/record-copy.ts';
import type { RecordLayout } from '../fields/record-layout.ts';
import { UUID_WORDS } from '../uuid.ts';

/** Words of one page: 64 kB. */
export const PAGE_WORDS = 16_384;

/** A page can be handed to another thread, because nobody shares its memory. */
export type ChangePage = Uint32Array<ArrayBuffer>;

/** Stands behind the last change of a page, where the next one's kind would. */
export const END = 0;

/** Where the record's own words begin in a change: its kind stands in front. */
export const RECORD = 2;

/** What a change has in its words. Numbers of two words stand at even places, as everywhere. */
export interface ChangeLayout {
  /** The record's own words, packed. */
  readonly packed: RecordCopy;
  /** Where the id of the record begins to which this one belongs; 0 where it belongs to none. */
  readonly ownerId: number;
  /** An even number of words. */
  readonly size: number;
}

/**
 * @param names of the fields that are noted.
 * @param owner the name of the link to the record to which those with such a link belong.
 */
export function changeLayout(source: RecordLayout, names: readonly string[], owner: string): ChangeLayout {
  const packed = packRecord(source, names);
  const end = RECORD + packed.layout.size;
  const hasOwner = source.fields[owner]?.kind === 'link' && names.includes(owner);
  return { packed, ownerId: hasOwner ? end : 0, size: end + (hasOwner ? UUID_WORDS : 0) };
}
