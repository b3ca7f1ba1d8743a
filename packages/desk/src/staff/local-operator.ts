import { userInfo } from 'node:os';
import type { Actor } from './actor.ts';

/** The longest name that a system gives anybody. */
const MOST_CHARACTERS = 256;

/** Who uses a command line, by the name that the operating system has for them. */
export function localOperator(): Actor {
  return { id: `cli:${plain(systemName())}`, role: 'operator', address: 'local' };
}

/** In a container a user may have a number alone. */
function systemName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`;
  }
}

/** The audit log takes one line. */
function plain(name: string): string {
  return name.replace(/[^\p{L}\p{N}._@\\-]/gu, '_').slice(0, MOST_CHARACTERS) || 'unknown';
}
