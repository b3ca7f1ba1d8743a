import { isPublicKey } from '@fulcrum/venue-api';
import { parseOptions, readCommandLine, UsageError } from '../command-line.ts';
import type { LogParts } from '../log/log-parts.ts';
import { withLog } from '../log/with-log.ts';
import { type NewAccount, openAccount } from './open-account.ts';

const USAGE = `Usage:
  npm run venue -- open-account EMAIL [--deposit BTC=100,USDC=10000000] [--key PUBLIC_KEY]

Opens an account at the venue for the user with this address, who is made if there is none. The deposit is paid in if
the account is new: to open it again pays in nothing. PUBLIC_KEY is that of an ED25519 pair, 32 bytes in base64, with
whose private half the user's program signs.`;

async function open(parts: LogParts, account: NewAccount): Promise<void> {
  console.log(`${account.email} has at the venue:`);
  for (const [asset, available, locked] of await openAccount(parts, account))
    console.log(`  ${asset}: ${available}, and ${locked} in orders`);
}

function depositsIn(text: string): NewAccount['deposits'] {
  const deposits = text.split(',').map((part): [string, string] => {
    const [, asset = '', amount = ''] = /^([A-Z0-9_]{1,32})=(\d{1,15}(?:\.\d{1,15})?)$/.exec(part) ?? [];
    if (asset === '') throw new UsageError('--deposit is such as BTC=100,USDC=10000000.');
    return [asset, amount];
  });
  if (new Set(deposits.map(([asset]) => asset)).size < deposits.length)
    throw new UsageError('--deposit names an asset twice.');
  return deposits;
}

const account = readCommandLine(USAGE, (args): NewAccount => {
  const { values, positionals } = parseOptions(args, {
    allowPositionals: true,
    options: { deposit: { type: 'string' }, key: { type: 'string' } },
  });
  const [what, email = '', ...others] = positionals;
  if (what !== 'open-account') throw new UsageError('Say what to do.');
  if (others.length > 0) throw new UsageError('That is too much.');
  if (!email.includes('@')) throw new UsageError('EMAIL is the address with which the user signs in.');
  const { deposit, key } = values;
  if (key !== undefined && !isPublicKey(key)) throw new UsageError('--key is a public key in base64, of 32 bytes.');
  return { email: email.toLowerCase(), deposits: deposit === undefined ? [] : depositsIn(deposit), key };
});

try {
  await withLog((parts) => open(parts, account));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
