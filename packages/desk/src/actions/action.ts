import type { Prisma, Queryable } from '@fulcrum/db';
import { assert } from '@fulcrum/log';
import { appendAudit } from '../audit/append-audit.ts';
import type { Actor } from '../staff/actor.ts';
import type { ActionKindName } from './action-kinds.ts';

export const ACTION_STATES = ['waiting', 'approved', 'done', 'failed', 'refused', 'withdrawn', 'expired'] as const;

export type ActionState = (typeof ACTION_STATES)[number];

/** An action as the database has it. */
export type ActionRow = Prisma.DeskActionGetPayload<object>;

/** The request id under which the engine carries out an action. */
export const REQUEST_PREFIX = 'desk:';

export function requestIdOf(actionId: string): string {
  return REQUEST_PREFIX + actionId;
}

/** One that ended is done with for ever, but for what the log loses. */
export function hasEnded(state: string): boolean {
  return state !== 'waiting' && state !== 'approved';
}

export function kindNameOf({ kind }: Pick<ActionRow, 'kind'>): ActionKindName {
  return kind as ActionKindName;
}

/** What happened to an action: a step is told by an entry of the audit log. */
export type Step = 'ask' | 'act' | 'approve' | 'refuse' | 'withdraw' | 'expire' | 'done' | 'failed' | 'lost';

export interface ToldStep {
  readonly reason?: string | undefined;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Adds a step to the audit log. Comes last in its transaction. */
export function auditStep(tx: Queryable, actor: Actor, step: Step, row: ActionRow, told: ToldStep): Promise<void> {
  const { reason, before, after } = told;
  return appendAudit(tx, actor, {
    act: `${row.kind}:${step}`,
    subject: row.subject,
    content: {
      action: row.id,
      ...(reason === undefined ? {} : { reason }),
      ...(before === undefined || before === null ? {} : { before }),
      ...(after === undefined || after === null ? {} : { after }),
    },
  });
}

export async function updateAction(tx: Queryable, id: string, data: Prisma.DeskActionUpdateInput): Promise<ActionRow> {
  const row = await tx.deskAction.update({ where: { id }, data });
  assert(row.id === id, 'the action that was changed is the one that was meant');
  return row;
}

/**
 * Holds an action until the transaction ends.
 *
 * @param isPatient waits for whoever else holds it; otherwise it is passed over.
 */
export async function lockAction(
  tx: Queryable,
  shard: number,
  id: string,
  isPatient = true,
): Promise<ActionRow | undefined> {
  const held = isPatient
    ? await tx.$queryRaw<unknown[]>`
        select "id" from "DeskAction" where "id" = ${id}::uuid and "shard" = ${shard}::int for update`
    : await tx.$queryRaw<unknown[]>`
        select "id" from "DeskAction" where "id" = ${id}::uuid and "shard" = ${shard}::int for update skip locked`;
  if (held.length === 0) return undefined;
  return (await tx.deskAction.findUnique({ where: { id } })) ?? undefined;
}

/** A value as a JSON column takes it. */
export function asJson(value: unknown): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue;
}
