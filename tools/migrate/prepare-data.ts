import { NEWEST_RULES } from '@fulcrum/cfd';
import { migrate } from '@fulcrum/db';
import type { Settings } from '../instruments/instrument-file.ts';
import { setMissing } from '../instruments/log-instruments.ts';
import { type LogAddresses, withLogAt } from '../log/with-log.ts';
import { appendNewestRules, rulesOfLog } from '../rules/log-rules.ts';
import { type Acceptance, makeKnown, requireKnownDatabase } from './known-database.ts';

export interface Preparation extends Acceptance {
  readonly addresses: LogAddresses;
  /** Instruments to set if the log does not know them. */
  readonly instruments: readonly Settings[];
  /** Whether all engines of this log know the newest rules. Otherwise the operator switches these on. */
  readonly ownsEngines: boolean;
  /** Told what takes long. */
  readonly onProgress?: ((message: string) => void) | undefined;
}

/** The findings, and what was done. */
export interface Prepared {
  /** The migrations that were applied. */
  readonly applied: readonly string[];
  /** The assets that were set. */
  readonly set: readonly string[];
  /** Losses that were found, which must not be missed. */
  readonly loud: readonly string[];
}

const ACCEPTED =
  'POSTGRESQL HAS NO DATA, which was accepted: accounts and orders are worked out from the log; users and their e-mail ' +
  'addresses are gone.';

/**
 * Brings the database to the newest schema, and adds to the log what a start or a deployment has to: the newest rules,
 * if every engine knows them, and the instruments that the log does not know.
 *
 * @throws OperatorError, before anything is written, when the database has nothing of a log that is not new.
 */
export async function prepareData(preparation: Preparation): Promise<Prepared> {
  const { addresses, instruments, ownsEngines, onProgress } = preparation;
  let prepared: Prepared = { applied: [], set: [], loud: [] };
  await withLogAt(addresses, async (parts) => {
    const isAccepted = await requireKnownDatabase(parts, preparation);
    const applied = await migrate(addresses.databaseUrl, { onProgress });
    await makeKnown(parts);
    const { version, isFresh } = await rulesOfLog(parts);
    if (version < NEWEST_RULES && (ownsEngines || isFresh)) await appendNewestRules(parts);
    prepared = { applied, set: await setMissing(parts, instruments), loud: isAccepted ? [ACCEPTED] : [] };
  });
  return prepared;
}
