import { NEWEST_RULES } from '@fulcrum/cfd';
import { afterAll, afterEach, beforeAll, inject, test } from 'vitest';
import { Screen } from './screen.ts';

/**
 * One screen for all tests of a file, which may do with it what they like. A test fails when the browser complains about
 * anything that the test did not expect.
 *
 * @returns what gives the screen, once the first test runs.
 */
export function useScreen(): () => Screen {
  let screen: Screen | undefined;
  beforeAll(async () => {
    screen = await startScreen();
  });
  afterEach(() => screen?.closePages());
  afterAll(() => screen?.stop());
  return () => running(screen);
}

/**
 * One screen for all files that ask for it: a start costs as much as several tests. They sign in users of their own, and
 * leave the market and the processes as they were.
 *
 * @returns what gives the screen, once the first test runs.
 */
export function useSharedScreen(): () => Screen {
  let screen: Screen | undefined;
  withSharedScreen.beforeAll(({ shared }) => {
    screen = shared;
  });
  afterEach(() => screen?.closePages());
  return () => running(screen);
}

// biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which other fixtures this one needs.
const withSharedScreen = test.extend('shared', { scope: 'worker' }, async ({}, { onCleanup }) => {
  const screen = await startScreen();
  onCleanup(() => screen.stop());
  return screen;
});

/** A screen with a past of prices and a first one. */
async function startScreen(): Promise<Screen> {
  const found = inject('chromium');
  if ('missing' in found) throw new Error(found.missing);
  const screen = await Screen.start(found.path);
  // As `npm start` does.
  await screen.stack.append('set-rules', { version: NEWEST_RULES });
  const first = { bid: '61800.20', ask: '61800.30' };
  await screen.market.past(first);
  await screen.market.quote(first);
  return screen;
}

function running(screen: Screen | undefined): Screen {
  if (screen === undefined) throw new Error('the screen is there while tests run');
  return screen;
}
