import type { Bench } from '../bench.ts';
import { measureInMemory } from './in-memory.ts';
import { measureLiveEngine } from './live/live-engine.ts';

/** How fast and how small trading is with a million open orders: the core alone, and the engine around it. */
export const bench: Bench = {
  name: 'core',
  run: async (context) => [...(await measureInMemory(context)), ...(await measureLiveEngine(context))],
};
