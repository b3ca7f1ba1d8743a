import type { Program } from '../programs/program.ts';
import type { LoadResult } from './load.ts';

/** Who answers, each on a shard of its own, so that neither reads what the other is asked. */
export interface Side {
  readonly name: 'engine' | 'echo';
  readonly load: Program;
  /** Resolves when it has nothing left to do that could disturb the other. */
  readonly settled: () => Promise<void>;
  /** The results of all turns, by how many entries were in flight. */
  readonly results: ReadonlyMap<number, LoadResult[]>;
}
