import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Mutation } from './mutations.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/**
 * Changes the product's source on its way into this thread, before any of it is loaded.
 *
 * @throws when the text that it replaces is not there exactly once.
 */
export function applyMutation({ file, replace, by }: Mutation): void {
  const target = pathToFileURL(join(ROOT, file)).href;
  registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context);
      if (url !== target) return loaded;
      const source = String(loaded.source);
      if (source.split(replace).length !== 2) throw new Error(`"${replace}" does not stand in ${file} exactly once`);
      return { ...loaded, source: source.replace(replace, () => by) };
    },
  });
}
