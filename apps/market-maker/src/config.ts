import { commonConfig, setting } from '@fulcrum/service';
import { SCENARIO_NAMES } from '@fulcrum/simulated-prices';
import { isSecret } from '@fulcrum/venue-api';
import { z } from 'zod';

const secret = z.string().refine(isSecret, 'must be the 32 bytes of an ED25519 private key in base64');

export const makerConfig = commonConfig.extend({
  /** Where the venue is. */
  VENUE_URL: z
    .url({ protocol: /^https?$/, error: 'must be a URL such as http://127.0.0.1:9080' })
    .default('http://127.0.0.1:9080'),
  /** The key with which the maker signs. Its user has far more at the venue than others. */
  MAKER_SECRET: secret,
  /** The keys of noise traders, of whom each is another user. */
  NOISE_SECRETS: z
    .string()
    .default('')
    .transform((list) => list.split(',').filter((each) => each !== ''))
    .pipe(z.array(secret).max(16)),
  /** What prices do: as recorded, or a made-up course. */
  SCENARIO: z.enum(SCENARIO_NAMES).default('recorded'),
  /** When the scenario began, in milliseconds since 1970, so that a maker that starts again goes on. */
  SCENARIO_STARTED_AT: setting.number(0),
  /** How many times as fast as the clock the scenario runs. */
  SCENARIO_SPEED: setting.count(1),
  /** The time between two rounds of quoting. */
  QUOTE_EVERY_MS: setting.count(200),
  /** The mean time between two actions of a noise trader. */
  NOISE_EVERY_MS: setting.count(1_000),
  /** Of all that is random. */
  SEED: setting.number(1),
});

export type MakerConfig = z.output<typeof makerConfig>;
