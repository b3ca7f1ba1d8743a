import { readFileSync } from 'node:fs';
import { Core, readCommand } from '@fulcrum/matching';
import { expect, test } from 'vitest';
import { type ListingCommand, listingCommands } from './apply-listing.ts';
import { Listing } from './listing.ts';

const SHIPPED = readFileSync(new URL('../../../../config/venue.json', import.meta.url), 'utf8');

type File = { assets: Record<string, unknown>[]; markets: Record<string, unknown>[] };

function changed(change: (file: File) => void): string {
  const file = JSON.parse(SHIPPED) as File;
  change(file);
  return JSON.stringify(file);
}

function apply(core: Core, commands: readonly ListingCommand[]): void {
  for (const { type, data } of commands) {
    const [event] = core.apply(readCommand(type, JSON.stringify({ requestId: 'r', ...data })), 1);
    expect(event?.type).toBe(type === 'set-asset' ? 'asset-set' : 'market-set');
  }
}

test('the shipped listing is set once, and only what changes is set again', () => {
  const core = Core.empty();
  const listing = new Listing(SHIPPED);
  apply(core, listingCommands(listing, core.reads));
  expect(core.reads.markets().map(({ market }) => market)).toEqual(['BTC_USDC', 'ETH_USDC', 'SOL_USDC']);
  expect(listingCommands(listing, core.reads)).toEqual([]);
  expect(listing.displayName('BTC')).toBe('Bitcoin');
  expect(listing.createdAt('BTC_USDC')).toBe('2026-11-29T00:00:00');
  const cheaper = new Listing(
    changed(({ markets }) => {
      Object.assign(markets[1] ?? {}, { takerFeePpm: 400, minNotional: '1.50', maxPrice: '1000000.00' });
    }),
  );
  const commands = listingCommands(cheaper, core.reads);
  expect(commands).toMatchObject([{ type: 'set-market', data: { market: 'ETH_USDC', takerFeePpm: 400 } }]);
  apply(core, commands);
  expect(listingCommands(cheaper, core.reads)).toEqual([]);
});

test.each<[what: string, change: (file: File) => void, message: RegExp]>([
  ['a setting that is none', ({ markets }) => Object.assign(markets[0] ?? {}, { color: 'red' }), /color is no setting/],
  ['a setting that is missing', ({ markets }) => delete markets[0]?.mode, /mode is missing/],
  ['a setting that is wrong', ({ assets }) => Object.assign(assets[0] ?? {}, { decimals: 99 }), /decimals/],
  [
    'a time that is none',
    ({ markets }) => Object.assign(markets[0] ?? {}, { createdAt: 'once' }),
    /markets.0.createdAt/,
  ],
])('%s is named', (_what, change, message) => {
  expect(() => new Listing(changed(change))).toThrow(message);
});
