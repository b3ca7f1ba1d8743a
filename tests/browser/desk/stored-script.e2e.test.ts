import { connectDatabase, type Database } from '@fulcrum/db';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { staffMember } from '../../support/desk/staff.ts';
import { SUBMISSION, sendDocuments } from '../../support/identity/identity-client.ts';
import { useSharedScreen } from '../support/use-screen.ts';

/** Text from clients and staff is shown as text, wherever it is shown: nothing in it becomes a part of the page. */

const SCRIPT = '<img src=x onerror=window.ran=1><script>ran=1</script>';

const screen = useSharedScreen();

let db: Database;

beforeAll(() => {
  db = connectDatabase(screen().stack.devstack.postgres.url, 1);
});

afterAll(() => db?.$disconnect());

const isUntouched = (page: Page) =>
  page.evaluate(() => !('ran' in window) && document.querySelector('#root img, #root script') === null);

it('does nothing on any screen, stored in names, addresses, notes, reasons or the names of files', async () => {
  const { stack, url } = screen();
  const [admin, dealer] = [await staffMember(stack, db, 'admin'), await staffMember(stack, db, 'dealer')];
  const compliance = await staffMember(stack, db, 'compliance');
  const client = await stack.trader();
  const { userId } = client;
  const asked = () => ({ actionId: crypto.randomUUID(), reason: SCRIPT });
  expect((await client.patch('/account/profile', { name: SCRIPT })).status).toBe(200);
  const [documentId = ''] = await sendDocuments(url, client);
  const sent = { ...SUBMISSION, fullName: SCRIPT, address: SCRIPT };
  expect((await client.post('/account/identity/submit', sent)).status).toBe(200);
  // What an older version of the check might have let in.
  await db.identityDocument.update({ where: { id: documentId }, data: { name: `${SCRIPT}.png` } });
  await client.open();
  await client.post('/wallet/withdrawals', { amount: '10', transferId: crypto.randomUUID() });
  const note = { noteId: crypto.randomUUID(), text: SCRIPT };
  expect((await admin.post(`/desk/clients/${userId}/notes`, note)).status).toBe(201);
  const adjustment = { ...asked(), amount: '1', note: SCRIPT };
  expect((await admin.post(`/desk/clients/${userId}/adjustments`, adjustment)).status).toBe(200);
  const closing = await dealer.post(`/desk/clients/${userId}/close-all`, asked());
  expect(closing.status).toBe(202);
  const decision = { version: (await compliance.get(`/desk/identity/${userId}`)).body.version, reason: SCRIPT };

  const page = await screen().open({
    at: `${url}/desk#/clients?${new URLSearchParams({ q: SCRIPT })}`,
    as: compliance,
  });
  const shown = async (hash: string, times = 1) => {
    await page.goto(`${url}/desk${hash}`);
    await expect.poll(() => page.getByText(SCRIPT).count()).toBeGreaterThanOrEqual(times);
    expect(await isUntouched(page)).toBe(true);
  };
  await page.getByRole('link', { name: client.email }).waitFor();
  await shown(`#/clients/${userId}`);
  for (const tab of ['notes', 'ledger', 'transfers', 'actions']) await shown(`#/clients/${userId}/${tab}`, 2);
  // Name, address and file.
  await shown(`#/clients/${userId}/identity`, 3);
  await shown(`#/identity/${userId}`, 3);
  await shown('#/identity');
  await shown('#/money');
  await shown('#/approvals');
  await shown(`#/approvals/${closing.body.action.actionId}`);
  await shown(`#/audit?subject=${userId}`, 2);
  await compliance.post(`/desk/identity/${userId}/decision`, { ...decision, decision: 'refuse' });
  // And what it was refused for.
  await shown(`#/identity/${userId}`, 4);
  await dealer.post(`/desk/actions/${closing.body.action.actionId}/withdraw`, {});
});
