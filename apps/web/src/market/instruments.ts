import { type Instrument, type InstrumentSettings, parseInstrument } from '@fulcrum/cfd';
import { type QueryClient, useQuery } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { instrumentsAnswer } from '../api/schemas.ts';

export const INSTRUMENTS_KEY = ['instruments'];

/** The instruments with their settings. The feed tells when these change. */
export function useInstruments() {
  return useQuery({
    queryKey: INSTRUMENTS_KEY,
    queryFn: ({ signal }) => fetchInstruments(signal),
    // Right after a start the engine may not know any instrument yet.
    refetchInterval: ({ state }) => (state.data === undefined || state.data.length === 0 ? 1_000 : 60_000),
    structuralSharing: true,
  });
}

/**
 * Takes changed settings from the feed. Requests in flight are cancelled: the API may learn of the change later than
 * the feed, and its answer would bring the former settings back.
 */
export async function takeSettings(client: QueryClient, settings: InstrumentSettings): Promise<void> {
  await client.cancelQueries({ queryKey: INSTRUMENTS_KEY });
  client.setQueryData<Instrument[]>(INSTRUMENTS_KEY, (known) => {
    const others = known?.filter(({ asset }) => asset !== settings.asset);
    return others && [...others, toInstrument(settings)].sort((a, b) => a.asset.localeCompare(b.asset));
  });
}

async function fetchInstruments(signal: AbortSignal): Promise<Instrument[]> {
  const { data } = await call({ path: '/market/instruments', schema: instrumentsAnswer, signal });
  return data.instruments.map(toInstrument);
}

function toInstrument(settings: InstrumentSettings): Instrument {
  const instrument = parseInstrument(settings);
  if (typeof instrument === 'string') throw new Error(`the settings of ${settings.asset} make no sense: ${instrument}`);
  return instrument;
}
