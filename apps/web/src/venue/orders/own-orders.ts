import { type QueryClient, useQuery } from '@tanstack/react-query';
import { venueCall } from '../api/venue-call.ts';
import { capitalAnswer, ordersAnswer } from '../api/venue-schemas.ts';
import { PAST } from '../past/past.ts';

/** Everything that is one user's at the venue. */
const OWN = ['venue', 'own'];

/** The user's open orders in all markets, the newest first. */
export function useOpenOrders(userId: string | undefined) {
  return useQuery({
    queryKey: [...OWN, userId, 'orders'],
    queryFn: async ({ signal }) =>
      (await venueCall({ path: '/orders', schema: ordersAnswer, signal })).sort((a, b) => b.createdAt - a.createdAt),
    enabled: userId !== undefined,
    refetchInterval: 30_000,
  });
}

/** What the user has at the venue, by asset. */
export function useCapital(userId: string | undefined) {
  return useQuery({
    queryKey: [...OWN, userId, 'capital'],
    queryFn: ({ signal }) => venueCall({ path: '/capital', schema: capitalAnswer, signal }),
    enabled: userId !== undefined,
    refetchInterval: 30_000,
  });
}

/** The shortest pause between two looks at the user's orders, however many of them change. */
const LOOK_EVERY_MS = 250;

/** The same for what is past, which is recorded some tenths of a second later, and read in long pages. */
const LOOK_BACK_EVERY_MS = 1_500;

/** Asks for what is shown of the user's again, after a sign that it changed. Signs shortly after each other share a look. */
export class OwnLooks {
  readonly #own: Looks;
  readonly #past: Looks;

  constructor(client: QueryClient) {
    this.#own = new Looks(() => lookAgain(client), LOOK_EVERY_MS);
    this.#past = new Looks(() => client.invalidateQueries({ queryKey: PAST }), LOOK_BACK_EVERY_MS);
  }

  soon(): void {
    this.#own.soon();
    this.#past.soon();
  }

  stop(): void {
    this.#own.stop();
    this.#past.stop();
  }
}

class Looks {
  readonly #look: () => Promise<void>;
  readonly #everyMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(look: () => Promise<void>, everyMs: number) {
    this.#look = look;
    this.#everyMs = everyMs;
  }

  soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#look();
    }, this.#everyMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

/** Asks at once. Resolves when the answers are there. */
export function lookAgain(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: OWN });
}

/** Forgets what one user has before another is shown. */
export function forgetOwn(client: QueryClient): void {
  client.removeQueries({ queryKey: OWN });
  client.removeQueries({ queryKey: PAST });
}
