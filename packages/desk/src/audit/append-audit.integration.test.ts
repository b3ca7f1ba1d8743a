import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { connectDatabase, type Database } from '@fulcrum/db';
import { freshFolder, removeFolder, startMigratedPostgres } from '@fulcrum/devstack';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor } from '../staff/actor.ts';
import { appendAudit } from './append-audit.ts';

const ADA: Actor = { id: '7a0f3c1e-0000-4000-8000-000000000001', role: 'compliance', address: '192.0.2.1' };

let folder: string;
let postgres: Awaited<ReturnType<typeof startMigratedPostgres>>;
let db: Database;

beforeAll(async () => {
  folder = await freshFolder();
  postgres = await startMigratedPostgres({ directory: join(folder, 'data') });
  db = connectDatabase(postgres.url, 10);
});
afterAll(async () => {
  await db?.$disconnect();
  await postgres?.stop();
  removeFolder(folder);
});

const note = (subject: string) => appendAudit(db, ADA, { act: 'note', subject, content: { reason: 'Ö\n{}' } });

it('rows that are added at once are one chain, each hashed onto the one before', async () => {
  await Promise.all(Array.from({ length: 30 }, (_, at) => note(`subject ${at}`)));
  const rows = await db.auditEntry.findMany({ orderBy: { number: 'asc' } });
  expect(rows.map(({ number }) => Number(number))).toEqual(Array.from({ length: 30 }, (_, at) => at + 1));
  let previous = Buffer.alloc(32);
  for (const row of rows) {
    const { number, at, actor, role, address, act, subject, content } = row;
    const text = [number, at.getTime(), actor, role, address, act, subject, content].join('\n');
    const hash = createHash('sha256').update(previous).update(text).digest();
    expect([Buffer.from(row.previousHash), Buffer.from(row.hash)]).toEqual([previous, hash]);
    previous = hash;
  }
});

it('nobody gives a row its number, its time or its hash', async () => {
  await db.auditEntry.create({
    data: {
      ...{ number: 999n, at: new Date(0), previousHash: Buffer.alloc(1), hash: Buffer.alloc(1) },
      ...{ actor: 'a', role: 'b', address: 'c', act: 'd', subject: 'forged', content: '{}' },
    },
  });
  const [row] = await db.auditEntry.findMany({ where: { subject: 'forged' } });
  expect(row?.number).toBe(31n);
  expect(row?.at.getTime()).toBeGreaterThan(Date.now() - 3_600_000);
  expect(row?.hash).toHaveLength(32);
});

it.each([
  ['changed', `update "AuditEntry" set "content" = '{}' where "number" = 1`],
  ['deleted', `delete from "AuditEntry" where "number" = 1`],
  ['emptied', `truncate "AuditEntry"`],
])('it cannot be %s, not even by its owner', async (_what, statement) => {
  await expect(db.$executeRawUnsafe(statement)).rejects.toThrow('neither changed nor deleted');
});

it('a row whose parts have the ends of lines in them is refused', async () => {
  await expect(note('two\nlines')).rejects.toThrow('are of one line');
});
