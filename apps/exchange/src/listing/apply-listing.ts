import { printSettings, type Reads } from '@fulcrum/matching';
import type { Appender } from '@fulcrum/streams';
import type { Listing } from './listing.ts';

type Settings = Readonly<Record<string, unknown>>;

/** A command that makes the state as the listing says. */
export interface ListingCommand {
  readonly type: 'set-asset' | 'set-market';
  readonly data: Settings;
}

/** What differs between the state and a listing: assets come first, because markets name them. */
export function listingCommands({ assets, markets }: Listing, reads: Reads): ListingCommand[] {
  const known = new Map<string, Settings>(reads.assets().map((asset) => [asset.asset, { ...asset }]));
  const trading = new Map<string, Settings>(
    reads.markets().map((market) => [market.market, printSettings(market) as Settings]),
  );
  return [
    ...assets
      .filter((asset) => !isSame(asset as Settings, known.get(asset.asset)))
      .map((data) => ({ type: 'set-asset' as const, data: data as Settings })),
    ...markets
      .filter((market) => !isSame(market as Settings, trading.get(market.market)))
      .map((data) => ({ type: 'set-market' as const, data: data as Settings })),
  ];
}

/**
 * Appends what differs. Several processes may do so at once: a repetition changes nothing.
 *
 * @returns the names of what is set.
 * @throws when Redis does not take it.
 */
export async function applyListing(
  commands: readonly ListingCommand[],
  appender: Pick<Appender, 'append'>,
): Promise<string[]> {
  const names: string[] = [];
  for (const { type, data } of commands) {
    const appended = await appender.append({ type, data: JSON.stringify(data) });
    if (appended.outcome !== 'appended') throw new Error(`${type} was not appended: ${appended.reason}`);
    names.push(String(data.market ?? data.asset));
  }
  return names;
}

function isSame(wanted: Settings, known: Settings | undefined): boolean {
  if (known === undefined) return false;
  const names = new Set([...Object.keys(wanted), ...Object.keys(known)]);
  return [...names].every((name) => plain(wanted[name]) === plain(known[name]));
}

/** Amounts are the same however many zeros stand at their end. */
function plain(value: unknown): unknown {
  return typeof value === 'string' && /^\d+\.\d+$/.test(value) ? value.replace(/\.?0+$/, '') : value;
}
