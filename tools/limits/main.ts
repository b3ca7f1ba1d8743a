import { WORDS } from '@fulcrum/cfd';
import { type ActionRow, type GroupSettings, givesRights, limitsOfLog, type Rights, rightsOfLog } from '@fulcrum/desk';
import { type AccountEvent, uuid } from '@fulcrum/protocol';
import { parseOptions, readCommandLine, UsageError } from '../command-line.ts';
import { ANSWER_LIMIT_MS, askEngine } from '../log/ask-engine.ts';
import type { LogParts } from '../log/log-parts.ts';
import { act, whyNotDone } from '../log/operator-acts.ts';
import { withLog } from '../log/with-log.ts';

const USAGE = `Usage:
  npm run limits -- show                                  what holds for all accounts
  npm run limits -- set [--max-open-orders N] [--max-notional AMOUNT] [--max-total-notional AMOUNT]
                                                          sets all of them: one that is not named does not hold
  npm run limits -- mode MODE                             hedging, or netting: an order closes those of the other side
                                                          first. It changes only while nobody has an order
  npm run limits -- account USER                          an account's rights, pause and limits
  npm run limits -- account USER --rights RIGHTS          full, close_only (opens nothing) or none (closes nothing either)

AMOUNT is in USDC: of the orders of one asset, or of all, at the prices at which they were opened. USER is an id or an
e-mail address. New limits hold for what is opened from then on. Nobody can end a user's pause early.
Once anybody works at the desk, all but taking rights away waits there for a second person's yes.`;

/** What the audit log is told. */
const REASON = 'npm run limits';

type Mode = NonNullable<GroupSettings['positionMode']>;
type Limits = Omit<GroupSettings, 'positionMode'>;

async function show(parts: LogParts): Promise<void> {
  printAll(await limitsOfLog(parts));
}

async function set(parts: LogParts, limits: Limits): Promise<void> {
  const { positionMode } = await limitsOfLog(parts);
  await replace(parts, { ...limits, ...(positionMode === undefined ? {} : { positionMode }) });
}

async function setMode(parts: LogParts, positionMode: Mode): Promise<void> {
  await replace(parts, { ...(await limitsOfLog(parts)), positionMode });
}

/** Replaces all that is set for all accounts: what is not named has its default. */
async function replace(parts: LogParts, settings: GroupSettings): Promise<void> {
  const action = await act(parts, 'set-limits', settings, REASON);
  requireDone(action);
  printAll(action.answer as GroupSettings);
}

/** Shows the settings of an account as the engine has them, once they are changed. */
async function account(parts: LogParts, user: string, rights: Rights | undefined): Promise<void> {
  const userId = await userIdOf(parts, user);
  if (rights !== undefined) await setRights(parts, userId, rights);
  const { pausedUntil, ownLimits, rights: present } = await readAccount(parts, userId);
  console.log(`rights: ${present}`);
  console.log(`paused until: ${pausedUntil === undefined ? 'not paused' : new Date(pausedUntil).toISOString()}`);
  print(ownLimits ?? {});
}

async function setRights(parts: LogParts, userId: string, rights: Rights): Promise<void> {
  const before = await rightsOfLog(parts, userId);
  if (before === rights) return;
  const kind = givesRights(before, rights) ? 'restore-account' : 'restrict-account';
  requireDone(await act(parts, kind, { userId, rights }, REASON));
}

/** @throws with what it waits for, or why it was refused. */
function requireDone(action: ActionRow): void {
  const why = whyNotDone(action);
  if (why === undefined) return;
  throw new Error(`${action.state === 'failed' ? 'The engine' : 'It'} ${why}`);
}

function printAll({ positionMode = 'hedging', ...limits }: GroupSettings): void {
  print(limits);
  console.log(`mode: ${positionMode}`);
}

function print({ maxOpenOrders, maxNotional, maxTotalNotional }: Limits): void {
  console.log(`open orders: ${maxOpenOrders ?? 'no limit but 1,000'}`);
  console.log(`USDC open in one asset: ${maxNotional ?? 'no limit'}`);
  console.log(`USDC open in all: ${maxTotalNotional ?? 'no limit'}`);
}

async function userIdOf({ db }: LogParts, user: string): Promise<string> {
  if (!user.includes('@')) return user;
  const found = await db.user.findUnique({ where: { email: user.toLowerCase() }, select: { id: true } });
  if (found === null) throw new Error(`There is no user with the address ${user}.`);
  return found.id;
}

async function readAccount(parts: LogParts, userId: string): Promise<AccountEvent> {
  const event = await askEngine(parts, 'get-account', { userId }, AbortSignal.timeout(ANSWER_LIMIT_MS));
  if (event === undefined) throw new Error('No engine has answered yet.');
  if (event.type === 'rejected') throw new Error(`The engine refused: ${event.message}`);
  if (event.type !== 'account') throw new Error(`the engine answered with ${event.type}`);
  return event;
}

const OPTIONS = {
  'max-open-orders': { type: 'string' },
  'max-notional': { type: 'string' },
  'max-total-notional': { type: 'string' },
  rights: { type: 'string' },
} as const;

/** The engine says what is wrong with an amount. */
function limitsIn(values: { [Name in keyof typeof OPTIONS]?: string | undefined }): Limits {
  const orders = values['max-open-orders'];
  if (orders !== undefined && !/^\d{1,4}$/.test(orders)) throw new UsageError('--max-open-orders is a whole number.');
  return {
    ...(orders === undefined ? {} : { maxOpenOrders: Number(orders) }),
    ...(values['max-notional'] === undefined ? {} : { maxNotional: values['max-notional'] }),
    ...(values['max-total-notional'] === undefined ? {} : { maxTotalNotional: values['max-total-notional'] }),
  };
}

function rightsIn(text: string | undefined): Rights | undefined {
  const rights = WORDS.rights.find((word) => word === text);
  if (text !== undefined && rights === undefined)
    throw new UsageError(`--rights is one of ${WORDS.rights.join(', ')}.`);
  return rights;
}

function modeIn(text: string | undefined): Mode {
  const mode = WORDS.positionMode.find((word) => word === text);
  if (mode === undefined) throw new UsageError(`MODE is one of ${WORDS.positionMode.join(', ')}.`);
  return mode;
}

const run = readCommandLine(USAGE, (args) => {
  const { values, positionals } = parseOptions(args, { allowPositionals: true, options: OPTIONS });
  const [what, user, ...others] = positionals;
  const limits = limitsIn(values);
  const rights = rightsIn(values.rights);
  const hasLimits = Object.keys(limits).length > 0;
  if (others.length > 0 || (hasLimits && what !== 'set') || (rights !== undefined && what !== 'account'))
    throw new UsageError('That is too much.');
  if (what === 'show' && user === undefined) return show;
  if (what === 'mode') {
    const mode = modeIn(user);
    return (parts: LogParts) => setMode(parts, mode);
  }
  if (what === 'set' && user === undefined) return (parts: LogParts) => set(parts, limits);
  if (what !== 'account' || user === undefined) throw new UsageError('Say what to do.');
  if (!user.includes('@') && !uuid.safeParse(user).success) throw new UsageError('USER is an id or an e-mail address.');
  return (parts: LogParts) => account(parts, user, rights);
});
try {
  await withLog(run);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
