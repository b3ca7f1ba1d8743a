import type { Service, ServiceContext } from '@fulcrum/service';
import { loadRecording, seededRandom } from '@fulcrum/simulated-prices';
import { KeyPair, VenueApi } from '@fulcrum/venue-api';
import type { MakerConfig } from './config.ts';
import type { FairSource } from './fair/fair-value.ts';
import { RecordedFair } from './fair/recorded-fair.ts';
import { ScenarioFair } from './fair/scenario-fair.ts';
import { SCENARIOS } from './fair/scenarios.ts';
import { Maker } from './maker.ts';
import { MakerMetrics } from './maker-metrics.ts';
import { keepTrading } from './noise/keep-trading.ts';
import { NoiseTrader } from './noise/noise-trader.ts';

/** Starts the maker, and the noise traders. */
export async function startMarketMaker({
  config,
  logger,
  metrics: registry,
  signal,
  fail,
}: Omit<ServiceContext<MakerConfig>, 'waits'>): Promise<Service> {
  const metrics = new MakerMetrics(registry);
  const api = (secret: string) => new VenueApi({ url: config.VENUE_URL, keyPair: new KeyPair(secret) });
  const makersApi = api(config.MAKER_SECRET);
  const fair = await fairSource(config);
  const maker = new Maker({
    ...{ api: makersApi, fair, metrics, logger, nowMs: Date.now },
    roundMs: config.QUOTE_EVERY_MS,
  });
  const traders = config.NOISE_SECRETS.map((secret, index) => {
    const random = seededRandom(config.SEED + index);
    const own = api(secret);
    const trader = new NoiseTrader({ api: own, random, quoters: () => maker.quoters, metrics });
    const rhythm = {
      everyMs: config.NOISE_EVERY_MS,
      random,
      isHurried: () => maker.quoters.some(({ ahead }) => ahead !== 0),
      onFault: (error: Error) => logger.debug({ err: error }, 'a noise trader was refused'),
    };
    return { api: own, trading: keepTrading(trader, rhythm, signal) };
  });
  const running = [maker.run(signal), ...traders.map(({ trading }) => trading)].map((work) => work.catch(fail));
  logger.info({ scenario: config.SCENARIO, noiseTraders: traders.length }, 'making a market');
  return {
    notReady: () => maker.notReady(),
    stop: async () => {
      await Promise.all(running);
      for (const each of [makersApi, ...traders.map(({ api: own }) => own)]) each.close();
    },
  };
}

async function fairSource(config: MakerConfig): Promise<FairSource> {
  const recorded = new RecordedFair(await loadRecording());
  if (config.SCENARIO === 'recorded') return recorded;
  const startedAt = config.SCENARIO_STARTED_AT === 0 ? Date.now() : config.SCENARIO_STARTED_AT;
  const start = { startedAt, speed: config.SCENARIO_SPEED, seed: config.SEED };
  return new ScenarioFair(recorded, SCENARIOS[config.SCENARIO], start);
}
