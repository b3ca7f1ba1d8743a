import { NEWEST_RULES } from '@fulcrum/cfd';
import type { Settings } from '../instruments/instrument-file.ts';
import { setMissing } from '../instruments/log-instruments.ts';
import { type LogAddresses, withLogAt } from '../log/with-log.ts';
import { appendNewestRules, rulesOfLog } from '../rules/log-rules.ts';

export interface Preparation {
  readonly addresses: LogAddresses;
  /** What is set where the log does not know it. */
  readonly instruments: readonly Settings[];
  /** All engines that read this log know the newest rules. Where an older one may run the operator switches them on. */
  readonly ownsEngines: boolean;
}

/** What was found, and what was done. */
export interface Prepared {
  /** The assets that were set. */
  readonly set: readonly string[];
  /** Nothing had ever happened in the log. */
  readonly isFresh: boolean;
}

/**
 * Appends what a start or a deployment adds to the log: the newest rules, where nobody can mind, and the instruments
 * that it does not know.
 */
export async function prepareLog({ addresses, instruments, ownsEngines }: Preparation): Promise<Prepared> {
  let prepared: Prepared = { set: [], isFresh: false };
  await withLogAt(addresses, async (parts) => {
    const { version, isFresh } = await rulesOfLog(parts);
    if (version < NEWEST_RULES && (ownsEngines || isFresh)) await appendNewestRules(parts);
    prepared = { set: await setMissing(parts, instruments), isFresh };
  });
  return prepared;
}

/**
 * Says so where a database was made anew beside a log that is not new.
 *
 * @param applied the migrations that were just applied.
 */
export function databaseLoss(applied: readonly string[], { isFresh }: Prepared): string | undefined {
  if (isFresh || !applied.includes(FIRST_MIGRATION)) return undefined;
  return (
    'POSTGRESQL HAS NO DATA: the database was made anew, and the log is not new. Accounts and orders are worked out from ' +
    'the log, as far as it goes back; users and their e-mail addresses are gone. Put back a copy, if there is one.'
  );
}

const FIRST_MIGRATION = '0001_init';
