import react from '@vitejs/plugin-react';
import type { UserConfig } from 'vite';
import { withoutJsonSchema } from './without-json-schema.ts';

/** How each of the two pages is built: the trading screen and the desk. */
export function buildSettings(command: 'build' | 'serve') {
  // Whatever is built is what people get, also when a test or a tool with an environment of its own has it built.
  if (command === 'build') process.env.NODE_ENV = 'production';
  return {
    plugins: [react(), withoutJsonSchema()],
    // What a page loads stands beside it, wherever that is: the API serves it below any path.
    base: './',
    build: {
      target: 'es2022',
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1_000,
      // What the first view needs stays together, also what pages share with it that are loaded later: in parts it would
      // be larger, and schemas could be made before `no-compiling.ts` has been carried out.
      rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'index', tags: ['$initial'] }] } } },
    },
  } satisfies UserConfig;
}
