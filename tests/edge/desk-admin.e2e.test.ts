import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { connectDatabase, type Database } from '@fulcrum/db';
import { afterAll, expect, it } from 'vitest';
import { runTool } from '../support/run-tool.ts';
import type { Stack } from '../support/stack.ts';
import { beforeAllWithSharedStack } from '../support/use-shared-stack.ts';

/** The command line that makes the first admin: `npm run admin`. */

let stack: Stack;
let db: Database;

beforeAllWithSharedStack(async (shared) => {
  stack = shared;
  db = connectDatabase(stack.devstack.postgres.url, 2);
});

afterAll(async () => {
  await db?.staffMember.deleteMany();
  await db?.$disconnect();
});

const admin = (...args: string[]) => runTool(stack, 'admin', args);
const newEmail = () => `${randomUUID()}@example.com`;
const idOf = async (email: string) => (await db.user.findUniqueOrThrow({ where: { email } })).id;
const auditOf = async (email: string) =>
  (await db.auditEntry.findMany({ where: { subject: await idOf(email) }, orderBy: { number: 'asc' } })).map(
    ({ actor, role, address, act, content }) => [actor, role, address, act, JSON.parse(content)],
  );
const changed = (before: string | null, after: string | null) => [
  ...[`cli:${userInfo().username}`, 'operator', 'local', 'set-role:act'],
  { reason: 'npm run admin', before: { role: before }, after: { role: after } },
];

it('makes an admin of somebody who has not come yet, tells where to sign in, and may be repeated', async () => {
  const email = newEmail();
  const made = await admin('create', ` ${email.toUpperCase()} `);
  expect(made).toMatchObject({ status: 0 });
  expect(made.said).toContain(`${email} is an admin now.`);
  expect(made.said).toMatch(/Sign in at http\S+\/desk,/);
  expect((await admin('create', email)).said).toContain('is an admin already');
  expect(await auditOf(email)).toEqual([changed(null, 'admin')]);
  const person = await stack.trader(email);
  expect((await person.get('/desk/me')).body).toMatchObject({
    ...{ userId: person.userId, email, name: null, role: 'admin', secondPersonAbove: '1000.000000' },
    acts: expect.arrayContaining([{ kind: 'set-role', takesTwo: 'always', approves: ['compliance', 'admin'] }]),
  });
  // Others may work here as well: the stack is shared.
  expect((await person.get('/desk/staff')).body.staff).toContainEqual(
    expect.objectContaining({ userId: person.userId, email, role: 'admin', hasSecondFactor: false }),
  );
});

it('the last admin is taken only by who insists, and is refused at once', async () => {
  await db.staffMember.deleteMany();
  const [ada, bob] = [await stack.trader(), await stack.trader()];
  for (const { email } of [ada, bob]) expect((await admin('create', email)).status).toBe(0);
  const list = (await admin('list')).said;
  for (const { email } of [ada, bob]) expect(list).toContain(`admin       ${email}  since `);
  expect((await ada.get('/desk/me')).status).toBe(200);
  expect(await admin('revoke', ada.email)).toMatchObject({ status: 0 });
  expect(await ada.get('/desk/me')).toMatchObject({ status: 403, body: { code: 'staff_only' } });
  expect(await admin('revoke', bob.email)).toMatchObject({
    status: 1,
    said: expect.stringContaining('the last admin'),
  });
  expect((await bob.get('/desk/me')).status).toBe(200);
  expect(await admin('revoke', bob.email, '--yes')).toMatchObject({ status: 0 });
  expect((await admin('list')).said).toContain('Nobody works at the desk.');
  expect(await auditOf(bob.email)).toEqual([changed(null, 'admin'), changed('admin', null)]);
  expect(await admin('revoke', bob.email)).toMatchObject({ status: 1, said: expect.stringContaining('has no role') });
});

it('gives and takes any role, and tells the one of before', async () => {
  const { email, userId } = await stack.trader();
  await db.staffMember.create({ data: { userId, role: 'support' } });
  expect((await admin('create', email)).said).toContain('is an admin now, and was support');
  await db.staffMember.update({ where: { userId }, data: { role: 'dealer' } });
  expect((await admin('revoke', email)).said).toContain('was dealer');
});

it.each([
  [['create']],
  [['create', 'ada']],
  [['create', 'a@b@c']],
  [['list', 'x']],
  [['create', 'a@example.com', '--yes']],
  [[]],
])('says how it is used at %j', async (args) => {
  expect(await admin(...args)).toMatchObject({ status: 2, said: expect.stringContaining('Usage:') });
});

it('says so where there is no such user', async () => {
  expect(await admin('revoke', newEmail())).toMatchObject({ status: 1, said: expect.stringContaining('no user') });
});
