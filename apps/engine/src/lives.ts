import { UnknownRulesError } from '@fulcrum/cfd';
import { databaseReason, type Place } from '@fulcrum/db';
import { InvariantError, type LogId } from '@fulcrum/log';
import {
  CausesLostError,
  type Connection,
  OvertakenError,
  pause,
  ReplacedError,
  ResultsLostError,
} from '@fulcrum/streams';
import { Engine, type EngineParts, RECOVERY } from './engine.ts';
import { SnapshotTooOldError } from './snapshot-too-old-error.ts';

const RETRY_MS = 1_000;

/** What the next life mends by beginning with the snapshot. */
const MENDABLE = [OvertakenError, ResultsLostError, CausesLostError];

/** What all lives share. */
export interface LivesParts extends Omit<EngineParts, 'reading' | 'publishing'> {
  /** Opens a connection to Redis. Each life has its own, so that nothing of one life reaches into the next. */
  readonly connect: () => Connection;
  /** The folder of a product that keeps its servers' data there. */
  readonly home?: string | undefined;
}

/**
 * Lives until the signal is given. A life whose log shows a hole ends, as does one whose results or their causes were
 * lost, and the next one starts over from the snapshot.
 *
 * @param onBirth is given the engine of each life before it runs.
 * @throws SnapshotTooOldError when the snapshot from which a life starts over is too old as well, or when there is none.
 */
export async function liveOn(parts: LivesParts, signal: AbortSignal, onBirth: (engine: Engine) => void): Promise<void> {
  let overtaken: LogId | undefined;
  let reached: Place | undefined;
  while (!signal.aborted) {
    const life = new AbortController();
    const connections = { reading: parts.connect(), publishing: parts.connect() };
    try {
      const engine = await recover({ ...parts, ...connections }, AbortSignal.any([signal, life.signal]), reached);
      onBirth(engine);
      const ending = await endOf(engine);
      if (ending === undefined) return;
      reached = engine.reached;
      // A life that applied something found a new hole, and the snapshot is none the worse for it.
      if (ending instanceof OvertakenError && reached.position === engine.start) {
        if (engine.start === overtaken) throw new SnapshotTooOldError(parts.keys.engine, overtaken, parts.home);
        overtaken = engine.start;
      }
      const loss = ending instanceof ReplacedError ? 'THE LOG WAS LOST: ' : '';
      parts.logger.error({ err: ending }, `${loss}starting over from the snapshot`);
    } finally {
      life.abort(new Error('this life of the engine is over'));
      for (const connection of Object.values(connections)) connection.disconnect();
    }
  }
}

/** What a life ended with that the next one can mend; undefined when it was told to stop. */
async function endOf(engine: Engine): Promise<Error | undefined> {
  try {
    await engine.run();
    return undefined;
  } catch (error) {
    if (MENDABLE.some((mendable) => error instanceof mendable)) return error as Error;
    throw error;
  }
}

/** PostgreSQL or Redis may come up later than the engine. */
async function recover(parts: EngineParts, signal: AbortSignal, reached?: Place): Promise<Engine> {
  for (;;) {
    try {
      const engine = await Engine.recover(parts, signal, reached);
      parts.waits.end(RECOVERY);
      return engine;
    } catch (error) {
      if (signal.aborted || error instanceof InvariantError || error instanceof UnknownRulesError) throw error;
      parts.waits.begin(RECOVERY, databaseReason(error));
      parts.logger.warn({ err: error }, 'recovery has to wait');
      await pause(RETRY_MS, signal);
    }
  }
}
