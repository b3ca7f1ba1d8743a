import type { Database } from '@fulcrum/db';
import type { Logger } from '@fulcrum/service';
import { SecondFactors } from './second-factors.ts';
import { SecretBox } from './secret-box.ts';

export interface SecondFactorSettings {
  /** Encrypts what the codes are made from. Without it, that is made from JWT_SECRET. */
  readonly SECOND_FACTOR_SECRET?: string | undefined;
  readonly JWT_SECRET: string;
}

/** The second factors of users, as all processes that ask for codes have to read them. */
export function createSecondFactors(
  db: Database,
  { SECOND_FACTOR_SECRET, JWT_SECRET }: SecondFactorSettings,
  logger: Pick<Logger, 'error'>,
): SecondFactors {
  return new SecondFactors(db, new SecretBox(SECOND_FACTOR_SECRET ?? JWT_SECRET), (userId, error) =>
    logger.error({ err: error, userId }, 'a second factor cannot be decrypted: was SECOND_FACTOR_SECRET changed?'),
  );
}
