import { Core, NEWEST_RULES } from '@fulcrum/cfd';
import { applyEntry } from '@fulcrum/protocol';
import { expect, test } from 'vitest';
import { contract } from '../contract.ts';
import type { JsonEvent } from '../json.ts';
import { readKeptJournal } from './kept-journal.ts';

/** One for each version of the rules: a version without a journal fails. */
const VERSIONS = Array.from({ length: NEWEST_RULES }, (_, index) => index + 1);

test.each(VERSIONS)('a kept journal with rules %i replays to the same results and state', (version) => {
  const { entries, stateHash } = readKeptJournal(version);
  const core = Core.empty();
  for (const { events, ...entry } of entries) {
    const answer = applyEntry(core, entry) as JsonEvent[];
    expect(JSON.stringify(contract(answer)), entry.id).toBe(JSON.stringify(contract(events)));
  }
  expect(core.stateHash()).toBe(stateHash);
});

test.each(VERSIONS)('the kept journal with rules %i opens and closes orders in every way', (version) => {
  const events = readKeptJournal(version).entries.flatMap((entry) => entry.events);
  const reasons = new Set(events.map(({ type, reason, code }) => String(reason ?? code ?? type)));
  for (const kind of ['created', 'updated', 'manual', 'take_profit', 'stop_loss', 'liquidation', 'duplicate_order'])
    expect(reasons).toContain(kind);
});

test('the kept journal with rules 3 has commands that come in time, late, and with a time that is none', () => {
  const outcomes = readKeptJournal(3).entries.flatMap(({ data, events }) =>
    data.includes('"validUntil"') ? events.map(({ type, code }) => code ?? type) : [],
  );
  for (const outcome of ['created', 'closed', 'expired', 'invalid_command']) expect(outcomes).toContain(outcome);
});

test('the kept journal with rules 7 has prices set by hand, and actors who do what rights would refuse to owners', () => {
  const seen = new Set<string>();
  const rights = new Map<string, unknown>();
  for (const { type, data, events } of readKeptJournal(7).entries) {
    const { userId, requestId, actor } = Object(JSON.parse(data));
    const answer = events.find((event) => event.requestId === requestId);
    if (actor !== undefined) seen.add(`${type} ${answer?.code ?? rights.get(userId) ?? 'full'}`);
    if (type === 'set-price') for (const event of events) seen.add(`set-price: ${event.code ?? event.type}`);
    for (const event of events) if (event.type === 'account-set') rights.set(String(event.userId), event.rights);
  }
  for (const kind of [
    'close-order full',
    'close-order invalid_command',
    'create-order close_only',
    'create-order none',
  ])
    expect(seen).toContain(kind);
  for (const told of ['price-set', 'price-released', 'closed', 'created', 'invalid_price', 'market_closed'])
    expect(seen).toContain(`set-price: ${told}`);
});
