import { localOperator } from '@fulcrum/desk';
import { emailAddress } from '@fulcrum/mail';
import { parseOptions, readCommandLine, UsageError } from '../command-line.ts';
import { publicUrl } from '../log/api-address.ts';
import type { LogParts } from '../log/log-parts.ts';
import { withLog } from '../log/with-log.ts';
import { listStaff, makeAdmin, takeRole } from './admins.ts';

const USAGE = `Usage:
  npm run admin -- create EMAIL           makes this user an admin of the desk, and a user first if there is none
  npm run admin -- list                   who works at the desk, and as what
  npm run admin -- revoke EMAIL [--yes]   takes this user's role, whichever it is; --yes also that of the last admin

An admin gives the other roles at the desk. Each of these changes stands in the audit log. They hold at once: a role is
looked up with each request.`;

async function create({ db, keys }: LogParts, email: string): Promise<void> {
  const { before } = await makeAdmin(db, localOperator(), email, keys.shard);
  if (before === 'admin') console.log(`${email} is an admin already.`);
  else console.log(`${email} is an admin now${before === undefined ? '' : `, and was ${before}`}.`);
  console.log(`
Sign in at ${publicUrl(process.env)}/desk, as any user does: by a link to this address, or with a password.
In production staff need a second factor: the desk asks you to turn it on, right after the sign-in by a link.`);
}

async function list({ db }: LogParts): Promise<void> {
  const staff = await listStaff(db);
  if (staff.length === 0) console.log('Nobody works at the desk. Make an admin with: npm run admin -- create EMAIL');
  for (const { email, role, givenAt, hasSecondFactor } of staff)
    console.log(
      `${role.padEnd(10)}  ${email}  since ${givenAt.toISOString()}${hasSecondFactor ? '' : '  without a second factor'}`,
    );
}

async function revoke({ db }: LogParts, email: string, mayBeLast: boolean): Promise<void> {
  const role = await takeRole(db, localOperator(), email, mayBeLast);
  console.log(`${email} was ${role}, and works at the desk no more.`);
}

function emailIn(text: string | undefined): string {
  const email = emailAddress.safeParse(text);
  if (!email.success) throw new UsageError('EMAIL is an e-mail address.');
  return email.data;
}

const run = readCommandLine(USAGE, (args) => {
  const { values, positionals } = parseOptions(args, {
    allowPositionals: true,
    options: { yes: { type: 'boolean' } },
  });
  const [what, address, ...others] = positionals;
  if (others.length > 0 || (values.yes === true && what !== 'revoke')) throw new UsageError('That is too much.');
  if (what === 'list' && address === undefined) return list;
  if (what !== 'create' && what !== 'revoke') throw new UsageError('Say what to do.');
  const email = emailIn(address);
  if (what === 'create') return (parts: LogParts) => create(parts, email);
  return (parts: LogParts) => revoke(parts, email, values.yes === true);
});
try {
  await withLog(run);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
