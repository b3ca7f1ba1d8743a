import type { Settings } from '@fulcrum/desk';
import { CLIENTS, type ClientName } from '../../people/clients.ts';
import type { People } from '../../people/people.ts';
import type { StaffRole } from '../../people/staff.ts';
import { withdrawalId } from '../money.ts';
import type { Quote } from '../trading/market.ts';
import { orderIdOf } from '../trading/place-orders.ts';
import type { DeskAct } from './ask-once.ts';

/** All who act, and what their acts depend on. */
export interface DeskScene {
  readonly staff: People<StaffRole>;
  readonly clients: People<ClientName>;
  readonly instruments: ReadonlyMap<string, Settings>;
  readonly quotes: ReadonlyMap<string, Quote>;
}

/** The instruments that staff want to do something about. */
export const [SLOWED, PRICED] = ['ETH_USDC', 'SOL_USDC'];

const LOWER_LEVERAGE = 50;

/** What one person does, and what two have done. */
export function doneActs(scene: DeskScene): DeskAct[] {
  return [...clientActs(scene), ...moneyActs(scene)];
}

function clientActs({
  staff: { support, dealer, compliance },
  clients: { priya, jonas, tomasz },
}: DeskScene): DeskAct[] {
  return [
    {
      ...{ name: 'restrict', by: support, path: `/clients/${priya.userId}/rights`, body: { rights: 'close_only' } },
      reason: 'She does not recognise a sign-in from another country. Nothing is opened until she has called back.',
    },
    {
      ...{ name: 'close', by: dealer, path: `/clients/${jonas.userId}/orders/${orderIdOf(jonas, 'small')}/close` },
      ...{ body: {}, reason: 'He asked for it by telephone, as the screen would not load at his hotel.' },
    },
    {
      ...{ name: 'close-all', by: dealer, path: `/clients/${tomasz.userId}/close-all`, body: {} },
      reason: 'His identity is still being looked at, and his leverage is high.',
      decision: {
        by: compliance,
        says: 'refuse',
        reason: 'That is no reason to close his positions: he may trade meanwhile.',
      },
    },
  ];
}

function moneyActs({ staff: { support, dealer, compliance }, clients: { amara, mei, tomasz } }: DeskScene): DeskAct[] {
  return [
    {
      ...{ name: 'deposit', by: support, path: `/clients/${amara.userId}/deposits` },
      ...{ body: { amount: '250', paymentId: 'DEMO-WIRE-1001' }, reason: 'Bank statement of this morning, line 4.' },
    },
    {
      ...{ name: 'goodwill', by: dealer, path: `/clients/${tomasz.userId}/adjustments` },
      body: { amount: '12.5', note: 'Goodwill: your order waited while the market was open' },
      reason: 'His order was filled late after a restart of the price feed.',
    },
    {
      ...{ name: 'large-adjustment', by: support, path: `/clients/${mei.userId}/adjustments` },
      body: { amount: '1200', note: 'Welcome bonus' },
      reason: 'The campaign of this month: she qualifies, see her note.',
      decision: { by: compliance, says: 'approve', reason: 'She does: three trades, identity approved.' },
    },
    {
      ...{ name: 'pay', by: support, path: `/withdrawals/${withdrawalId(mei, 'paid')}/pay`, body: {} },
      reason: 'Paid by wire today, reference DEMO-OUT-2001.',
    },
    {
      ...{ name: 'release', by: support, path: `/withdrawals/${withdrawalId(amara, 'released')}/release` },
      body: { note: 'The bank sent it back: the account number has a digit too few' },
      reason: 'Sent back by the bank.',
    },
  ];
}

/** What waits for a second person, who is whoever looks at the desk. */
export function waitingActs({ staff: { support, dealer }, clients, instruments, quotes }: DeskScene): DeskAct[] {
  const [settings, quote] = [instruments.get(SLOWED), quotes.get(PRICED)];
  return [
    {
      ...{ name: 'large-deposit', by: support, path: `/clients/${clients.henrik.userId}/deposits` },
      body: { amount: '5000', paymentId: 'DEMO-WIRE-1002' },
      reason: `A wire from ${CLIENTS.henrik.name}: bank statement of this morning, line 9.`,
    },
    {
      ...{ name: 'leverage', by: dealer, path: `/instruments/${SLOWED}/settings` },
      body: { settings: { ...settings, asset: SLOWED, maxLeverage: LOWER_LEVERAGE } },
      reason: 'Too much leverage for how this market moved in the last days.',
    },
    {
      ...{
        name: 'price',
        by: dealer,
        path: `/instruments/${PRICED}/price`,
        body: { bid: quote?.bid, ask: quote?.ask },
      },
      reason: 'The feed is dead, and two other venues agree about this price. (For demonstration: it is alive.)',
    },
  ];
}

/** What staff want to remember. */
export const NOTES: readonly { readonly client: ClientName; readonly by: StaffRole; readonly text: string }[] = [
  { client: 'priya', by: 'support', text: 'Called twice, no answer. She writes that she can be reached after 18:00.' },
  {
    client: 'mei',
    by: 'dealer',
    text: 'Trades with 100 times leverage, and knows what that means: she was called about it.',
  },
  { client: 'mei', by: 'support', text: 'Qualifies for the welcome bonus: three trades in the first week.' },
  {
    client: 'jonas',
    by: 'compliance',
    text: 'His proof of address is in the name of his wife. A new one is on its way.',
  },
  { client: 'henrik', by: 'support', text: 'Announces a wire of 5,000, and asks to be told when it is there.' },
];
