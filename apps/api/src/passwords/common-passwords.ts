import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const LIST = readFileSync(join(import.meta.dirname, 'common-passwords.txt'), 'utf8');

/** In small letters. */
const COMMON = new Set(LIST.split('\n').filter((line) => line !== '' && !line.startsWith('# ')));

/** Whether many people have this password, however they write its letters: an attacker tries these first. */
export function isCommonPassword(password: string): boolean {
  return COMMON.has(password.toLowerCase());
}
