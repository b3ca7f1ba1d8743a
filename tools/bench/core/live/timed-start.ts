import { readMetric } from '../../metrics.ts';
import { until } from '../../programs/limit.ts';
import type { App, BenchStack } from '../../programs/processes.ts';

/** Loaded into the engine, so that it can be asked about its event loop. */
export const PROBE = ['--import', new URL('./pause-probe.ts', import.meta.url).href];

const START_LIMIT_MS = 180_000;
const ASK_EVERY_MS = 10;

/** The times of an engine's start, in milliseconds since its process was spawned. */
export interface TimedStart {
  readonly engine: App;
  readonly loadedMs: number;
  readonly readyMs: number;
  /** The entries of the log that it applied before it was ready. */
  readonly replayed: number;
}

/** Starts the engine, and watches the reasons for which it is not ready. */
export async function startTimed({ programs, env }: BenchStack, signal: AbortSignal): Promise<TimedStart> {
  const startedAt = performance.now();
  const engine = await programs.spawnApp('engine', { env, nodeOptions: PROBE });
  let loadedMs: number | undefined;
  const ask = async () => {
    if (engine.program.hasEnded) throw new Error(`the engine ended:\n${engine.program.log().slice(-3_000)}`);
    const reason = await reasonNotReady(engine);
    const elapsedMs = performance.now() - startedAt;
    if (reason.startsWith(REPLAYING) || reason === 'ready') loadedMs ??= elapsedMs;
    return reason === 'ready' ? elapsedMs : undefined;
  };
  const readyMs = await until(START_LIMIT_MS, 'the engine is ready', signal, ask, ASK_EVERY_MS);
  const replayed = await readMetric(engine.healthUrl, 'engine_entries_total');
  return { engine, loadedMs: loadedMs ?? readyMs, readyMs, replayed };
}

/** What the engine begins with once its snapshot is loaded. */
const REPLAYING = 'replaying the log';

async function reasonNotReady({ healthUrl }: App): Promise<string> {
  try {
    const response = await fetch(`${healthUrl}/ready`, { signal: AbortSignal.timeout(10_000) });
    const { status, reason } = (await response.json()) as { status: string; reason?: string };
    return reason ?? status;
  } catch {
    return 'no answer';
  }
}
