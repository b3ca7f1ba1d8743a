import { Backoff } from '@fulcrum/service';
import type { Venue } from '../../venues/venue.ts';
import { VenueError } from './fetch-json.ts';

/** Questions that a venue has before it at once. */
const MOST_UNDER_WAY = 2;

/** Whoever meets a venue that is being tried comes back after this. */
const TRIED_MS = 1_000;

/** Between two attempts at whatever fails: it is tried for ever, and ever more seldom. */
export const usualBackoff = () => new Backoff(2_000, 600_000);

/** A venue is left alone for now, and was not asked. */
export class RestingError extends Error {
  override name = 'RestingError';
  /** By the clock that never jumps. */
  readonly until: number;

  constructor(venue: string, until: number) {
    super(`${venue} is left alone for now`);
    this.until = until;
  }
}

/**
 * A venue that is asked by few at a time. After it answered nobody it is left alone by all for as long as it says, and
 * longer each time; then one of them tries whether it answers again.
 */
export class AskedVenue {
  readonly venue: Venue;
  readonly #backoff: Backoff;
  readonly #waiting: (() => void)[] = [];
  #underWay = 0;
  #isFailing = false;
  #restsUntil = 0;

  constructor(venue: Venue, backoff: Backoff = usualBackoff()) {
    this.venue = venue;
    this.#backoff = backoff;
  }

  /**
   * Asks once it is this question's turn.
   *
   * @param question what is asked: it throws a VenueError when the venue answers nobody.
   * @throws RestingError when it was not asked.
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
      this.#underWay -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #turn(): Promise<void> {
    while (!this.#isFailing && this.#underWay >= MOST_UNDER_WAY)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const now = performance.now();
    if (this.#restsUntil > now) throw new RestingError(this.venue.name, this.#restsUntil);
    if (this.#isFailing && this.#underWay > 0) throw new RestingError(this.venue.name, now + TRIED_MS);
    this.#underWay += 1;
  }

  #answered(): void {
    this.#isFailing = false;
    this.#backoff.reset();
  }

  /** What fails while it rests already was under way before, and is no other failure. */
  #failed({ retryAfterMs = 0 }: VenueError): void {
    const now = performance.now();
    const pauseMs = this.#restsUntil > now ? 0 : this.#backoff.next();
    this.#restsUntil = Math.max(this.#restsUntil, now + Math.max(pauseMs, retryAfterMs));
    this.#isFailing = true;
    for (const goOn of this.#waiting.splice(0)) goOn();
  }
}
