import { connectDatabase, type Database } from '@fulcrum/db';
import { appendAudit, type Role } from '@fulcrum/desk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { staffMember } from '../../support/desk/staff.ts';
import type { Trader } from '../../support/trader.ts';
import { seriousFindings } from '../support/accessibility.ts';
import { overflow } from '../support/page-figures.ts';
import { screenshot } from '../support/screenshot.ts';
import { useSharedScreen } from '../support/use-screen.ts';

/** The audit log, as those read it who oversee the desk. */

const screen = useSharedScreen();

let db: Database;

beforeAll(() => {
  db = connectDatabase(screen().stack.devstack.postgres.url, 1);
});

afterAll(() => db?.$disconnect());

const hire = (role: Role) => staffMember(screen().stack, db, role);
const open = (as: Trader, hash: string, more: object = {}) =>
  screen().open({ at: `${screen().url}/desk${hash}`, as, ...more });

it.each(['dark', 'light'] as const)(
  'tells who did what and why, before and after, and whether it is whole (%s)',
  async (theme) => {
    const [admin, compliance] = [await hire('admin'), await hire('compliance')];
    const { userId } = await screen().stack.trader();
    const actionId = crypto.randomUUID();
    const asked = { actionId, userId, role: 'dealer', reason: 'They join <b>the team</b>' };
    expect((await admin.post('/desk/staff/roles', asked)).status).toBe(202);
    expect((await compliance.post(`/desk/actions/${actionId}/approve`, {})).status).toBe(200);

    const page = await open(compliance, '#/audit', { theme });
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByRole('status').getByText('The chain is whole, from the first row').waitFor();
    const rows = page.getByRole('table', { name: 'Rows of the audit log' }).getByRole('row');
    const first = rows.filter({ hasText: userId }).filter({ hasText: 'Change a role: asked for' });
    // What staff write is shown as it was written.
    await first.getByText('They join <b>the team</b>').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await screenshot(page, `desk-audit-${theme}`);

    await page.getByRole('searchbox', { name: 'Whom or what' }).fill(userId);
    await expect.poll(() => page.url()).toContain(`subject=${userId}`);
    await expect.poll(() => rows.count()).toBe(3);
    await page.getByRole('combobox', { name: 'Who' }).selectOption({ label: compliance.email });
    await expect.poll(() => rows.count()).toBe(2);
    await page.goBack();
    await expect.poll(() => rows.count()).toBe(3);
    await first.getByRole('rowheader').getByRole('link').click();
    const change = page.getByRole('table', { name: 'Before and after' });
    await change.getByRole('row').filter({ hasText: 'role' }).getByText('dealer').waitFor();
    await page.getByText(`${admin.email}, as admin`).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await screenshot(page, `desk-audit-row-${theme}`);
    await page.getByRole('link', { name: actionId }).click();
    await page.getByRole('heading', { name: 'Change a role', level: 2 }).waitFor();
  },
);

it('goes on page by page, and fits a narrow screen', async () => {
  const admin = await hire('admin');
  const actor = { id: admin.userId, role: 'admin', address: '192.0.2.0/24' } as const;
  for (let row = 0; row < 60; row += 1)
    await appendAudit(db, actor, { act: 'note', subject: `row ${row}`, content: { after: { text: 'x'.repeat(300) } } });
  const page = await open(admin, `#/audit?actor=${admin.userId}`, { viewport: { width: 390, height: 844 } });
  const rows = page.getByRole('table', { name: 'Rows of the audit log' }).getByRole('row');
  await expect.poll(() => rows.count()).toBe(51);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect.poll(() => rows.count()).toBe(61);
  expect(await overflow(page)).toBe(0);
  expect(await seriousFindings(page)).toEqual([]);
  await screenshot(page, 'desk-audit-narrow');
  await rows.nth(1).getByRole('rowheader').getByRole('link').click();
  await page.getByText('row 59').waitFor();
  expect(await overflow(page)).toBe(0);
  await screenshot(page, 'desk-audit-row-narrow');
});

it('is not for other roles', async () => {
  const page = await open(await hire('dealer'), '#/audit');
  await page.getByText('it is not for your role').waitFor();
  expect(await page.getByRole('navigation').getByRole('link', { name: 'Audit' }).count()).toBe(0);
});
