import { InvariantError, type LogId } from '@fulcrum/core';
import { OvertakenError, pause } from '@fulcrum/streams';
import { Engine, type EngineParts } from './engine.ts';

const RETRY_MS = 1_000;

/**
 * Lives until the signal is given. A life whose log shows a hole ends, and the next one starts over from the snapshot.
 *
 * @param onBirth is given the engine of each life before it runs.
 * @throws OvertakenError when the snapshot from which a life starts over is too old as well.
 */
export async function liveOn(
  parts: EngineParts,
  signal: AbortSignal,
  onBirth: (engine: Engine) => void,
): Promise<void> {
  let overtaken: LogId | undefined;
  while (!signal.aborted) {
    const life = new AbortController();
    const engine = await recover(parts, AbortSignal.any([signal, life.signal]));
    onBirth(engine);
    try {
      await engine.run();
    } catch (error) {
      if (!(error instanceof OvertakenError) || engine.start === overtaken) throw error;
      overtaken = engine.start;
      parts.logger.error({ err: error }, 'starting over from the snapshot');
    } finally {
      life.abort(new Error('this life of the engine is over'));
    }
  }
}

/** PostgreSQL or Redis may come up later than the engine. */
async function recover(parts: EngineParts, signal: AbortSignal): Promise<Engine> {
  for (;;) {
    try {
      return await Engine.recover(parts, signal);
    } catch (error) {
      if (signal.aborted || error instanceof InvariantError) throw error;
      parts.logger.warn({ err: error }, 'recovery has to wait');
      await pause(RETRY_MS, signal);
    }
  }
}
