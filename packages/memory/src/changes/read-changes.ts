import { compileReader } from '../fields/record-code.ts';
import { type RecordViews, viewsOf } from '../record-views.ts';
import { printUuid } from '../uuid.ts';
import { type ChangeLayout, type ChangePage, END } from './change-layout.ts';

/** @param given the names of fields that are links, whose values the reader is told. */
export function compileChangeReader<Values>({ packed: { layout } }: ChangeLayout, given: readonly string[] = []) {
  return compileReader<Values>(layout, Object.keys(layout.fields), given);
}

/**
 * Goes through all changes, in the order in which they happened.
 *
 * @param read tells what the change at a place is, and returns its size in words.
 */
export function readPages(pages: readonly ChangePage[], read: (views: RecordViews, at: number) => number): void {
  for (const page of pages) {
    const views = viewsOf(page.buffer);
    for (let at = 0; at < page.length && page[at] !== END; ) at += read(views, at);
  }
}

/** The id of the record to which that of the change at a place belongs. */
export function ownerIdAt({ words }: RecordViews, at: number, { ownerId }: ChangeLayout): string {
  return printUuid(words, at + ownerId);
}
