import { randomUUID } from 'node:crypto';
import type { Database } from '@fulcrum/db';
import type { Role } from '@fulcrum/desk';
import { staffMember } from '../support/desk/staff.ts';
import type { Stack } from '../support/stack.ts';
import type { ApiAnswer, Trader } from '../support/trader.ts';

/** A member of staff, and what they do at the desk. */
export class StaffMember {
  readonly trader: Trader;

  constructor(trader: Trader) {
    this.trader = trader;
  }

  static async hire(stack: Stack, db: Database, role: Role): Promise<StaffMember> {
    return new StaffMember(await staffMember(stack, db, role));
  }

  get id(): string {
    return this.trader.userId;
  }

  /** The same person, at another process of the API. */
  at(url: string): StaffMember {
    return new StaffMember(this.trader.at(url));
  }

  ask(path: string, body: object = {}): Promise<ApiAnswer> {
    return this.trader.post(`/desk${path}`, { actionId: randomUUID(), reason: 'a test', ...body });
  }

  decide(actionId: string, decision: 'approve' | 'refuse' | 'withdraw', body: object = {}): Promise<ApiAnswer> {
    const reason = decision === 'refuse' ? { reason: 'a test' } : {};
    return this.trader.post(`/desk/actions/${actionId}/${decision}`, { ...reason, ...body });
  }

  show(actionId: string): Promise<ApiAnswer> {
    return this.trader.get(`/desk/actions/${actionId}`);
  }
}

/** The steps of an action in the audit log, in their order: who did what. */
export async function stepsOf(db: Database, actionId: string): Promise<{ act: string; actor: string; role: string }[]> {
  const rows = await db.auditEntry.findMany({
    where: { content: { contains: `"action":"${actionId}"` } },
    orderBy: { number: 'asc' },
  });
  return rows.map(({ act, actor, role }) => ({ act, actor, role }));
}
