import type { Instrument } from '../messages/instrument.ts';
import { type Refusal, refuse } from '../messages/rejection.ts';

/** What an instrument's mode keeps a trader from: a closed market from everything, "close_only" from opening alone. */
export function modeRefusal({ mode }: Instrument, what: 'opening' | 'closing'): Refusal | undefined {
  if (mode === 'closed') return refuse('market_closed', 'The market of this instrument is closed.');
  if (mode === 'close_only' && what === 'opening')
    return refuse('close_only', 'Positions of this instrument can only be closed at the moment.');
  return undefined;
}
