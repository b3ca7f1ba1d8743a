import type { Database, Queryable } from '@fulcrum/db';
import { uuid } from '@fulcrum/protocol';
import { doInDatabase } from '../carrying-out/do-in-database.ts';
import { DeskRefusal } from '../desk-refusal.ts';
import { refuseErased } from '../erasure/refuse-erased.ts';
import { isEngineKind, type Kind } from '../kinds/kind.ts';
import { kindOf } from '../kinds/kinds.ts';
import type { LogParts } from '../log-state/log-parts.ts';
import { rulesVersionOfLog } from '../log-state/rules-of-log.ts';
import type { Actor } from '../staff/actor.ts';
import { type ActionRow, asJson, auditStep } from './action.ts';
import type { ActionKindName } from './action-kinds.ts';
import { doneAlone } from './done-alone.ts';
import { reasonText } from './reason.ts';
import { takesTwo } from './takes-two.ts';
import { refuseOwnAccount, rolesWho, withRole } from './who-may.ts';

export interface DeskParts extends LogParts {
  readonly db: Database;
  /** In USDC: what is about more takes two. */
  readonly secondPersonAbove: string;
}

export interface Asked {
  /** Chosen by who asks: what is asked twice is done once. */
  readonly id: string;
  readonly kind: ActionKindName;
  readonly data: unknown;
  /** What there was, as far as it is known; of kinds that replace something it is read out of the log. */
  readonly before?: unknown;
  readonly reason: string;
  readonly actor: Actor;
}

/** How long an action waits for a second person. */
const WAITS_MS = 86_400_000;

/** Actions of one member of staff that may wait at a time. */
export const MAX_WAITING = 200;

/**
 * Asks for an action. What takes one person alone is approved with it, and what concerns the database alone is done.
 *
 * @returns the action; the one that was asked for before where the id is that one's.
 * @throws DeskRefusal when it may not be asked for.
 */
export async function ask(parts: DeskParts, asked: Asked): Promise<ActionRow> {
  const kind = kindOf(asked.kind);
  const data = readData(kind, asked.data);
  const reason = readText(reasonText, asked.reason, 'reason');
  const id = readText(uuid, asked.id, 'actionId');
  const [userId, subject] = [kind.userId?.(data), kind.subject(data)];
  refuseOwnAccount(asked.actor, userId);
  await refuseUnderOlderRules(parts, kind, data);
  const before = kind.replaces === undefined ? asked.before : await kind.replaces.present(parts, data);
  return parts.db.$transaction(async (tx) => {
    const actor = await withRole(tx, asked.actor, rolesWho('asks', asked.kind));
    const known = await askedBefore(tx, parts, asked, subject);
    if (known !== undefined) return known;
    await refuseTooMany(tx, actor);
    await refuseErased(tx, userId);
    const alone = await doneAlone(tx, asked.kind, userId);
    const isForTwo = alone === 'too many' || takesTwo(asked.kind, kind, data, parts.secondPersonAbove, alone);
    const needsSecond = isForTwo && (await tx.staffMember.count()) > 0;
    const now = new Date();
    const row = await tx.deskAction.create({
      data: {
        ...{ id, shard: parts.keys.shard, kind: asked.kind, userId: userId ?? null, subject, reason },
        ...{ data: asJson(data), askedBy: actor.id, askedAt: now, takesTwo: needsSecond },
        ...(before === undefined || before === null ? {} : { before: asJson(before) }),
        ...{ expiresAt: new Date(now.getTime() + WAITS_MS), state: needsSecond ? 'waiting' : 'approved' },
        ...(needsSecond ? {} : { decidedAt: now }),
      },
    });
    const ended = needsSecond || isEngineKind(kind) ? row : await doInDatabase(tx, kind, row);
    await auditStep(tx, actor, needsSecond ? 'ask' : 'act', row, { reason, before, after: data });
    return ended;
  });
}

/** Holds off others with the same id or of the same person, so that they are counted one after the other. */
async function askedBefore(
  tx: Queryable,
  { keys }: DeskParts,
  { id, kind, actor }: Asked,
  subject: string,
): Promise<ActionRow | undefined> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`desk asks ${actor.id}`}))`;
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`desk asks ${id}`}))`;
  const known = await tx.deskAction.findUnique({ where: { id } });
  if (known === null) return undefined;
  const isSame = known.kind === kind && known.askedBy === actor.id && known.subject === subject;
  if (isSame && known.shard === keys.shard) return known;
  throw duplicateAction();
}

export function duplicateAction(): DeskRefusal {
  return new DeskRefusal(409, 'duplicate_action', 'This actionId was used before, for something else.');
}

async function refuseTooMany(tx: Queryable, actor: Actor): Promise<void> {
  const waiting = await tx.deskAction.count({ where: { askedBy: actor.id, state: 'waiting' } });
  if (waiting < MAX_WAITING) return;
  throw new DeskRefusal(
    429,
    'too_many_waiting',
    `${MAX_WAITING} of your actions wait: withdraw some, or have them decided.`,
  );
}

function readData(kind: Kind, data: unknown): unknown {
  const read = kind.data.safeParse(data);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new DeskRefusal(
    422,
    'invalid_action',
    `${issue?.path.join('.') ?? 'data'}: ${issue?.message ?? 'wrong shape'}`,
  );
}

function readText(schema: typeof uuid, text: string, name: string): string {
  const read = schema.safeParse(text);
  if (read.success) return read.data;
  throw new DeskRefusal(422, 'invalid_action', `${name}: ${read.error.issues[0]?.message ?? 'wrong shape'}`);
}

async function refuseUnderOlderRules(parts: LogParts, kind: Kind, data: unknown): Promise<void> {
  if (!isEngineKind(kind)) return;
  const needed = kind.rules(data);
  if (needed <= 1 || (await rulesVersionOfLog(parts)) >= needed) return;
  throw new DeskRefusal(409, 'older_rules', `This is possible from rules version ${needed} on: npm run rules.`);
}
