import { createHmac } from 'node:crypto';
import { KeyPair } from '@fulcrum/venue-api';
import { type LogAddresses, withLogAt } from '../log/with-log.ts';
import { type NewAccount, openAccount } from '../venue/open-account.ts';

/** Who trades at a local venue, and with what. */
interface VenueTrader {
  readonly name: string;
  readonly deposits: NewAccount['deposits'];
}

/** Who trades there before anybody else does. */
const TRADERS: readonly VenueTrader[] = [
  trader('market-maker', 'USDC:18600000, BTC:100, ETH:2600, SOL:40000'),
  ...['noise-1', 'noise-2', 'noise-3'].map((name) => trader(name, 'USDC:900000, BTC:5, ETH:125, SOL:2000')),
];

/** Who lays off there what clients of the CFD engine have open. */
const HEDGE = trader('hedge', 'USDC:6000000, BTC:50, ETH:1300, SOL:20000');

/** How long the venue may take to start. */
const LIMIT_MS = 60_000;

/** The keys of the market maker and of the noise traders. */
export interface MakersKeys {
  readonly maker: string;
  readonly noise: readonly string[];
}

/** Makes each trader's private key, in base64, out of the secret that a start keeps. Each shard has traders of its own. */
export function makersKeys(secret: string, shard = 0): MakersKeys {
  const [maker = '', ...noise] = TRADERS.map((trader) => keyOf(trader, secret, shard));
  return { maker, noise };
}

/** The private key of the hedge. */
export function hedgeKey(secret: string, shard = 0): string {
  return keyOf(HEDGE, secret, shard);
}

function keyOf(trader: VenueTrader, secret: string, shard: number): string {
  return createHmac('sha256', secret)
    .update(`venue key of ${emailAt(shard, trader)}`)
    .digest('base64');
}

/** A user belongs to one shard. */
function emailAt(shard: number, { name }: VenueTrader): string {
  return `${name}${shard === 0 ? '' : `-of-shard-${shard}`}@venue.invalid`;
}

/** Opens the accounts of those who trade at the local venue. What there is already stays as it is. */
export async function openMakersAccounts(addresses: LogAddresses, { maker, noise }: MakersKeys): Promise<void> {
  await openAccounts(addresses, TRADERS, [maker, ...noise]);
}

export async function openHedgeAccount(addresses: LogAddresses, key: string): Promise<void> {
  await openAccounts(addresses, [HEDGE], [key]);
}

async function openAccounts(
  addresses: LogAddresses,
  traders: readonly VenueTrader[],
  secrets: readonly string[],
): Promise<void> {
  await withLogAt(addresses, async (parts) => {
    for (const [index, secret] of secrets.entries()) {
      const trader = traders[index];
      if (trader === undefined) continue;
      const [email, key] = [emailAt(parts.keys.shard, trader), new KeyPair(secret).publicKey];
      await openAccount(parts, { email, deposits: trader.deposits, key }, LIMIT_MS);
    }
  });
}

function trader(name: string, deposits: string): VenueTrader {
  return { name, deposits: deposits.split(', ').map((part) => part.split(':') as [string, string]) };
}
