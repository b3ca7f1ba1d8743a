import { NEWEST_RULES } from '@fulcrum/core';
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

/**
 * Appends what a start or a deployment adds to the log: the newest rules, where nobody can mind, and the instruments
 * that it does not know.
 *
 * @returns the assets that were set.
 */
export async function prepareLog({ addresses, instruments, ownsEngines }: Preparation): Promise<string[]> {
  let set: string[] = [];
  await withLogAt(addresses, async (parts) => {
    const { version, isFresh } = await rulesOfLog(parts);
    if (version < NEWEST_RULES && (ownsEngines || isFresh)) await appendNewestRules(parts);
    set = await setMissing(parts, instruments);
  });
  return set;
}
