import type { PriceSource } from '@fulcrum/service';
import { hasMarketMaker } from './processes/processes.ts';
import type { Servers } from './servers/servers.ts';
import type { Settings } from './settings/settings.ts';

const SOURCES: Record<PriceSource, string> = {
  local: 'recorded: BTC_USDC plays real BTCUSDT ticks of 2024-08-08; ETH_USDC and SOL_USDC are simulated from them',
  backpack: 'live, from Backpack',
  binance: 'live, from Binance',
};

/** Where the prices of the local venue come from, when it has an order book. */
const BOOK: Record<Settings['scenario'], string> = {
  recorded:
    "the venue's order book, where a market maker quotes what was recorded: BTCUSDT of 2024-08-08, the others simulated",
  calm: "the venue's order book, made up: a calm day",
  gap: "the venue's order book, made up: a jump down after two minutes, and one up after six",
  stale: "the venue's order book, made up: of every five minutes the maker is silent for two, and prices grow old",
  crash: "the venue's order book, made up: a fall by a third, from the second minute to the fifth",
};

/**
 * The text for a user once everything is ready.
 *
 * @param exchangePort of the local venue.
 * @param loud losses that were found, and loud words of the logs, which must not be missed.
 */
export function banner(
  settings: Settings,
  { redis, postgres, warnings }: Servers,
  exchangePort: number,
  loud: readonly string[],
): string {
  const { apiPort, wsPort, priceSources, scenario, replicas, home } = settings;
  const hasVenue = hasMarketMaker(settings);
  const sources = { ...SOURCES, ...(hasVenue ? { local: BOOK[scenario] } : {}) };
  const venue = hasVenue
    ? `\n    Venue       http://localhost:${exchangePort}/api/v1, an order book for programs that speak to Backpack: docs/venue.md`
    : '';
  const engines =
    replicas === 1 ? '' : `\n    Engines     ${replicas}, hot side by side: trading goes on while one of them runs`;
  const listed = (texts: readonly string[]) => texts.map((text) => `    ${text}`).join('\n');
  const missing = loud.length === 0 ? '' : `\n\n  BUT DATA IS MISSING:\n\n${listed(loud)}\n\n  See ${home}/logs.`;
  const warning = warnings.length === 0 ? missing : `${missing}\n\n  BUT MIND:\n\n${listed(warnings)}`;
  return `
  Fulcrum is ready.${warning}

    Trade       http://localhost:${apiPort}
    Desk        http://localhost:${apiPort}/desk, for staff: npm run admin -- create EMAIL makes an admin, npm run demo makes people to look at
    API         http://localhost:${apiPort}/api/v1, described at http://localhost:${apiPort}/docs
    WebSocket   ws://localhost:${wsPort}
    Prices      ${priceSources.map((source) => sources[source]).join('; without it ')}${venue}${engines}
    Redis       ${redis.server.description}
    PostgreSQL  ${postgres.description}
    Data, logs  ${home}

  Ctrl-C stops everything.
`;
}
