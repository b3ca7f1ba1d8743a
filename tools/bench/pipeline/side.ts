import type { Program } from '../programs/program.ts';
import type { LoadResult } from './load.ts';

/** The engine or the echo. Each has a shard of its own, so that neither reads the other's commands. */
export interface Side {
  readonly name: 'engine' | 'echo';
  readonly load: Program;
  /** Resolves when it has no work left that could disturb the other. */
  readonly settled: () => Promise<void>;
  /** The results of all turns, by the number of entries in flight. */
  readonly results: ReadonlyMap<number, LoadResult[]>;
}
