import type { Instrument } from '@fulcrum/cfd';
import type { ValuedOrderJson } from '@fulcrum/protocol';

/** What is asked about in a dialog before it is done with a position. */
export type ActionKind = 'part' | 'reverse' | 'trail' | 'closeAll';

export interface ActionProps {
  readonly order: ValuedOrderJson;
  readonly instrument: Instrument;
  /** Called when it is done, or was left. */
  readonly onDone: () => void;
}
