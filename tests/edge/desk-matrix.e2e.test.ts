import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectDatabase, type Database } from '@fulcrum/db';
import { ROLES, type Role } from '@fulcrum/desk';
import { generateSync } from 'otplib';
import { afterAll, expect, it } from 'vitest';
import type { AppProcess } from '../support/app-process.ts';
import { giveRole, staffMember } from '../support/desk/staff.ts';
import type { Stack } from '../support/stack.ts';
import { type ApiAnswer, call, type Trader } from '../support/trader.ts';
import { beforeAllWithSharedStack } from '../support/use-shared-stack.ts';

/**
 * Who may ask which route of the desk: a table made of the API's own description, so that a route without a rule fails,
 * and compared with docs/desk.md.
 */

interface Operation {
  readonly method: string;
  /** Below /api/v1, with the names of its parameters. */
  readonly path: string;
  readonly tags: readonly string[];
  /** Undefined where the description has none. */
  readonly roles: readonly Role[] | undefined;
  readonly security: Record<string, string[]>[];
  readonly hasBody: boolean;
}

type Described = {
  readonly tags: readonly string[];
  readonly security: Operation['security'];
  readonly requestBody?: object;
  readonly 'x-roles'?: readonly Role[];
};

let stack: Stack;
let db: Database;
let url: string;
let operations: Operation[];
let added: AppProcess | undefined;

beforeAllWithSharedStack(async (shared) => {
  stack = shared;
  db = connectDatabase(stack.devstack.postgres.url, 1);
  url = stack.apiUrls[0] ?? '';
  const { paths } = (await call(url, 'GET', '/openapi.json')).body;
  operations = Object.entries<Record<string, Described>>(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { tags, security, requestBody, 'x-roles': roles }]) => ({
      ...{ method: method.toUpperCase(), path: path.replace('/api/v1', ''), tags, roles, security },
      hasBody: requestBody !== undefined,
    })),
  );
});

afterAll(async () => {
  await db?.$disconnect();
  await added?.stop();
});

const isOfDesk = ({ path }: Operation) => path.startsWith('/desk/');

/** What no route takes: a refusal that comes all the same was decided before anything of it was looked at. */
const GARBAGE = '{"not":"even JSON';

function ask({ method, path, hasBody }: Operation, token: string | undefined): Promise<ApiAnswer> {
  return call(url, method, path.replace(/\{\w+\}/g, 'no-such-thing'), hasBody ? GARBAGE : undefined, token);
}

it('every route of the desk, and no other, says which roles may ask it, and that no key may', () => {
  expect(operations.filter(isOfDesk).length).toBeGreaterThan(1);
  for (const operation of operations) {
    const { method, path, tags, roles, security } = operation;
    const name = `${method} ${path}`;
    expect([name, tags.includes('desk')]).toEqual([name, isOfDesk(operation)]);
    expect([name, roles !== undefined]).toEqual([name, isOfDesk(operation)]);
    if (roles === undefined) continue;
    expect([name, roles.length > 0, roles.filter((role) => !ROLES.includes(role))]).toEqual([name, true, []]);
    expect([name, security]).toEqual([name, [{ bearer: [] }, { cookie: [] }]]);
  }
});

it('lets exactly these roles past, before anything else is looked at', async () => {
  const people = { client: await stack.trader(), ...(await hireAll()) };
  const { secret } = (await people.admin.post('/auth/keys', { name: 'all', scopes: ['read', 'trade'] })).body;
  for (const operation of operations.filter(isOfDesk)) {
    const outcome = async (token: string | undefined) => {
      const { status, body } = await ask(operation, token);
      if (status === 401 || status === 403) return `${status} ${body.code}`;
      if (operation.hasBody) return [400, 422].includes(status) ? 'past' : `${status} ${body.code}`;
      return status < 500 || body.code === 'unavailable' ? 'past' : `${status} ${body.code}`;
    };
    const outcomes: Record<string, string> = { nobody: await outcome(undefined), key: await outcome(secret) };
    for (const [name, { token }] of Object.entries(people)) outcomes[name] = await outcome(token);
    const of = (role: Role) => (operation.roles?.includes(role) ? 'past' : '403 role_may_not');
    expect({ operation, outcomes }).toEqual({
      operation,
      outcomes: {
        ...{ nobody: '401 unauthorized', key: '403 session_required', client: '403 staff_only' },
        ...{ support: of('support'), dealer: of('dealer'), compliance: of('compliance'), admin: of('admin') },
      },
    });
  }
});

async function hireAll(): Promise<Record<Role, Trader>> {
  const hired = await Promise.all(ROLES.map(async (role) => [role, await staffMember(stack, db, role)] as const));
  return Object.fromEntries(hired) as Record<Role, Trader>;
}

it('docs/desk.md lists each route with its roles, and nothing else', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/desk.md'), 'utf8');
  const section = page.split(/^## /m).find((part) => part.startsWith('Routes\n')) ?? '';
  const listed = [...section.matchAll(/^\| `([A-Z]+) (\/desk\/\S*)` \| ([a-z, ]+) \|/gm)].map(
    ([, method, path, roles]) => `${method} ${path} | ${roles}`,
  );
  const served = operations
    .filter(isOfDesk)
    .map(({ method, path, roles }) => `${method} ${path} | ${roles?.join(', ')}`);
  expect(listed.toSorted()).toEqual(served.toSorted());
});

it('who loses their role, gets another or signs out is refused with the next request, and trades on', async () => {
  const person = await staffMember(stack, db, 'admin');
  const me = async () => {
    const { status, body } = await person.get('/desk/me');
    return [status, body.role ?? body.code];
  };
  expect(await me()).toEqual([200, 'admin']);
  await giveRole(db, person.userId, 'support');
  expect(await me()).toEqual([200, 'support']);
  await giveRole(db, person.userId, undefined);
  expect(await me()).toEqual([403, 'staff_only']);
  await giveRole(db, person.userId, 'dealer');
  expect(await me()).toEqual([200, 'dealer']);
  await stack.tick('61800.20', '61800.30');
  const { status, body } = await person.open();
  expect(status).toBe(201);
  expect((await person.close(body.orderId)).status).toBe(200);
  expect((await person.post('/auth/logout', undefined)).status).toBe(200);
  expect(await me()).toEqual([401, 'unauthorized']);
});

it('where staff need a second factor they are refused without one, also right after they turned it off', async () => {
  const { api, url: guarded } = await stack.addApi({ STAFF_SECOND_FACTOR: 'on' });
  added = api;
  await api.start();
  const person = (await staffMember(stack, db, 'admin')).at(guarded);
  const me = async () => {
    const { status, body } = await person.get('/desk/me');
    return [status, body.role ?? body.code];
  };
  expect(await me()).toEqual([403, 'second_factor_required']);
  expect((await person.get('/balance/me')).status).toBe(200);
  const { secret } = (await person.post('/auth/second-factor/prepare', undefined)).body;
  // A secret that was shown, and not proved, is none.
  expect(await me()).toEqual([403, 'second_factor_required']);
  const turnedOn = await person.post('/auth/second-factor/turn-on', { code: generateSync({ secret }) });
  const [recoveryCode] = turnedOn.body.recoveryCodes;
  expect(await me()).toEqual([200, 'admin']);
  // Of who is no staff nothing is told about a second factor.
  const client = await stack.trader();
  expect((await client.at(guarded).get('/desk/me')).body.code).toBe('staff_only');
  expect((await person.post('/auth/second-factor/turn-off', { code: recoveryCode })).status).toBe(200);
  expect(await me()).toEqual([403, 'second_factor_required']);
});
