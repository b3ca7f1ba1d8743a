import { Core } from '@fulcrum/cfd';
import { applyEntry } from '@fulcrum/protocol';
import { expect, test } from 'vitest';
import { contract } from './contract.ts';
import type { JsonEvent } from './json.ts';
import { readKeptJournal } from './kept-journal.ts';

test.each([1, 2])(
  'a journal kept by an older version with rules %i replays to the same results and state',
  (version) => {
    const { entries, stateHash } = readKeptJournal(version);
    const core = Core.empty();
    for (const { events, ...entry } of entries) {
      const answer = applyEntry(core, entry) as JsonEvent[];
      expect(contract(answer), entry.id).toEqual(contract(events));
    }
    expect(core.stateHash()).toBe(stateHash);
  },
);

test.each([1, 2])('the kept journal with rules %i opens and closes orders in every way', (version) => {
  const events = readKeptJournal(version).entries.flatMap((entry) => entry.events);
  const reasons = new Set(events.map(({ type, reason, code }) => String(reason ?? code ?? type)));
  for (const kind of ['created', 'updated', 'manual', 'take_profit', 'stop_loss', 'liquidation', 'duplicate_order'])
    expect(reasons).toContain(kind);
});
