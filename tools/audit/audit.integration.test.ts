import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connectDatabase, type Database } from '@fulcrum/db';
import { appendAudit } from '@fulcrum/desk';
import { applicationUrl, type DevServer, freshFolder, removeFolder, startMigratedPostgres } from '@fulcrum/devstack';
import { afterAll, beforeAll, expect, it } from 'vitest';

let folder: string;
let postgres: DevServer;
let owner: Database;

beforeAll(async () => {
  folder = await freshFolder();
  postgres = await startMigratedPostgres({ directory: join(folder, 'data') });
  owner = connectDatabase(postgres.url, 1);
});
afterAll(async () => {
  await owner?.$disconnect();
  await postgres?.stop();
  removeFolder(folder);
});

/** Runs the program as the application's user: its status, and what it said. */
function audit(...args: string[]): Promise<[number, string]> {
  const env = { ...process.env, DATABASE_URL: applicationUrl(postgres.url) };
  return promisify(execFile)(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], { env }).then(
    ({ stdout }) => [0, stdout.trim()],
    ({ code, stderr }) => [code, stderr.trim()],
  );
}

it('checks the chain, tells its last row, lists, and says where it is broken', async () => {
  const empty = `0:${'0'.repeat(64)}`;
  expect(await Promise.all([audit('head'), audit('check', '--expect', empty), audit('list')])).toEqual([
    [0, empty],
    [0, `The chain is whole: 0 rows, the last one ${empty}`],
    [0, 'There is none.'],
  ]);
  for (const subject of ['BTC_USDC', 'ETH_USDC', 'BTC_USDC'])
    await appendAudit(
      owner,
      { id: 'cli:ada', role: 'operator', address: 'local' },
      { act: 'note', subject, content: {} },
    );
  const [[, head], [status, listed], [, behind]] = await Promise.all([
    audit('head'),
    audit('list', '--subject', 'BTC_USDC'),
    audit('list', '--after', '1', '--actor', 'cli:ada'),
  ]);
  expect(head).toMatch(/^3:[\da-f]{64}$/);
  expect([status, listed.split('\n').map((line) => line.split('  ')[0])]).toEqual([0, ['3', '1']]);
  expect(behind).toMatch(/^2 .*\n3 /);

  await owner.$executeRawUnsafe('alter table "AuditEntry" disable trigger all');
  await owner.$executeRawUnsafe('delete from "AuditEntry" where "number" = 3');
  expect(await Promise.all([audit('check'), audit('check', '--expect', head)])).toEqual([
    [0, expect.stringContaining('The chain is whole: 2 rows')],
    [1, expect.stringMatching(/BROKEN at 3 \(cut-off\): Row 3 was/)],
  ]);
  await owner.$executeRawUnsafe(`update "AuditEntry" set "actor" = 'x' where "number" = 2`);
  expect(await audit('check')).toEqual([
    1,
    expect.stringMatching(/BROKEN at 2 \(hash\): Row 2 is not what was hashed/),
  ]);
});

it('a command line that makes no sense is refused', async () => {
  const senseless = [['look'], ['check', '--actor', 'x'], ['check', '--expect', '1'], ['list', '--after', 'x']];
  for (const answer of await Promise.all(senseless.map((args) => audit(...args))))
    expect(answer).toEqual([2, expect.stringContaining('Usage:')]);
});
