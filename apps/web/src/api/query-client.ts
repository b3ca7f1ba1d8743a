import { QueryClient } from '@tanstack/react-query';

/** The client through which the screen asks the API and caches answers. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: 2, staleTime: 5_000, refetchOnWindowFocus: false },
      // By default the library queues mutations until there is a network. An order would then be sent at another time
      // and another price, so it is refused at once instead.
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
