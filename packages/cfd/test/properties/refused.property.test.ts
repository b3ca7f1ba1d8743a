import fc from 'fast-check';
import { expect, test } from 'vitest';
import { subjects, userId } from '../harness.ts';
import { beginning, journalSteps } from '../journals/journal-arbitrary.ts';
import { type Entry, JournalWriter } from '../journals/journal-writer.ts';

/** Whatever can be told of all accounts. */
const EVERYBODY = [0, 1, 2].map((number) => ({ requestId: 'q', userId: userId(number), exposure: true }));

/** More codes than these are met: nearly all that there are. */
const CODES = 25;

test.each(subjects.slice(0, 2))('a refused command changes nothing (%s)', { timeout: 480_000 }, (_, make) => {
  const refused = new Set<unknown>();
  const property = fc.property(beginning, journalSteps, (begun, steps) => {
    const subject = make();
    const writer = new JournalWriter();
    const reportAt = (id: string) => EVERYBODY.map((data) => subject.apply(id, 'get-account', data));
    const take = ({ id, type, data }: Entry) => {
      // Reads take what has expired out of the way first.
      reportAt(id);
      const before = reportAt(id);
      const events = subject.apply(id, type, data);
      writer.observe(events);
      const [event] = events;
      if (event?.type !== 'rejected' || events.length > 1) return;
      refused.add(event.code);
      expect(reportAt(id), String(event.code)).toEqual(before);
    };
    for (const entry of writer.prelude(begun)) take(entry);
    for (const step of steps) take(writer.write(step));
  });
  // Chance leaves a code out of a few journals now and then, and of many hardly ever.
  for (let round = 0; round < 8 && refused.size <= CODES; round++) fc.assert(property, { numRuns: 15 });
  expect(refused.size).toBeGreaterThan(CODES);
});
