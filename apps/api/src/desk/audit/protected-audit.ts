import { askThrough, type Database, whyAuditUnprotected } from '@fulcrum/db';
import { type Logger, OperatorError } from '@fulcrum/service';

export interface ProtectionParts {
  readonly db: Database;
  readonly isProduction: boolean;
  readonly logger: Pick<Logger, 'warn'>;
}

/**
 * Looks whether this process could change the audit log. On one's own machine it only says so.
 *
 * @throws OperatorError in production, where nothing may run that could.
 */
export async function requireProtectedAudit({ db, isProduction, logger }: ProtectionParts): Promise<void> {
  const why = await whyAuditUnprotected(askThrough(db));
  if (why === undefined) return;
  if (!isProduction) return logger.warn(`the audit log is not protected from the application: ${why}`);
  throw new OperatorError(
    `THE AUDIT LOG IS NOT PROTECTED, so this does not start in production: ${why}. Let MIGRATION_DATABASE_URL name the owner, who migrates, and DATABASE_URL another user: docs/desk.md, "Two users of the database".`,
  );
}
