/** One value that was changed: where it stands, and what it was before and after. Undefined: it was not there. */
export interface Difference {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** So many are shown: more is no answer to "what was changed?". */
const MOST = 200;

/**
 * What differs between two values of JSON, name by name. Objects and lists are looked into. Where there is no value of
 * before, all of the other one is new.
 */
export function differencesOf(before: unknown, after: unknown): readonly Difference[] {
  const [old, young] = [flat(before), flat(after)];
  return [...new Set([...old.keys(), ...young.keys()])]
    .map((name) => ({ name, before: old.get(name), after: young.get(name) }))
    .filter(({ before, after }) => before !== after)
    .slice(0, MOST);
}

/** All values of JSON, by their place: `guards.maxAgeMs`. A value that is neither object nor list has the name "value". */
export function flat(value: unknown): Map<string, string> {
  const found = new Map<string, string>();
  const look = (part: unknown, name: string) => {
    if (typeof part !== 'object' || part === null) {
      if (part !== undefined) found.set(name === '' ? 'value' : name, part === null ? 'none' : String(part));
      return;
    }
    for (const [key, each] of Object.entries(part)) look(each, name === '' ? key : `${name}.${key}`);
  };
  if (value !== null) look(value, '');
  return found;
}
