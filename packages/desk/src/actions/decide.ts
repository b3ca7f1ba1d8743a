import type { Queryable } from '@fulcrum/db';
import { doInDatabase } from '../carrying-out/do-in-database.ts';
import { DeskRefusal } from '../desk-refusal.ts';
import { refuseErased } from '../erasure/refuse-erased.ts';
import { isEngineKind } from '../kinds/kind.ts';
import { kindOf } from '../kinds/kinds.ts';
import type { Actor } from '../staff/actor.ts';
import { type ActionRow, asJson, auditStep, kindNameOf, lockAction, updateAction } from './action.ts';
import type { DeskParts } from './ask.ts';
import { canonical } from './canonical.ts';
import { expireLocked } from './expire.ts';
import { heldRole, refuseOwnAccount, rolesWho, withRole } from './who-may.ts';

export interface Decision {
  readonly id: string;
  readonly actor: Actor;
  readonly reason?: string | undefined;
}

export interface Approval extends Decision {
  /** Whether who says yes knows that what it replaces is not what it was when it was asked for. */
  readonly despiteChanges?: boolean;
}

/**
 * Says yes to an action that waits. It is carried out from then on, whatever becomes of this process.
 *
 * @throws DeskRefusal when it does not wait, or this person may not.
 */
export function approve(parts: DeskParts, { id, actor: asking, reason, despiteChanges }: Approval): Promise<ActionRow> {
  return decide(parts, id, async (tx, row) => {
    const name = kindNameOf(row);
    const kind = kindOf(name);
    if (!isEngineKind(kind)) await kind.hold?.(tx);
    const actor = await withRole(tx, asking, rolesWho('approves', name));
    refuseOwn(row, actor);
    refuseOwnAccount(actor, row.userId);
    await refuseForeignAsker(tx, row);
    await refuseErased(tx, row.userId);
    const present = await kind.replaces?.present({ ...parts, db: tx }, row.data);
    const isChanged = kind.replaces !== undefined && canonical(present) !== canonical(row.before);
    if (isChanged && despiteChanges !== true)
      throw new DeskRefusal(
        409,
        'changed_meanwhile',
        'What this replaces is not what it was when it was asked for. Look again, and say that you know.',
      );
    const approved = await updateAction(tx, id, {
      ...{ state: 'approved', decidedBy: actor.id, decidedAt: new Date(), decisionReason: reason ?? null },
      ...(isChanged && present !== undefined ? { before: asJson(present) } : {}),
    });
    const carriedOn = isEngineKind(kind) ? approved : await doInDatabase(tx, kind, approved);
    await auditStep(tx, actor, 'approve', carriedOn, { reason, before: carriedOn.before, after: carriedOn.data });
    return carriedOn;
  });
}

/** Says no to what another one asked for. */
export function refuse(parts: DeskParts, { id, actor: asking, reason }: Decision): Promise<ActionRow> {
  return decide(parts, id, async (tx, row) => {
    const actor = await withRole(tx, asking, rolesWho('approves', kindNameOf(row)));
    refuseOwn(row, actor);
    refuseOwnAccount(actor, row.userId);
    return end(tx, row, actor, 'refuse', reason);
  });
}

/** Takes back what one asked for oneself. */
export function withdraw(parts: DeskParts, { id, actor: asking, reason }: Decision): Promise<ActionRow> {
  return decide(parts, id, async (tx, row) => {
    if (row.askedBy !== asking.id)
      throw new DeskRefusal(403, 'not_yours', 'Only who asked for it takes it back. You may refuse it.');
    const role = asking.role === 'operator' ? 'operator' : ((await heldRole(tx, asking.id)) ?? asking.role);
    return end(tx, row, { ...asking, role }, 'withdraw', reason);
  });
}

const ENDS = { refuse: 'refused', withdraw: 'withdrawn' } as const;

async function end(
  tx: Queryable,
  row: ActionRow,
  actor: Actor,
  step: keyof typeof ENDS,
  reason: string | undefined,
): Promise<ActionRow> {
  const now = new Date();
  const ended = await updateAction(tx, row.id, {
    ...{ state: ENDS[step], decidedBy: actor.id, decidedAt: now, decisionReason: reason ?? null, endedAt: now },
  });
  await auditStep(tx, actor, step, ended, { reason, after: row.data });
  return ended;
}

/** Of two who decide at once the second finds it decided. */
async function decide(
  { db, keys }: DeskParts,
  id: string,
  how: (tx: Queryable, row: ActionRow) => Promise<ActionRow>,
): Promise<ActionRow> {
  const decided = await db.$transaction(async (tx) => {
    const row = await lockAction(tx, keys.shard, id);
    if (row === undefined) throw unknownAction();
    if (row.state !== 'waiting') throw new DeskRefusal(409, 'already_decided', `This action is ${row.state} already.`);
    if (row.expiresAt.getTime() > Date.now()) return how(tx, row);
    await expireLocked(tx, row);
    return undefined;
  });
  if (decided === undefined) throw new DeskRefusal(409, 'already_decided', 'This action has expired.');
  return decided;
}

export function unknownAction(): DeskRefusal {
  return new DeskRefusal(404, 'unknown_action', 'There is no such action at this shard.');
}

function refuseOwn(row: ActionRow, actor: Actor): void {
  if (row.askedBy === actor.id)
    throw new DeskRefusal(403, 'own_action', 'You asked for this yourself: it takes a second person.');
}

/** Who asked may have lost their role, or the right to ask for this, since then. */
async function refuseForeignAsker(tx: Queryable, row: ActionRow): Promise<void> {
  if (row.askedBy.startsWith('cli:')) return;
  const role = await heldRole(tx, row.askedBy);
  if (role !== undefined && rolesWho('asks', kindNameOf(row)).includes(role)) return;
  throw new DeskRefusal(409, 'asker_may_not', 'Who asked for this may not do so any more: refuse it.');
}
