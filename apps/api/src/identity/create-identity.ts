import type { Database } from '@fulcrum/db';
import { DocumentBox } from '@fulcrum/identity';
import type { ApiConfig } from '../config.ts';
import { IdentityController } from './identity.controller.ts';
import { IdentityChecks } from './identity-checks.ts';
import { IdentityGuard } from './identity-guard.ts';

/** The parts of identity checks. */
export interface Identity {
  readonly controller: IdentityController;
  readonly guard: IdentityGuard;
  /** Encrypts documents. */
  readonly box: DocumentBox;
}

export function createIdentity(
  db: Database,
  { DOCUMENTS_SECRET, JWT_SECRET, IDENTITY_NEEDED_FOR }: ApiConfig,
): Identity {
  const box = new DocumentBox(DOCUMENTS_SECRET ?? [JWT_SECRET]);
  const guard = new IdentityGuard(db, IDENTITY_NEEDED_FOR);
  return { box, guard, controller: new IdentityController(new IdentityChecks(db, box), guard) };
}
