import { assert } from '@fulcrum/log';
import { digest, type SetHash } from '../set-hash.ts';
import type { RecordField } from './record-fields.ts';
import { type RecordLayout, wordsOf } from './record-layout.ts';

/**
 * Mixes a record's fields into a hash. The record begins at the word `at`.
 *
 * @param mixLinks mix the targets of its links.
 */
export type RecordMixer<Links extends string> = (
  hash: SetHash,
  words: Uint32Array,
  at: number,
  mixLinks: MixLinks<Links>,
) => void;

/** For each link by name: mixes the id or the name of its target, given the link's number. */
export type MixLinks<Links extends string> = Readonly<Record<Links, (number: number) => void>>;

/** Words that are mixed one after the other, or a field that is mixed in a way of its own. */
interface Step {
  readonly from: number;
  readonly count: number;
  readonly source: string | undefined;
}

/**
 * Makes the function that hashes a record: the fields that are hashed, in the order of their table. Each change of a record
 * hashes it twice, so the function is written out as source and compiled once.
 *
 * @param links the names of the links for whose targets something stands.
 */
export function compileMixer<Links extends string>(layout: RecordLayout, links: readonly Links[]): RecordMixer<Links> {
  const steps: Step[] = [];
  for (const [name, field] of Object.entries(layout.fields)) {
    if (field.isHashed === 'never') continue;
    const stands = field.kind !== 'link' || (links as readonly string[]).includes(name);
    assert(stands, `the link ${name} is hashed, and nothing stands for its target`);
    const step = { ...wordsOf(layout, name), source: ownSource(layout, name, field) };
    const last = steps.at(-1);
    if (last !== undefined && areOneRun(last, step))
      steps[steps.length - 1] = { ...last, count: last.count + step.count };
    else steps.push(step);
  }
  assert(steps.length > 0, 'a record that is hashed has a field');
  const body = steps.map((step) => step.source ?? wordsSource(step)).join(' ');
  return new Function(`return (hash, words, at, mixLinks) => { ${body} };`)();
}

function areOneRun(last: Step, next: Step): boolean {
  return last.source === undefined && next.source === undefined && last.from + last.count === next.from;
}

function wordsSource({ from, count }: Pick<Step, 'from' | 'count'>): string {
  return `hash.mixWords(words, at + ${from}, ${count});`;
}

/** What mixes a field that is more than words which are always hashed. */
function ownSource(layout: RecordLayout, name: string, { kind, isHashed }: RecordField): string | undefined {
  const { from, count } = wordsOf(layout, name);
  const bit = `(words[at + ${from}] & ${layout.places[name]})`;
  const special = {
    flag: `hash.mix(${bit} === 0 ? 0 : 1);`,
    link: `mixLinks.${name}(words[at + ${from}]);`,
  };
  const source = kind === 'flag' || kind === 'link' ? special[kind] : undefined;
  if (isHashed === 'always') return source;
  const words = Array.from({ length: count }, (_, word) => `words[at + ${from + word}]`);
  const isSet = kind === 'flag' ? bit : words.join(' | ');
  return `if ((${isSet}) !== 0) { hash.mix(${markOf(name)}); ${source ?? wordsSource({ from, count })} }`;
}

/** Stands before a field that is hashed only when it is set: made of its name, which outlives its place. */
function markOf(name: string): number {
  return Number.parseInt(digest(name).slice(0, 8), 16);
}
