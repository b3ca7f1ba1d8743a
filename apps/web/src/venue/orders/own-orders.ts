import { type QueryClient, useQuery } from '@tanstack/react-query';
import { venueCall } from '../api/venue-call.ts';
import { capitalAnswer, ordersAnswer } from '../api/venue-schemas.ts';

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

/** Asks for the user's orders and balances again, after a sign that they changed. Signs shortly after each other share a look. */
export class OwnLooks {
  readonly #client: QueryClient;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: QueryClient) {
    this.#client = client;
  }

  soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void lookAgain(this.#client);
    }, LOOK_EVERY_MS);
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
}
