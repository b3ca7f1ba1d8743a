import type { InstrumentSetEvent } from '@fulcrum/protocol';

/** All the settings of an instrument, as the engine printed them. */
export type InstrumentSettings = Omit<InstrumentSetEvent, 'type' | 'requestId'>;

export function settingsOf({
  type: _type,
  requestId: _requestId,
  ...settings
}: InstrumentSetEvent): InstrumentSettings {
  return settings;
}
