import { QueryClient } from '@tanstack/react-query';

/** How the screen asks, remembers what was answered, and sends. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: 2, staleTime: 5_000, refetchOnWindowFocus: false },
      // By itself the library keeps what is sent without a network, and sends it when there is one: at another time,
      // and another price. Here it is refused at once instead.
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
