import { LARGE_PAGES } from '../../../large-pages.ts';
import type { Programs } from '../../programs/processes.ts';
import type { Program } from '../../programs/program.ts';

/** For opening a million orders and measuring with them. */
export const WORKER_LIMIT_MS = 120_000;

/** Starts one of this folder's workers. */
export function startWorker(programs: Programs, file: string): Program {
  return programs.worker(new URL(`./${file}.ts`, import.meta.url), {
    nodeOptions: ['--expose-gc'],
    env: LARGE_PAGES,
  });
}

/** Starts a worker for one measurement, and stops it before the next. */
export async function inWorker<Result>(programs: Programs, file: string, data: unknown): Promise<Result> {
  const worker = startWorker(programs, file);
  try {
    return await worker.ask<Result>('measure', data, WORKER_LIMIT_MS);
  } finally {
    await worker.stop();
  }
}
