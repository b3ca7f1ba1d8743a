import { randomUUID } from 'node:crypto';
import { connectDatabase, type Database } from '@fulcrum/db';
import { appendAudit } from '@fulcrum/desk';
import { afterAll, expect, it } from 'vitest';
import { staffMember } from '../../support/desk/staff.ts';
import { runTool } from '../../support/run-tool.ts';
import type { Stack } from '../../support/stack.ts';
import type { Trader } from '../../support/trader.ts';
import { beforeAllWithSharedStack } from '../../support/use-shared-stack.ts';

/** The audit log for those who oversee the desk. */

let stack: Stack;
let db: Database;
let compliance: Trader;

beforeAllWithSharedStack(async (shared) => {
  stack = shared;
  db = connectDatabase(stack.databaseUrl, 2);
  compliance = await staffMember(stack, db, 'compliance');
});

afterAll(() => db?.$disconnect());

const note = (actor: string, subject: string, content: object = {}) =>
  appendAudit(db, { id: actor, role: 'support', address: '192.0.2.1' }, { act: 'note', subject, content });

it('shows who did what, when, from where and why, the newest first, page by page', async () => {
  const subject = randomUUID();
  const before = Date.now();
  await note(compliance.userId, subject, { reason: '<script>', after: { note: 'a' } });
  await note('cli:ada', subject);
  await note('cli:bob', subject);
  const first = await compliance.get(`/desk/audit?subject=${subject}&limit=2`);
  expect(first.status).toBe(200);
  expect(first.body.entries.map(({ actor }: { actor: string }) => actor)).toEqual(['cli:bob', 'cli:ada']);
  const second = await compliance.get(`/desk/audit?subject=${subject}&limit=2&before=${first.body.next}`);
  expect(second.body).toEqual({
    entries: [
      {
        number: expect.any(Number),
        at: expect.any(Number),
        ...{ actor: compliance.userId, actorEmail: compliance.email, role: 'support', address: '192.0.2.1' },
        ...{ act: 'note', subject, content: { reason: '<script>', after: { note: 'a' } } },
        hash: expect.stringMatching(/^[\da-f]{64}$/),
      },
    ],
  });
  const { at } = second.body.entries[0];
  expect(Math.abs(at - before)).toBeLessThan(60_000);
  const numbers = async (query: string) => {
    const { body } = await compliance.get(`/desk/audit?subject=${subject}&${query}`);
    return body.entries.length;
  };
  expect(await numbers('actor=cli:ada&act=note')).toBe(1);
  expect(await numbers('act=other')).toBe(0);
  expect(await numbers(`from=${at}`)).toBe(3);
  expect(await numbers(`to=${at}`)).toBe(0);
});

it('tells its last row, and checks its chain, as npm run audit does', async () => {
  await note('cli:ada', 'x');
  const { body } = await compliance.get('/desk/audit/head');
  const head = await runTool(stack, 'audit', ['head']);
  expect(head).toEqual({ status: 0, said: `${body.number}:${body.hash}\n` });
  expect(await runTool(stack, 'audit', ['check', '--expect', head.said.trim()])).toMatchObject({ status: 0 });
  const check = await compliance.get('/desk/audit/check?again=true');
  expect(check).toMatchObject({ status: 200, body: { checked: body, head: body, isDone: true, fault: null } });
});

it.each([
  'limit=101',
  'limit=0',
  'before=0',
  'before=x',
  'actor=',
  'actor=%0a',
  'from=-1',
  'to=soon',
  'other=1',
  'act=a&act=b',
])('refuses %s', async (query) => {
  expect(await compliance.get(`/desk/audit?${query}`)).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
});

it.each(['support', 'dealer'] as const)('is nothing for %s', async (role) => {
  const member = await staffMember(stack, db, role);
  for (const path of ['/desk/audit', '/desk/audit/head', '/desk/audit/check'])
    expect(await member.get(path)).toMatchObject({ status: 403, body: { code: 'role_may_not' } });
});
