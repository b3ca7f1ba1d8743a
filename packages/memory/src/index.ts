export type { HashKey } from './id-hash.ts';
export { IdIndex } from './id-index.ts';
export { IndexedHeap } from './indexed-heap.ts';
export { compileReader, compileWriter } from './record-code.ts';
export { packRecord, type RecordCopy } from './record-copy.ts';
export { compileMixer } from './record-hash.ts';
export {
  type FieldKind,
  layoutRecord,
  type RecordField,
  type RecordFields,
  type RecordLayout,
} from './record-layout.ts';
export { type RecordViews, viewsOf } from './record-views.ts';
export { NONE, Records } from './records.ts';
export { digest, SetHash } from './set-hash.ts';
export { sortByNumber } from './sort-by-number.ts';
export { printUuid, UUID_WORDS } from './uuid.ts';
