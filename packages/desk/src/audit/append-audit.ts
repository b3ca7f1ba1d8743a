import type { Queryable } from '@fulcrum/db';
import { assert } from '@fulcrum/log';
import type { Actor } from '../staff/actor.ts';

/** One act of staff. */
export interface AuditedAct {
  readonly act: string;
  /** Whom or what it concerns: a user's id, an asset, a group. */
  readonly subject: string;
  /** Why, and what it was before and after. No secret, and nothing out of a document. */
  readonly content: {
    /** The id of the action of which it is a step. */
    readonly action?: string;
    readonly reason?: string;
    readonly before?: unknown;
    readonly after?: unknown;
  };
}

/** What the table's trigger allows. */
const MAX_CONTENT = 65_536;

/**
 * Adds a row to the audit log, in the transaction of what it tells. Its number, its time and its hashes are made by the
 * database. Until the transaction ends nobody else can add one, so it comes last in there.
 */
export async function appendAudit(tx: Queryable, actor: Actor, { act, subject, content }: AuditedAct): Promise<void> {
  const text = JSON.stringify(content);
  assert(text.length <= MAX_CONTENT, 'what the audit log keeps of an act has a limit');
  await tx.$executeRaw`
    insert into "AuditEntry" ("actor", "role", "address", "act", "subject", "content")
    values (${actor.id}, ${actor.role}, ${actor.address}, ${act}, ${subject}, ${text})`;
}
