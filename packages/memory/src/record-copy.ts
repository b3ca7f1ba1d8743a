import { assert } from '@fulcrum/log';
import { layoutRecord, type RecordFields, type RecordLayout, wordsOf } from './record-layout.ts';

/** Some fields of a record, packed as a record of their own. */
export interface RecordCopy {
  readonly layout: RecordLayout;
  /** Which words of the record go where. */
  readonly runs: readonly Run[];
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Packs the named fields of a record as if these were all that it had. */
export function packRecord(source: RecordLayout, names: readonly string[]): RecordCopy {
  const fields: RecordFields = Object.fromEntries(
    Object.entries(source.fields)
      .filter(([name]) => names.includes(name))
      .map(([name, field]) => [name, { ...field, isKept: true }]),
  );
  const layout = layoutRecord(fields);
  const runs: Run[] = [];
  for (const name of namesByPlace(layout)) {
    const run = runOf(source, layout, name);
    const last = runs.at(-1);
    if (last !== undefined && last.from + last.count === run.from && last.to + last.count === run.to)
      runs[runs.length - 1] = { ...last, count: last.count + run.count };
    else runs.push(run);
  }
  return { layout, runs };
}

function namesByPlace(layout: RecordLayout): string[] {
  return Object.keys(layout.fields).sort((a, b) => wordsOf(layout, a).from - wordsOf(layout, b).from);
}

function runOf(source: RecordLayout, packed: RecordLayout, name: string): Run {
  const { from, count } = wordsOf(source, name);
  if (source.fields[name]?.kind === 'flag')
    assert(source.places[name] === packed.places[name], `the flag ${name} has the same bit in a copy`);
  return { from, to: wordsOf(packed, name).from, count };
}
