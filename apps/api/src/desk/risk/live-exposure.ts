import type { Database } from '@fulcrum/db';
import { type Exposure, ExposureFollower } from '@fulcrum/exposure';
import { unavailable } from '@fulcrum/http';
import type { Logger } from '@fulcrum/service';
import { type LogKeys, type Redis, toError } from '@fulcrum/streams';

export interface LiveExposureParts {
  readonly db: Database;
  /** The engine's log. */
  readonly keys: LogKeys;
  /** Opens a connection for it alone. */
  readonly connect: () => Redis;
  readonly logger: Logger;
  /** Ends all following. */
  readonly signal: AbortSignal;
  /** How long it is followed after somebody asked last. */
  readonly idleMs?: number;
}

/** What clients have open, and when that was so, in milliseconds since 1970. */
export interface KnownExposure {
  readonly exposure: Exposure;
  readonly asOf: number;
}

interface Following {
  readonly follower: ExposureFollower;
  readonly stop: AbortController;
  readonly known: PromiseWithResolvers<void>;
}

/** Adding a million positions up takes less than a second. */
const BEGIN_LIMIT_MS = 4_000;
const IDLE_MS = 600_000;

/**
 * What clients have open now. It is followed only once somebody asks, and no longer than that somebody goes on asking:
 * processes of which nobody asks it neither read all positions nor all results.
 */
export class LiveExposure {
  readonly #parts: LiveExposureParts;
  #following: Following | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor(parts: LiveExposureParts) {
    this.#parts = parts;
    parts.signal.addEventListener('abort', () => this.#stop(), { once: true });
  }

  get isFollowing(): boolean {
    return this.#following !== undefined;
  }

  /** @throws Problem while it is not known: it has just begun, or the log has lost entries. */
  async get(): Promise<KnownExposure> {
    this.#following ??= this.#follow();
    this.#idle?.refresh();
    const { follower, known } = this.#following;
    if (follower.exposure === undefined) await within(known.promise, BEGIN_LIMIT_MS);
    const { exposure } = follower;
    if (exposure === undefined) throw unavailable('What clients have open is being added up. Try again in a moment.');
    return { exposure, asOf: Date.now() - Math.floor(follower.ageMs) };
  }

  #follow(): Following {
    const { db, keys, connect, logger, idleMs = IDLE_MS } = this.#parts;
    const redis = connect();
    const stop = new AbortController();
    const known = Promise.withResolvers<void>();
    const follower = new ExposureFollower({
      ...{ db, keys, redis, signal: stop.signal },
      onKnown: () => known.resolve(),
      onError: (error) => logger.warn({ err: error }, 'what clients have open is read anew'),
    });
    const following = { follower, stop, known };
    const end = () => {
      redis.disconnect();
      if (this.#following === following) this.#stop();
    };
    follower.run().then(end, (error) => {
      logger.error({ err: toError(error) }, 'what clients have open is followed no more');
      end();
    });
    this.#idle = setTimeout(() => this.#stop(), idleMs).unref();
    return following;
  }

  #stop(): void {
    clearTimeout(this.#idle);
    this.#following?.stop.abort();
    this.#following = undefined;
  }
}

async function within(promise: Promise<void>, limitMs: number): Promise<void> {
  const limit = Promise.withResolvers<void>();
  const timer = setTimeout(limit.resolve, limitMs);
  await Promise.race([promise, limit.promise]);
  clearTimeout(timer);
}
