import { instrumentsOfLog } from '@fulcrum/desk';
import type { LogParts } from '../log/log-parts.ts';
import { CLIENTS } from './people/clients.ts';
import { hireStaff } from './people/hire-staff.ts';
import { inviteClients } from './people/invite-clients.ts';
import type { Api } from './product/api.ts';
import { Tally } from './product/tally.ts';
import { PRICED } from './steps/desk/acts.ts';
import { askForMore, workAtDesk } from './steps/desk/run-desk.ts';
import { decideIdentities } from './steps/identity/decide-identities.ts';
import { sendIdentities } from './steps/identity/send-identities.ts';
import { deposit, withdraw } from './steps/money.ts';
import { fillProfiles } from './steps/profiles.ts';
import { Market } from './steps/trading/market.ts';
import { closeSome, placeOrders } from './steps/trading/place-orders.ts';

export interface Demonstration {
  readonly api: Api;
  readonly parts: LogParts;
  /** Is told of each step as it begins. */
  readonly say: (step: string) => void;
}

/**
 * Adds people, money, trades and cases, as far as they are not there. The order matters: where trading or deposits need
 * an approved identity, only who is approved may trade and pay in.
 */
export async function demonstrate({ api, parts, say }: Demonstration): Promise<Tally> {
  const tally = new Tally();
  say('Staff: one of each role');
  const staff = await hireStaff(api, parts, tally);
  say(`Clients: ${Object.keys(CLIENTS).length}, with profiles`);
  const clients = await inviteClients(api, parts.db, tally);
  await fillProfiles(clients, tally);
  say('Identities: questionnaires and documents, looked at by compliance');
  await sendIdentities(clients, tally);
  await decideIdentities(staff.compliance, clients, tally);
  say('Money and trades: deposits, positions, orders that wait, withdrawals');
  await deposit(clients, tally);
  const market = await Market.open(api);
  await placeOrders(clients, market, tally);
  await withdraw(clients, tally);
  say('The desk: notes, bookings, a restricted account, and what waits for a second person');
  const [instruments, quotes] = [await instrumentsOfLog(parts), await market.quotes([PRICED])];
  const scene = { staff, clients, instruments, quotes };
  await workAtDesk(scene, tally);
  await askForMore(scene, tally);
  say('Trades that end');
  await closeSome(clients, tally);
  // A run that has nothing to add leaves nothing behind, not even a session.
  if (tally.added === 0)
    for (const session of [...Object.values(staff), ...Object.values(clients)]) await session.end();
  return tally;
}
