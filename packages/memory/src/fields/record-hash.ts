import { assert } from '@fulcrum/log';
import { digest, MIXING, type SetHash } from '../set-hash.ts';
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
 * hashes it, so the function is written out as source and compiled once. Both halves of the hash stay in local variables,
 * but for what mixes the target of a link.
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
  const declared = 'let low = hash.recordLow, high = hash.recordHigh, word = 0;';
  return new Function(`return (hash, words, at, mixLinks) => { ${declared} ${body} ${STORE} };`)();
}

function areOneRun(last: Step, next: Step): boolean {
  return last.source === undefined && next.source === undefined && last.from + last.count === next.from;
}

function wordsSource({ from, count }: Pick<Step, 'from' | 'count'>): string {
  return Array.from({ length: count }, (_, word) => mixSource(`words[at + ${from + word}]`)).join(' ');
}

const STORE = 'hash.recordLow = low; hash.recordHigh = high;';
const LOAD = 'low = hash.recordLow; high = hash.recordHigh;';

/** Mixes one word: what SetHash.mix does. */
function mixSource(word: string): string {
  const half = (name: 'low' | 'high') => {
    const [factor, shift] = MIXING[name];
    return `${name} = Math.imul(${name} ^ word, ${factor}); ${name} ^= ${name} >>> ${shift};`;
  };
  return `word = ${word}; ${half('low')} ${half('high')}`;
}

/** What mixes a field that is more than words which are always hashed. */
function ownSource(layout: RecordLayout, name: string, { kind, isHashed }: RecordField): string | undefined {
  const { from, count } = wordsOf(layout, name);
  const bit = `(words[at + ${from}] & ${layout.places[name]})`;
  const special = {
    flag: mixSource(`${bit} === 0 ? 0 : 1`),
    link: `${STORE} mixLinks.${name}(words[at + ${from}]); ${LOAD}`,
  };
  const source = kind === 'flag' || kind === 'link' ? special[kind] : undefined;
  if (isHashed === 'always') return source;
  const words = Array.from({ length: count }, (_, word) => `words[at + ${from + word}]`);
  const isSet = kind === 'flag' ? bit : words.join(' | ');
  return `if ((${isSet}) !== 0) { ${mixSource(String(markOf(name)))} ${source ?? wordsSource({ from, count })} }`;
}

/** Stands before a field that is hashed only when it is set: made of its name, which outlives its place. */
function markOf(name: string): number {
  return Number.parseInt(digest(name).slice(0, 8), 16);
}
