import { NEWEST_RULES } from '@fulcrum/cfd';
import { test } from 'vitest';
import { Stack } from './stack.ts';

/** Many users sign up from one address, file after file. */
const SIGN_INS = '10000';

/**
 * Runs before the tests of a file, with one stack for all files that ask for it: its start costs as much as many tests.
 * They have users of their own, stop what they add, and leave the processes, the time of the log and the limits of all
 * as they were.
 */
// biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which other fixtures this one needs.
const withSharedStack = test.extend('shared', { scope: 'worker' }, async ({}, { onCleanup }) => {
  const stack = await Stack.start({ settings: { SIGN_IN_RATE_LIMIT: SIGN_INS } });
  onCleanup(() => stack.stop());
  await stack.append('set-rules', { version: NEWEST_RULES });
  return stack;
});

export function beforeAllWithSharedStack(prepare: (stack: Stack) => Promise<void>): void {
  withSharedStack.beforeAll(async ({ shared }) => {
    await shared.tick('61800.20', '61800.30');
    await prepare(shared);
  });
}
