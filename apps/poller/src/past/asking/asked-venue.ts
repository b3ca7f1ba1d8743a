import { Backoff } from '@fulcrum/log';
import type { Venue } from '../../venues/venue.ts';
import { VenueError } from './fetch-json.ts';

/** The most requests to a venue in flight. */
const MOST_IN_FLIGHT = 2;

/** The pause of a request that meets a venue on trial. */
const TRIED_MS = 1_000;

/** The pauses between attempts. They never end, and become longer. */
export const usualBackoff = () => new Backoff(2_000, 600_000, Math.random);

/** The venue was not asked, because it is left alone for now. */
export class RestingError extends Error {
  override name = 'RestingError';
  /** By the steady clock. */
  readonly until: number;

  constructor(venue: string, until: number) {
    super(`${venue} is left alone for now`);
    this.until = until;
  }
}

/**
 * A venue with few requests at a time. After a failure it is left alone for as long as it demands, and longer each
 * time. Then one request tries whether it answers again.
 */
export class AskedVenue {
  readonly venue: Venue;
  readonly #backoff: Backoff;
  readonly #waiting: (() => void)[] = [];
  #inFlight = 0;
  #isFailing = false;
  #restsUntil = 0;

  constructor(venue: Venue, backoff: Backoff = usualBackoff()) {
    this.venue = venue;
    this.#backoff = backoff;
  }

  /**
   * Asks when it is this question's turn.
   *
   * @param question sends the request. It throws a VenueError when the venue does not answer anybody.
   * @throws RestingError when the venue was not asked.
   */
  async ask<T>(question: () => Promise<T>): Promise<T> {
    await this.#turn();
    try {
      const answer = await question();
      this.#answered();
      return answer;
    } catch (error) {
      if (error instanceof VenueError) this.#failed(error);
      else this.#answered();
      throw error;
    } finally {
      this.#inFlight -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #turn(): Promise<void> {
    while (!this.#isFailing && this.#inFlight >= MOST_IN_FLIGHT)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const now = performance.now();
    if (this.#restsUntil > now) throw new RestingError(this.venue.name, this.#restsUntil);
    if (this.#isFailing && this.#inFlight > 0) throw new RestingError(this.venue.name, now + TRIED_MS);
    this.#inFlight += 1;
  }

  #answered(): void {
    this.#isFailing = false;
    this.#backoff.reset();
  }

  /** Notes a failure. One during a rest belongs to an earlier request, and does not count again. */
  #failed({ retryAfterMs = 0 }: VenueError): void {
    const now = performance.now();
    const pauseMs = this.#restsUntil > now ? 0 : this.#backoff.next();
    this.#restsUntil = Math.max(this.#restsUntil, now + Math.max(pauseMs, retryAfterMs));
    this.#isFailing = true;
    for (const goOn of this.#waiting.splice(0)) goOn();
  }
}
