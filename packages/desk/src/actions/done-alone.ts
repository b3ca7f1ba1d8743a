import type { Queryable } from '@fulcrum/db';
import { ACTION_KINDS, type ActionKindName } from './action-kinds.ts';

/** As far back as what one person did alone counts for the next time. */
const COUNTED_MS = 86_400_000;

/** With more acts than this in a day, the next one takes two whatever its amount. */
const MOST = 1_000;

/**
 * The data of what was done on an account in the last 24 hours, of one kind and by one person alone, whoever that was. Until
 * the transaction ends nobody else asks for more of it, so that what is asked for at once is counted one after the other.
 *
 * @returns 'too many' where they are not looked through.
 */
export async function doneAlone(
  tx: Queryable,
  name: ActionKindName,
  userId: string | undefined,
): Promise<unknown[] | 'too many'> {
  if (ACTION_KINDS[name].takesTwo !== 'above the amount' || userId === undefined) return [];
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`desk sums ${name} ${userId}`}))`;
  const rows = await tx.deskAction.findMany({
    where: {
      ...{ kind: name, userId, takesTwo: false },
      ...{ state: { in: ['approved', 'done'] }, askedAt: { gt: new Date(Date.now() - COUNTED_MS) } },
    },
    select: { data: true },
    take: MOST + 1,
  });
  return rows.length > MOST ? 'too many' : rows.map(({ data }) => data);
}
