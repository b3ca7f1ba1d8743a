import { afterAll, afterEach, beforeAll } from 'vitest';
import { RecorderWorld } from './test-support.ts';

/**
 * One world for all tests of a file, emptied after each of them.
 *
 * @returns what gives the world, once the first test runs.
 */
export function useRecorderWorld(): () => RecorderWorld {
  let world: RecorderWorld | undefined;
  beforeAll(async () => {
    world = await RecorderWorld.start();
  });
  afterEach(() => world?.clear());
  afterAll(() => world?.stop());
  return () => {
    if (world === undefined) throw new Error('the world is there while tests run');
    return world;
  };
}
