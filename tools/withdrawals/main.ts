import { readWithdrawals } from '@fulcrum/db';
import { note as noteOfOneLine, uuid } from '@fulcrum/protocol';
import { parseOptions, readCommandLine, UsageError } from '../command-line.ts';
import type { LogParts } from '../log/log-parts.ts';
import { act, whyNotDone } from '../log/operator-acts.ts';
import { withLog } from '../log/with-log.ts';

/** As many as fit a screen, and some more. */
const MOST_LISTED = 200;

/** What the audit log is told. */
const REASON = 'npm run withdrawals';

const USAGE = `Usage:
  npm run withdrawals -- list                        those that wait, the newest first
  npm run withdrawals -- pay ID                      says that the money was paid out
  npm run withdrawals -- refuse ID --reason TEXT     gives it back, and tells the user why (one line, at most 200 characters)

Once anybody works at the desk, to pay more than SECOND_PERSON_ABOVE waits there for a second person's yes.`;

async function list({ db, keys }: LogParts): Promise<void> {
  const rows = await readWithdrawals(db, { shard: keys.shard, isWaiting: true, limit: MOST_LISTED + 1 });
  if (rows.length === 0) console.log('No withdrawal waits.');
  const userIds = [...new Set(rows.map(({ userId }) => userId))];
  const users = await db.user.findMany({ where: { id: { in: userIds } }, select: { id: true, email: true } });
  const emails = new Map(users.map(({ id, email }) => [id, email]));
  for (const { transferId, userId, amount, heldAt } of rows.slice(0, MOST_LISTED))
    console.log(`${transferId}  ${new Date(heldAt).toISOString()}  ${amount} USDC  ${emails.get(userId) ?? userId}`);
  if (rows.length > MOST_LISTED) console.log(`These are the newest ${MOST_LISTED}: there are more.`);
}

/** Settles a withdrawal that waits. The engine decides: it is settled once, whoever else tries. */
async function settle(parts: LogParts, transferId: string, outcome: 'paid' | 'released', note?: string): Promise<void> {
  const { db, keys } = parts;
  const [found] = await readWithdrawals(db, { shard: keys.shard, transferId, limit: 1 });
  if (found === undefined) throw new Error(`There is no withdrawal ${transferId}.`);
  if (found.outcome !== null) throw new Error(`This withdrawal was ${found.outcome} already. Nothing was done.`);
  const { userId, amount } = found;
  const data = { transferId, userId, amount, ...(note === undefined ? {} : { note }) };
  const action = await act(parts, outcome === 'paid' ? 'pay-withdrawal' : 'release-withdrawal', data, REASON);
  const why = whyNotDone(action);
  if (why === undefined) console.log(`${amount} USDC: ${outcome}.`);
  else if (action.state === 'waiting') console.log(`${amount} USDC: ${why}`);
  else if (action.state === 'failed') throw new Error(`The engine ${why}`);
  else
    throw new Error(
      'The command stands in the log, and no engine has answered yet. Look with: npm run withdrawals -- list',
    );
}

function idIn(text: string | undefined): string {
  const id = uuid.safeParse(text);
  if (!id.success) throw new UsageError('ID is that of a withdrawal, as "list" shows it.');
  return id.data;
}

function reasonIn(text: string | undefined): string {
  const reason = noteOfOneLine.safeParse(text);
  if (!reason.success) throw new UsageError('--reason has to say why, in one line of at most 200 characters.');
  return reason.data;
}

const run = readCommandLine(USAGE, (args) => {
  const { values, positionals } = parseOptions(args, {
    allowPositionals: true,
    options: { reason: { type: 'string' } },
  });
  const [what, id, ...others] = positionals;
  if (others.length > 0 || (values.reason !== undefined && what !== 'refuse'))
    throw new UsageError('That is too much.');
  if (what === 'list' && id === undefined) return list;
  if (what === 'pay') {
    const transferId = idIn(id);
    return (parts: LogParts) => settle(parts, transferId, 'paid');
  }
  if (what === 'refuse') {
    const [transferId, reason] = [idIn(id), reasonIn(values.reason)];
    return (parts: LogParts) => settle(parts, transferId, 'released', reason);
  }
  throw new UsageError('Say what to do.');
});
try {
  await withLog(run);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
