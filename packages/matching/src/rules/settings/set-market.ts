import type { SetMarket } from '../../messages/commands.ts';
import type { MarketSet } from '../../messages/events.ts';
import { Refusal, refuse } from '../../messages/rejections.ts';
import type { State } from '../../state/state.ts';
import { changedForever, readMarket } from './market-settings.ts';

/** Adds a market, or replaces the settings that may change. Orders that rest stay as they are. */
export function setMarket(state: State, command: SetMarket): MarketSet | Refusal {
  const [base, quote] = [state.assets.find(command.base), state.assets.find(command.quote)];
  if (base === undefined || quote === undefined)
    return refuse('INVALID_ASSET', `There is no asset ${base === undefined ? command.base : command.quote}.`);
  const settings = readMarket(command, base, quote);
  if (settings instanceof Refusal) return settings;
  const market = state.markets.find(settings.market);
  if (market === undefined) {
    if (state.markets.isFull) return refuse('PRECONDITION_FAILED', 'There are no more markets.');
    state.addMarket(settings, base, quote);
  } else {
    const changed = changedForever(market.settings, settings);
    if (changed !== undefined) return refuse('INVALID_MARKET', `${changed} never changes once it is set.`);
    market.set(settings);
  }
  return { type: 'market-set', requestId: command.requestId, market: settings };
}
