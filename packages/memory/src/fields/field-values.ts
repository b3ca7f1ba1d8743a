import { assert } from '@fulcrum/log';
import type { RecordField } from './record-fields.ts';

/** The largest value of a word. It also fits where whole numbers of 32 bits have a sign, as in a database. */
export const MAX_WORD = 2 ** 31 - 1;

const MAX_LINK = 2 ** 32 - 1;

/** What may be written into a field: in words, and as the source of a condition on a value. */
interface Taken {
  readonly words: string;
  readonly condition: (value: string) => string;
}

/** Without conditions memory would take a part of the value, or something else, and nobody would notice. */
function takenBy({ kind, isWhole, values }: RecordField): Taken {
  const [number, test] = isWhole ? ['a safe integer', 'isSafeInteger'] : ['a finite number', 'isFinite'];
  switch (kind) {
    case 'number':
      return { words: number, condition: (value) => `Number.${test}(${value})` };
    case 'number?':
      return {
        words: `${number} other than 0, or undefined`,
        condition: (value) => `${value} === undefined || (Number.${test}(${value}) && ${value} !== 0)`,
      };
    case 'amount':
      return { words: 'a bigint', condition: (value) => `typeof ${value} === 'bigint'` };
    case 'word':
      return wholeUpTo(MAX_WORD);
    case 'link':
      return wholeUpTo(MAX_LINK);
    case 'flag': {
      const texts = (values ?? []).map((value) => JSON.stringify(value));
      return {
        words: texts.join(' or '),
        condition: (value) => texts.map((text) => `${value} === ${text}`).join(' || '),
      };
    }
    case 'id':
      return { words: 'nothing: it is written where its record is made', condition: () => 'false' };
    case 'hash':
      return { words: 'nothing: it is noted when its record is hashed', condition: () => 'false' };
  }
}

function wholeUpTo(most: number): Taken {
  return {
    words: `a whole number from 0 to ${most}`,
    condition: (value) => `Number.isInteger(${value}) && ${value} >= 0 && ${value} <= ${most}`,
  };
}

/**
 * The source of an assertion that a field takes a value. Its message is made only when it fails.
 *
 * @param value the source of the value.
 */
export function checkSource(name: string, field: RecordField, value: string): string {
  const { words, condition } = takenBy(field);
  return `if (!(${condition(value)})) refuse(${JSON.stringify(`the field ${name} takes ${words}`)}, ${value});`;
}

/** What the source calls `refuse`. */
export function refuse(what: string, value: unknown): void {
  assert(false, `${what}, not ${typeof value === 'string' ? JSON.stringify(value) : String(value)}`);
}
