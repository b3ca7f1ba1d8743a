import { connectDatabase, type Database } from '@fulcrum/db';
import type { Role } from '@fulcrum/desk';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { staffMember } from '../../support/desk/staff.ts';
import type { Trader } from '../../support/trader.ts';
import { seriousFindings } from '../support/accessibility.ts';
import { overflow } from '../support/page-figures.ts';
import { screenshot } from '../support/screenshot.ts';
import { useSharedScreen } from '../support/use-screen.ts';

/** What takes two: asked for by one member of staff, and decided by another, at their screens. */

const screen = useSharedScreen();

let db: Database;

beforeAll(() => {
  db = connectDatabase(screen().stack.devstack.postgres.url, 1);
});

afterAll(() => db?.$disconnect());

const hire = (role: Role) => staffMember(screen().stack, db, role);
const open = (as: Trader, hash: string, more: object = {}) =>
  screen().open({ at: `${screen().url}/desk${hash}`, as, ...more });
const roleOf = async ({ userId }: Trader) => (await db.staffMember.findUnique({ where: { userId } }))?.role;

/** An admin asks for a role for somebody, at the screen. */
async function askForRole(page: Page, email: string, role: Role): Promise<void> {
  await page.getByLabel('Somebody’s e-mail address').fill(email);
  await page.getByRole('button', { name: `Choose ${email}` }).click();
  await page.getByLabel(`What ${email} shall be`).selectOption(role);
  await page.getByLabel('Reason').fill('They join the team on Monday');
  await page.getByRole('button', { name: 'Ask for the change' }).click();
  await page.getByRole('status').getByText('compliance or admin may say yes').waitFor();
}

it.each(['dark', 'light'] as const)(
  'a role is asked for by one, and given by the yes of another (%s)',
  async (theme) => {
    const [admin, compliance] = [await hire('admin'), await hire('compliance')];
    const somebody = await screen().stack.trader();
    const asking = await open(admin, '#/staff', { theme });
    await askForRole(asking, somebody.email, 'dealer');
    expect(await seriousFindings(asking)).toEqual([]);
    await screenshot(asking, `desk-staff-${theme}`);
    expect(await roleOf(somebody)).toBeUndefined();

    // Who asked can take it back, and cannot say yes.
    await asking.getByRole('link', { name: 'See what was asked' }).click();
    await asking.getByText('You asked for this').waitFor();
    expect(await asking.getByRole('button', { name: 'Say yes, and carry it out' }).count()).toBe(0);

    const deciding = await open(compliance, '#/approvals', { theme });
    const row = deciding.getByRole('row').filter({ hasText: somebody.email });
    await row.getByText('They join the team on Monday').waitFor();
    expect(await seriousFindings(deciding)).toEqual([]);
    await screenshot(deciding, `desk-approvals-${theme}`);
    await row.getByRole('link', { name: 'Change a role' }).click();
    const change = deciding.getByRole('table', { name: 'What shall be done' });
    await change.getByRole('row').filter({ hasText: 'role' }).getByText('dealer').waitFor();
    expect(await seriousFindings(deciding)).toEqual([]);
    await screenshot(deciding, `desk-approval-${theme}`);
    await deciding.getByRole('button', { name: 'Say yes, and carry it out' }).click();
    await deciding.getByText('done', { exact: true }).waitFor();
    expect(await roleOf(somebody)).toBe('dealer');
    await asking.reload();
    await asking.getByText('done', { exact: true }).waitFor();
  },
);

it('is refused with a reason, taken back by who asked, and fits a narrow screen', async () => {
  const [admin, other] = [await hire('admin'), await hire('admin')];
  const [one, two] = [await screen().stack.trader(), await screen().stack.trader()];
  const asking = await open(admin, '#/staff');
  await askForRole(asking, one.email, 'support');
  const deciding = await open(other, '#/approvals', { viewport: { width: 390, height: 844 } });
  await deciding.getByRole('row').filter({ hasText: one.email }).getByRole('link').click();
  await deciding.getByRole('button', { name: 'No', exact: true }).click();
  const say = deciding.getByRole('button', { name: 'Say no' });
  await deciding.getByLabel('Reason').fill('They have left');
  expect(await overflow(deciding)).toBe(0);
  expect(await seriousFindings(deciding)).toEqual([]);
  await screenshot(deciding, 'desk-approval-narrow');
  await say.click();
  await deciding.getByText('refused', { exact: true }).waitFor();
  await deciding.getByText('They have left').waitFor();
  expect(await roleOf(one)).toBeUndefined();

  await asking.reload();
  await askForRole(asking, two.email, 'support');
  await asking.getByRole('link', { name: 'See what was asked' }).click();
  await asking.getByRole('button', { name: 'Take it back' }).click();
  await asking.getByText('withdrawn', { exact: true }).waitFor();
  expect(await roleOf(two)).toBeUndefined();
});

it('whoever may not decide is told who may', async () => {
  const [admin, support] = [await hire('admin'), await hire('support')];
  const somebody = await screen().stack.trader();
  const asked = await admin.post('/desk/staff/roles', {
    ...{ actionId: crypto.randomUUID(), userId: somebody.userId, role: 'admin', reason: 'They will run the desk' },
  });
  expect(asked.status).toBe(202);
  const page = await open(support, `#/approvals/${asked.body.action.actionId}`);
  await page.getByText('This waits for compliance or admin.').waitFor();
  expect(await page.getByRole('button', { name: 'Say' }).count()).toBe(0);
  await admin.post(`/desk/actions/${asked.body.action.actionId}/withdraw`, {});
});
