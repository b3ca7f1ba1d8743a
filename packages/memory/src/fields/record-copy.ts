import { assert } from '@fulcrum/log';
import type { RecordFields } from './record-fields.ts';
import { layoutRecord, type RecordLayout, wordsOf } from './record-layout.ts';

/** Some fields of a record, packed as a record of their own. */
export interface RecordCopy {
  readonly layout: RecordLayout;
  /** Copies these fields of the record that begins at the word `at` to the place `to` in `target`. */
  readonly copy: (words: Uint32Array, at: number, target: Uint32Array, to: number) => void;
}

/**
 * Packs the named fields of a record as if these were all that it had. Each closing copies three times, so the function
 * that does it is written out as source and compiled once.
 */
export function packRecord(source: RecordLayout, names: readonly string[]): RecordCopy {
  const fields: RecordFields = Object.fromEntries(
    Object.entries(source.fields)
      .filter(([name]) => names.includes(name))
      .map(([name, field]) => [name, { ...field, isKept: true }]),
  );
  const layout = layoutRecord(fields);
  // Flags share a word, which is copied once.
  const copied = new Set(Object.keys(fields).flatMap((name) => copySource(source, layout, name)));
  const body = [...copied].join(' ');
  return { layout, copy: new Function(`return (words, at, target, to) => { ${body} };`)() };
}

/** A statement for each word of a field. */
function copySource(source: RecordLayout, packed: RecordLayout, name: string): string[] {
  const { from, count } = wordsOf(source, name);
  const to = wordsOf(packed, name).from;
  if (source.fields[name]?.kind === 'flag')
    assert(source.places[name] === packed.places[name], `the flag ${name} has the same bit in a copy`);
  return Array.from({ length: count }, (_, word) => `target[to + ${to + word}] = words[at + ${from + word}];`);
}
