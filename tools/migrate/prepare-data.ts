import { NEWEST_RULES } from '@fulcrum/cfd';
import { askThrough, connectDatabase, migrate, whyAuditUnprotected } from '@fulcrum/db';
import type { Settings } from '@fulcrum/desk';
import { setMissing } from '../instruments/log-instruments.ts';
import { type LogAddresses, withLogAt } from '../log/with-log.ts';
import { appendNewestRules, rulesOfLog } from '../rules/log-rules.ts';
import { type Acceptance, makeKnown, requireKnownDatabase } from './known-database.ts';

export interface Preparation extends Acceptance {
  /** With the URL of the database's owner, who migrates. */
  readonly addresses: LogAddresses;
  /** With which the processes connect. Undefined where they do so as the owner. */
  readonly applicationUrl: string | undefined;
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
  /** What whoever starts this should know, and may have meant so. */
  readonly warnings: readonly string[];
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
  const { addresses, applicationUrl, instruments, ownsEngines, onProgress } = preparation;
  let prepared: Prepared = { applied: [], set: [], loud: [], warnings: [] };
  await withLogAt(addresses, async (parts) => {
    const isAccepted = await requireKnownDatabase(parts, preparation);
    const applied = await migrate(addresses.databaseUrl, { onProgress, applicationUrl });
    await makeKnown(parts);
    const { version, isFresh } = await rulesOfLog(parts);
    if (version < NEWEST_RULES && (ownsEngines || isFresh)) await appendNewestRules(parts);
    const set = await setMissing(parts, instruments);
    const warnings = await auditWarnings(applicationUrl ?? addresses.databaseUrl);
    prepared = { applied, set, loud: isAccepted ? [ACCEPTED] : [], warnings };
  });
  return prepared;
}

/** Warns where the processes could change the audit log. */
async function auditWarnings(processesUrl: string): Promise<string[]> {
  const db = connectDatabase(processesUrl, 1);
  try {
    const why = await whyAuditUnprotected(askThrough(db));
    return why === undefined
      ? []
      : [
          `THE AUDIT LOG IS NOT PROTECTED FROM THE APPLICATION: ${why}. Let MIGRATION_DATABASE_URL name the owner, and DATABASE_URL another user: docs/desk.md, "Two users of the database". In production the API does not start like this.`,
        ];
  } finally {
    await db.$disconnect();
  }
}
