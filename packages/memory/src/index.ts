export type { HashKey } from './id-hash.ts';
export { IdIndex } from './id-index.ts';
export { IndexedHeap } from './indexed-heap.ts';
export { NONE, Records } from './records.ts';
export { digest, SetHash } from './set-hash.ts';
export { sortByNumber } from './sort-by-number.ts';
export { printUuid, UUID_WORDS } from './uuid.ts';
