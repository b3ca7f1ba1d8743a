import { assert } from '@fulcrum/log';
import { type RecordField, type RecordLayout, wordsOf } from './record-layout.ts';
import { digest, type SetHash } from './set-hash.ts';

/** Mixes the fields of a record into a hash. */
export type HashSteps = readonly Step[];

interface Step {
  readonly kind: 'words' | 'flag' | 'link';
  /** Stands before a field that is covered only when it is set; 0 where it always is. */
  readonly mark: number;
  readonly from: number;
  readonly count: number;
  /** Of a flag. */
  readonly bit: number;
  /** Of a link. */
  readonly name: string;
}

/** What stands for the target of a link in the hash, given the link's name and its number. */
export type MixLink = (name: string, number: number) => void;

/** The fields that are hashed, in the order of their table. */
export function hashSteps(layout: RecordLayout): HashSteps {
  const steps: Step[] = [];
  for (const [name, field] of Object.entries(layout.fields)) {
    if (field.isHashed === 'never') continue;
    const step = hashStep(layout, name, field);
    const last = steps.at(-1);
    if (last !== undefined && areOneRun(last, step))
      steps[steps.length - 1] = { ...last, count: last.count + step.count };
    else steps.push(step);
  }
  assert(steps.length > 0, 'a record that is hashed has a field');
  return steps;
}

function hashStep(layout: RecordLayout, name: string, { kind, isHashed }: RecordField): Step {
  // A name outlives its place.
  const mark = isHashed === 'always' ? 0 : Number.parseInt(digest(name).slice(0, 8), 16);
  const bit = kind === 'flag' ? (layout.places[name] as number) : 0;
  return { kind: kind === 'flag' || kind === 'link' ? kind : 'words', mark, ...wordsOf(layout, name), bit, name };
}

function areOneRun(last: Step, next: Step): boolean {
  const areWords = last.kind === 'words' && next.kind === 'words' && last.mark === 0 && next.mark === 0;
  return areWords && last.from + last.count === next.from;
}

/** @param at the word at which the record begins. */
export function mixRecord(hash: SetHash, steps: HashSteps, words: Uint32Array, at: number, mixLink: MixLink): void {
  for (const step of steps) {
    if (step.mark !== 0) {
      if (!isSet(step, words, at)) continue;
      hash.mix(step.mark);
    }
    if (step.kind === 'words') hash.mixWords(words, at + step.from, step.count);
    else if (step.kind === 'flag') hash.mix(((words[at + step.from] as number) & step.bit) === 0 ? 0 : 1);
    else mixLink(step.name, words[at + step.from] as number);
  }
}

function isSet({ kind, from, count, bit }: Step, words: Uint32Array, at: number): boolean {
  if (kind === 'flag') return ((words[at + from] as number) & bit) !== 0;
  for (let word = at + from; word < at + from + count; word++) if (words[word] !== 0) return true;
  return false;
}
