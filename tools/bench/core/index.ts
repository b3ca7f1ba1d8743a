import type { Bench } from '../bench.ts';
import { measureInMemory } from './in-memory.ts';
import { measureLiveEngine } from './live/live-engine.ts';

/** The time and the memory of trading with a million open orders: of the core alone, and of the engine around it. */
export const bench: Bench = {
  name: 'core',
  run: async (context) => [...(await measureInMemory(context)), ...(await measureLiveEngine(context))],
};
