import { parseInstrument } from '@fulcrum/cfd';
import { type Database, firstCandle } from '@fulcrum/db';
import type { InstrumentSettings } from '@fulcrum/instruments';
import { encodePastCandles, MAX_PAST_CANDLES, type PastCandlesEntry } from '@fulcrum/protocol';
import { Backoff, type Logger } from '@fulcrum/service';
import { Appender, pause, type Redis, toError } from '@fulcrum/streams';
import type { Venue } from '../feeds/venue.ts';
import { fetchPast } from './fetch-past.ts';
import { lacksPast } from './past-pages.ts';
import type { KlineSeconds } from './venue-klines.ts';

export interface PastParts {
  readonly db: Database;
  readonly redis: Redis;
  /** Of the stream on which the recorder is told. */
  readonly key: string;
  /** In the order of preference. */
  readonly venues: readonly Venue[];
  /** Those that are known by now. */
  readonly instruments: () => readonly InstrumentSettings[];
  readonly signal: AbortSignal;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly nowMs: () => number;
  /** Makes the pauses of an asset after what failed. */
  readonly backoff?: () => Backoff;
  readonly lookEveryMs?: number;
}

/** About how many entries the stream keeps: 5 MB. What the recorder did not see of it is asked for again. */
const MAX_ENTRIES = 64;

/** So often an asset's past is asked for before it counts as having none. */
const MAX_ATTEMPTS = 8;
const usualBackoff = () => new Backoff(250, 30_000);

/** How often it is looked for new instruments, and for what is due. */
const LOOK_EVERY_MS = 250;

/** The recorder has stored by then what it was told. */
const LOOK_AGAIN_MS = 5_000;

const NEVER = Number.POSITIVE_INFINITY;

/** What is known of an asset's past in one length of candles. */
interface Past {
  readonly settings: InstrumentSettings;
  readonly seconds: KlineSeconds;
  readonly backoff: Backoff;
  attempts: number;
  /** When there is something to be done about it, by the clock that never jumps: never, once it is settled. */
  dueAt: number;
}

/**
 * Has the venues tell the past of each asset that has none, and passes it on to the recorder, until the signal is given.
 * Whether it has arrived is seen in the database alone, so that whatever is lost on the way is asked for again. Nobody
 * waits for it: prices go on without.
 */
export async function keepPast(parts: PastParts): Promise<void> {
  const { signal, logger, lookEveryMs = LOOK_EVERY_MS } = parts;
  const pasts = new Map<string, Past>();
  while (!signal.aborted) {
    learn(pasts, parts);
    const due = [...pasts.values()].filter(({ dueAt }) => dueAt <= performance.now());
    // Minutes are what is looked at first.
    for (const past of due.sort((one, other) => one.seconds - other.seconds)) {
      try {
        await settle(parts, past);
      } catch (error) {
        if (signal.aborted) return;
        const { attempts, seconds } = past;
        const { asset } = past.settings;
        logger.warn({ err: toError(error), asset, seconds, attempts }, 'the past of an asset cannot be had now');
        past.dueAt = performance.now() + past.backoff.next();
      }
    }
    await pause(lookEveryMs, signal).catch(() => {});
  }
}

function learn(pasts: Map<string, Past>, { instruments, backoff = usualBackoff }: PastParts): void {
  for (const settings of instruments())
    for (const seconds of [60, 3_600] as const) {
      const key = `${settings.asset} ${seconds}`;
      if (!pasts.has(key)) pasts.set(key, { settings, seconds, backoff: backoff(), attempts: 0, dueAt: 0 });
    }
}

/** @throws what an attempt has failed with. */
async function settle(parts: PastParts, past: Past): Promise<void> {
  const { db, redis, key, venues, signal, logger, nowMs } = parts;
  const { settings, seconds } = past;
  const { asset } = settings;
  const now = nowMs();
  const instrument = parseInstrument(settings);
  if (typeof instrument === 'string' || !lacksPast(await firstCandle(db, asset, seconds), seconds, now)) {
    past.dueAt = NEVER;
    return;
  }
  if (past.attempts >= MAX_ATTEMPTS) {
    past.dueAt = NEVER;
    logger.warn({ asset, seconds }, 'the past of an asset stays as short as it is');
    return;
  }
  past.attempts += 1;
  const told = await fetchPast(venues, { instrument, seconds, now, signal });
  if (told !== undefined) await passOn(new Appender(redis, key), { asset, seconds, ...told });
  past.dueAt = told === undefined ? NEVER : performance.now() + LOOK_AGAIN_MS;
}

async function passOn(stream: Appender, { candles, ...of }: PastCandlesEntry): Promise<void> {
  for (let at = 0; at < candles.length; at += MAX_PAST_CANDLES) {
    const piece = { ...of, candles: candles.slice(at, at + MAX_PAST_CANDLES) };
    const appended = await stream.append(encodePastCandles(piece), MAX_ENTRIES);
    if (appended.outcome !== 'appended') throw new Error(appended.reason);
  }
}
