import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Core } from '@fulcrum/cfd';
import type { LogId } from '@fulcrum/log';
import { applyEntry } from '@fulcrum/protocol';
import fc from 'fast-check';
import { START_MS } from '../harness.ts';
import { journalSteps } from '../journals/journal-arbitrary.ts';
import { JournalWriter } from '../journals/journal-writer.ts';
import { type JsonEvent, toJsonText } from '../json.ts';

/**
 * A journal of an older version, with the results that this version gave, and the hash of the state at its end. Such a
 * file stands for the logs of our users. It is never changed, even when the rules change.
 *
 * - rules-1.json.gz was written by the last commit without `set-rules`.
 * - rules-2.json.gz was written by the last commit without the third version, and so without `validUntil`.
 * - rules-3.json.gz was written by the first release.
 * - rules-4.json.gz was written by the commit that switched transfers on.
 * - rules-6.json.gz was written once all kinds of orders were there, before any release had them.
 * - rules-7.json.gz was written by the commit that let commands name actors, and people set prices.
 *
 * Whoever adds a version keeps a journal of it in the same commit.
 */
export interface KeptJournal {
  readonly entries: readonly KeptEntry[];
  readonly stateHash: string;
}

interface KeptEntry {
  readonly id: LogId;
  readonly type: string;
  /** JSON text. */
  readonly data: string;
  readonly events: readonly JsonEvent[];
}

const STEPS = 4_000;

export function keptJournalFile(rulesVersion: number): URL {
  return new URL(`kept/rules-${rulesVersion}.json.gz`, import.meta.url);
}

export function readKeptJournal(rulesVersion: number): KeptJournal {
  return JSON.parse(gunzipSync(readFileSync(keptJournalFile(rulesVersion))).toString());
}

/**
 * Keeps a long random journal with a core's results. A file that exists is left alone.
 *
 * @param seed another one where the journal lacks something that kept-journals.test.ts looks for.
 */
export function keepJournal(rulesVersion: number, core: Core, seed = rulesVersion): void {
  const writer = new JournalWriter();
  const entries: KeptEntry[] = [];
  const take = ({ id, type, data }: { id: string; type: string; data: unknown }) => {
    const entry = { id: id as LogId, type, data: toJsonText(data) };
    const events = applyEntry(core, entry) as JsonEvent[];
    entries.push({ ...entry, events });
    writer.observe(events);
  };
  take({ id: `${START_MS - 1}-0`, type: 'set-rules', data: { version: rulesVersion } });
  const positionMode = rulesVersion >= 6 ? 'netting' : 'hedging';
  for (const entry of writer.prelude({ rules: rulesVersion, positionMode })) take(entry);
  const journals = fc.sample(journalSteps, { seed, numRuns: 100 });
  for (const step of journals.flat().slice(0, STEPS)) take(writer.write(step));
  const kept: KeptJournal = { entries, stateHash: core.stateHash() };
  writeFileSync(keptJournalFile(rulesVersion), gzipSync(JSON.stringify(kept), { level: 9 }), { flag: 'wx' });
}
