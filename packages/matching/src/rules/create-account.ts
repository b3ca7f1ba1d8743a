import { parseDecimal } from '@fulcrum/log';
import { NONE } from '@fulcrum/memory';
import type { CreateAccount } from '../messages/commands.ts';
import type { AccountCreated } from '../messages/events.ts';
import { Refusal, refuse } from '../messages/rejections.ts';
import { balancesOf } from '../reads/balances.ts';
import type { Asset } from '../state/assets.ts';
import type { State } from '../state/state.ts';

/** Opens an account with its deposits. A repetition changes nothing, and is answered with the balances. */
export function createAccount(state: State, command: CreateAccount): AccountCreated | Refusal {
  const { requestId, userId } = command;
  let account = state.accounts.find(userId);
  if (account === NONE) {
    if (state.accounts.isFull) return refuse('PRECONDITION_FAILED', 'There are no more accounts.');
    const deposits = readDeposits(state, command.deposits);
    if (deposits instanceof Refusal) return deposits;
    account = state.addAccount(userId);
    for (const [asset, amount] of deposits) state.deposit(account, asset, amount);
  }
  return { type: 'account-created', requestId, userId, balances: balancesOf(state, account) };
}

type Deposit = readonly [asset: Asset, amount: number];

function readDeposits(state: State, deposits: CreateAccount['deposits']): Deposit[] | Refusal {
  const read: Deposit[] = [];
  for (const [name, text] of deposits) {
    const asset = state.assets.find(name);
    if (asset === undefined) return refuse('INVALID_ASSET', `There is no asset ${name}.`);
    if (read.some(([other]) => other === asset)) return refuse('INVALID_ASSET', `${name} is named twice.`);
    const amount = parseDecimal(text, asset.decimals);
    if (amount === undefined || amount < 0 || !asset.hasRoomFor(amount))
      return refuse(
        'INVALID_QUANTITY',
        `${name}: no amount with at most ${asset.decimals} decimals for which there is room.`,
      );
    read.push([asset, amount]);
  }
  return read;
}
