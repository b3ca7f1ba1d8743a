import { NEWEST_RULES } from '@fulcrum/cfd';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import { Screen } from './screen.ts';

/**
 * One screen for all tests of a file, with a past of prices and a first one. A test fails when the browser complains about anything that
 * the test did not expect.
 *
 * @returns what gives the screen, once the first test runs.
 */
export function useScreen(): () => Screen {
  let screen: Screen | undefined;
  beforeAll(async () => {
    const found = inject('chromium');
    if ('missing' in found) throw new Error(found.missing);
    screen = await Screen.start(found.path);
    // As `npm start` does.
    await screen.stack.append('set-rules', { version: NEWEST_RULES });
    const first = { bid: '61800.20', ask: '61800.30' };
    await screen.market.past(first);
    await screen.market.quote(first);
  });
  afterEach(() => screen?.closePages());
  afterAll(() => screen?.stop());
  return () => {
    if (screen === undefined) throw new Error('the screen is there while tests run');
    return screen;
  };
}
