import { assert } from '@fulcrum/log';
import type { SetPrice } from '../messages/commands.ts';
import type { EventSteps } from '../messages/event-parts.ts';
import type { Event } from '../messages/events.ts';
import { type Refusal, refuse } from '../messages/rejection.ts';
import { priceFault } from '../prices/price-fault.ts';
import { release } from '../prices/tick-guard.ts';
import type { State } from '../state/state.ts';
import { takePrices } from './apply-tick.ts';
import { parsePrice } from './instrument.ts';
import { modeRefusal } from './mode.ts';

/** The source of a price that was set by hand. */
export const DEALER_SOURCE = 'dealer';

/**
 * Sets a price by hand, as when a feed is dead. No guard holds it, because people have looked at it: it is taken, drops a held
 * tick, and does all that a tick does. The feed's next tick is judged against it as against any quote.
 */
export function setPrice(state: State, command: SetPrice, now: number): readonly Event[] | EventSteps | Refusal {
  const { requestId } = command;
  const market = state.market(command.asset);
  if (market === undefined) return refuse('unknown_asset', 'There is no such instrument.');
  const { instrument } = market;
  const closed = modeRefusal(instrument, 'closing');
  if (closed !== undefined) return closed;
  const source = { instrument, maxPrice: state.maxPrice };
  const bid = parsePrice(command.bid, instrument, state.maxPrice);
  if (bid === undefined) return refuse('invalid_price', priceFault('bid', command.bid, source));
  const ask = parsePrice(command.ask, instrument, state.maxPrice);
  if (ask === undefined) return refuse('invalid_price', priceFault('ask', command.ask, source));
  if (ask < bid) return refuse('invalid_price', 'ask must not be below bid.');
  const set: Event = { type: 'price-set', requestId, instrument, bid, ask, source: DEALER_SOURCE };
  const released = release(state, market, 'dropped');
  assert(market.held === undefined, 'no tick is held any more once people have set the price');
  return takePrices(state, market, bid, ask, now, [set, ...released]);
}
