import { connectDatabase, type Database } from '@fulcrum/db';
import type { Role } from '@fulcrum/desk';
import type { Stack } from '../stack.ts';
import type { Trader } from '../trader.ts';

/** Somebody new who works at the desk. */
export async function staffMember(stack: Stack, db: Database, role: Role): Promise<Trader> {
  const trader = await stack.trader(`${role}-${crypto.randomUUID()}@example.com`);
  await db.staffMember.create({ data: { userId: trader.userId, role } });
  return trader;
}

/** @param role undefined takes it away. */
export async function giveRole(db: Database, userId: string, role: Role | undefined): Promise<void> {
  if (role === undefined) await db.staffMember.deleteMany({ where: { userId } });
  else await db.staffMember.upsert({ where: { userId }, create: { userId, role }, update: { role } });
}

/** Command lines then act at once, also upon what takes two. */
export async function dismissAll(stack: Stack): Promise<void> {
  const db = connectDatabase(stack.devstack.postgres.url, 1);
  await db.staffMember.deleteMany();
  await db.$disconnect();
}
