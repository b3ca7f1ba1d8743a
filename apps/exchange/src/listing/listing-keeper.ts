import { setTimeout as sleep } from 'node:timers/promises';
import type { Reads } from '@fulcrum/matching';
import type { Logger } from '@fulcrum/service';
import type { Appender } from '@fulcrum/streams';
import { applyListing, listingCommands } from './apply-listing.ts';
import type { Listing } from './listing.ts';

export interface ListingKeeperParts {
  readonly listing: Listing;
  /** What can be read of the state; undefined while the core is away, or behind the log. */
  readonly current: () => Reads | undefined;
  readonly appender: Pick<Appender, 'append'>;
  readonly logger: Logger;
}

const LOOK_EVERY_MS = 200;

/** Sets assets and markets as they are listed: once at each beginning of the core. */
export class ListingKeeper {
  readonly #parts: ListingKeeperParts;
  #isDue = true;

  constructor(parts: ListingKeeperParts) {
    this.#parts = parts;
  }

  /** The core begins: it may be from a state that is older than what was set. */
  startOver(): void {
    this.#isDue = true;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
      const reads = this.#isDue ? this.#parts.current() : undefined;
      if (reads !== undefined && !signal.aborted) await this.#apply(reads);
    }
  }

  async #apply(reads: Reads): Promise<void> {
    const { listing, appender, logger } = this.#parts;
    this.#isDue = false;
    try {
      const set = await applyListing(listingCommands(listing, reads), appender);
      if (set.length > 0) logger.info({ set }, 'assets and markets are set as they are listed');
    } catch (error) {
      this.#isDue = true;
      logger.warn({ err: error }, 'the listing has to wait');
    }
  }
}
