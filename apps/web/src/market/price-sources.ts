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
 * Where each asset's price comes from: recorded, simulated, or a venue's name; and whether one is held. Looked at now and
 * then, and when the feed tells of a change.
 */
export function usePriceSources() {
  return useQuery({
    queryKey: PRICE_SOURCES_KEY,
    queryFn: ({ signal }) => fetchQuotes(signal),
    refetchInterval: 15_000,
  });
}

/** Asks for all quotes, and learns the server's time by the way. */
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
 * Asks anew as soon as this computer's clock has jumped ahead. If it slept, the prices are old; but if somebody set it,
 * they only look old, and nobody can trade until the server's time is known. @returns how to stop it.
 */
export function askAfterJumps(client: QueryClient): () => void {
  let jumps = clockJumps();
  const timer = setInterval(() => {
    if (jumps === clockJumps()) return;
    jumps = clockJumps();
    // What was asked before the jump is of no use for this.
    void client.refetchQueries({ queryKey: PRICE_SOURCES_KEY });
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

/** Takes what the feed tells of a held price. The API's answer might still be of before (see takeSettings). */
export async function takeHeldPrice(client: QueryClient, event: PriceHeldEvent | PriceReleasedEvent): Promise<void> {
  await client.cancelQueries({ queryKey: PRICE_SOURCES_KEY });
  client.setQueryData<Map<string, PriceSource>>(PRICE_SOURCES_KEY, (known) => {
    const quoted = known?.get(event.asset);
    if (known === undefined || quoted === undefined) return known;
    return new Map(known).set(event.asset, { ...quoted, held: event.type === 'price-held' ? event : undefined });
  });
}
