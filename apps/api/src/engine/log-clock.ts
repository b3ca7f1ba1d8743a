import { setTimeout as sleep } from 'node:timers/promises';
import { type LogId, logTime } from '@fulcrum/log';
import { type Appender, type AppendOutcome, type Connection, endOfStream, toError, whenReady } from '@fulcrum/streams';

/** With a larger difference log time does not tell how old a price is. */
const MAX_DIFFERENCE_MS = 2_000;
const LOOK_EVERY_MS = 1_000;

export interface LogClockOptions {
  /** Is told once of each change. @param differenceMs how far log time is ahead of this process's clock. */
  readonly onChange: (isApart: boolean, differenceMs: number) => void;
}

/**
 * Compares log time with this process's own clock. Log time stands still while the log's last id is of the future, and it
 * is late where Redis's clock is far behind. Either would make an old price look fresh.
 */
export class LogClock {
  readonly #onChange: LogClockOptions['onChange'];
  #differenceMs = 0;
  #isApart = false;

  constructor({ onChange }: LogClockOptions) {
    this.#onChange = onChange;
  }

  /** How far log time is ahead of this process's clock; negative when it is behind. */
  get differenceMs(): number {
    return this.#differenceMs;
  }

  /** Why no order may be opened, or undefined. */
  notReady(): string | undefined {
    if (!this.#isApart) return undefined;
    const seconds = (Math.abs(this.#differenceMs) / 1_000).toFixed(1);
    return `The log's clock is ${seconds} s ${this.#differenceMs > 0 ? 'ahead' : 'behind'}: prices cannot be judged.`;
  }

  /**
   * Takes a log time, and the moments of this process's clock between which Redis told it. It differs by no more than it
   * lies outside of these two. All are milliseconds since 1970.
   */
  observe(timeMs: number, askedAtMs: number, answeredAtMs: number): void {
    const behind = Math.min(0, timeMs - askedAtMs);
    this.#differenceMs = behind + Math.max(0, timeMs - answeredAtMs);
    const isApart = Math.abs(this.#differenceMs) > MAX_DIFFERENCE_MS;
    if (isApart === this.#isApart) return;
    this.#isApart = isApart;
    this.#onChange(isApart, this.#differenceMs);
  }

  /** The same appender. Each id that an append gets is observed. */
  watching(appender: Pick<Appender, 'append' | 'isConnected'>): Pick<Appender, 'append' | 'isConnected'> {
    const clock = this;
    return {
      get isConnected(): boolean {
        return appender.isConnected;
      },
      async append(fields: Record<string, string>): Promise<AppendOutcome> {
        const askedAtMs = Date.now();
        const outcome = await appender.append(fields);
        if (outcome.outcome === 'appended') clock.observe(logTime(outcome.id), askedAtMs, Date.now());
        return outcome;
      },
    };
  }

  /** Asks for the time every second until the signal is given, so that the difference is known also without an append. */
  async run(redis: Connection, key: string, signal: AbortSignal, onError: (error: Error) => void): Promise<void> {
    while (!signal.aborted) {
      try {
        await whenReady(redis, signal);
        await this.#look(redis, key);
      } catch (error) {
        if (!signal.aborted) onError(toError(error));
      }
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
    }
  }

  async #look(redis: Connection, key: string): Promise<void> {
    const askedAtMs = Date.now();
    const [time, last] = await Promise.all([redis.call('TIME', []), endOfStream(redis, key)]);
    this.observe(nextTime(time, last), askedAtMs, Date.now());
  }
}

/** The time that the next entry would get. */
function nextTime(time: unknown, last: LogId): number {
  const [seconds, micros] = time as [string, string];
  return Math.max(Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000), logTime(last));
}
