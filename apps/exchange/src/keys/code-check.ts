import type { Database } from '@fulcrum/db';
import { AccountTries, Guesses } from '@fulcrum/http';
import { CodeProof, codeRates, createSecondFactors, type SecondFactorSettings } from '@fulcrum/second-factor';
import type { Logger, SharedRateOptions } from '@fulcrum/service';

export interface CodeCheckParts {
  readonly db: Database;
  readonly settings: SecondFactorSettings;
  readonly redis: SharedRateOptions['redis'];
  /** Of the limits in Redis, which are those of the API. */
  readonly keyPrefix: string;
  readonly trustedProxies: number;
  readonly logger: Logger;
  readonly onRefused: () => void;
}

/** Asks for a code of the second factor as the API does, and counts those that are guessed together with it. */
export function codeCheck(parts: CodeCheckParts): CodeProof {
  const { db, settings, redis, keyPrefix, trustedProxies, logger, onRefused } = parts;
  const rates = codeRates(keyPrefix, {
    redis,
    onError: (error) => logger.warn({ err: error }, 'codes are counted by this process alone'),
  });
  const guesses = new Guesses({
    // The cookie by which the API knows a device again is for the API alone.
    devices: { knownFor: async () => undefined },
    fromOne: new AccountTries(rates.codes, 'codes', onRefused),
    fromAll: new AccountTries(rates.allCodes, 'codes', onRefused),
    trustedProxies,
  });
  return new CodeProof(createSecondFactors(db, settings, logger), guesses);
}
