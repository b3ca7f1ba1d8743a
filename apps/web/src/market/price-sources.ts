import type { PriceHeldEvent, PriceReleasedEvent } from '@fulcrum/protocol';
import { type QueryClient, useQuery } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { type HeldPrice, quotesAnswer } from '../api/schemas.ts';
import { askServerTime, clockJumps } from '../clock/server-clock.ts';

export const PRICE_SOURCES_KEY = ['price-sources'];

interface PriceSource {
  readonly source: string;
  readonly held?: HeldPrice | undefined;
}

/**
 * The source of each asset's price (recorded, simulated, or a venue's name), and the price that is held, if there is
 * one. They are read every 15 seconds, and when the feed tells of a change.
 */
export function usePriceSources() {
  return useQuery({
    queryKey: PRICE_SOURCES_KEY,
    queryFn: ({ signal }) => fetchQuotes(signal),
    refetchInterval: 15_000,
  });
}

/** Reads all quotes, and measures the server's time with their ages. */
export async function fetchQuotes(signal?: AbortSignal): Promise<ReadonlyMap<string, PriceSource>> {
  const answer = askServerTime();
  const request = { path: '/market/quotes', schema: quotesAnswer };
  const { data } = await call(signal === undefined ? request : { ...request, signal });
  const [quote] = data.quotes;
  if (quote !== undefined) answer(quote.time + quote.ageMs);
  return new Map(data.quotes.map(({ asset, source, held }) => [asset, { source, held }]));
}

const LOOK_EVERY_MS = 1_000;

/**
 * Reads the quotes again as soon as this computer's clock has jumped ahead. After a sleep the prices are old. After
 * somebody has set the clock they only look old, and nobody can trade until the server's time is measured again.
 *
 * @returns a function that stops it.
 */
export function askAfterJumps(client: QueryClient): () => void {
  let jumps = clockJumps();
  const timer = setInterval(() => {
    if (jumps === clockJumps()) return;
    jumps = clockJumps();
    // An answer to a request from before the jump measures nothing.
    void client.refetchQueries({ queryKey: PRICE_SOURCES_KEY });
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

/** Takes a held or released price from the feed. Requests in flight are cancelled (see takeSettings). */
export async function takeHeldPrice(client: QueryClient, event: PriceHeldEvent | PriceReleasedEvent): Promise<void> {
  await client.cancelQueries({ queryKey: PRICE_SOURCES_KEY });
  client.setQueryData<Map<string, PriceSource>>(PRICE_SOURCES_KEY, (known) => {
    const quoted = known?.get(event.asset);
    if (known === undefined || quoted === undefined) return known;
    return new Map(known).set(event.asset, { ...quoted, held: event.type === 'price-held' ? event : undefined });
  });
}
