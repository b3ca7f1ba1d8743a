import { existsSync } from 'node:fs';
import type { Bench } from './bench.ts';

/** The benches, in the order in which they run. */
export const BENCH_NAMES = [
  'core',
  'pipeline',
  'http',
  'crash',
  'ws',
  'screen',
  'readers',
  'matching',
  'venue',
  'desk',
] as const;

export type BenchName = (typeof BENCH_NAMES)[number];

/** Loads a bench when it is needed, so that one cannot keep the others from running. */
export async function loadBench(name: BenchName): Promise<Bench> {
  const index = new URL(`./${name}/index.ts`, import.meta.url);
  if (!existsSync(index)) throw new Error(`the bench ${name} is not written yet`);
  const { bench } = (await import(index.href)) as { bench: Bench };
  return bench;
}
