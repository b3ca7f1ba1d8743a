import type { VenueClient } from '../commands/venue-client.ts';
import type { Book } from '../core/book.ts';
import type { Deposits } from './deposits.ts';

/** The accounts of users at the venue. */
export class VenueAccounts {
  readonly #client: Pick<VenueClient, 'send'>;
  readonly #book: Book;
  readonly #deposits: Deposits;

  /** @param deposits what a new account has. */
  constructor(client: Pick<VenueClient, 'send'>, book: Book, deposits: Deposits) {
    this.#client = client;
    this.#book = book;
    this.#deposits = deposits;
  }

  /** Opens a user's account, unless there is one. It is made once, however often that is asked for. */
  async open(userId: string): Promise<void> {
    if (this.#book.reads.has(userId)) return;
    await this.#client.send('create-account', { userId, deposits: this.#deposits });
  }
}
