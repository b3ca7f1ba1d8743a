import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Mutation } from './mutations.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** A deliberate bug that is being loaded. */
interface Loading {
  readonly mutation: Mutation;
  /** The file that it changes. */
  readonly target: string;
  /** That file, and all that import it, directly or through others: they are loaded anew. */
  readonly anew: ReadonlySet<string>;
  /** Ends the URLs of those modules, so that Node takes them for others than it has. */
  readonly ending: string;
}

/**
 * Loads a module again and again, each time with another deliberate bug in the product's source. What does not import
 * the changed file is loaded once alone: most of the time goes into libraries.
 */
export class MutatedModules {
  readonly #url: string;
  /** By each file that was loaded, those that import it. */
  readonly #importers = new Map<string, Set<string>>();
  #loading: Loading | undefined;
  #loaded = 0;

  constructor(url: URL) {
    this.#url = url.href;
    registerHooks({
      resolve: (specifier, context, nextResolve) => {
        const resolved = nextResolve(specifier, context);
        const file = fileOf(resolved.url);
        if (context.parentURL !== undefined) this.#note(file, fileOf(context.parentURL));
        const { anew, ending } = this.#loading ?? {};
        return anew?.has(file) ? { ...resolved, url: file + ending } : resolved;
      },
      load: (url, context, nextLoad) => {
        const loaded = nextLoad(url, context);
        if (this.#loading === undefined || url !== this.#loading.target + this.#loading.ending) return loaded;
        return { ...loaded, source: mutated(String(loaded.source), this.#loading.mutation) };
      },
    });
  }

  /** @throws when the text that the bug replaces is not in its file exactly once, or when nothing imports that file. */
  async with(mutation: Mutation): Promise<unknown> {
    // Without a bug at first: only then is it known who imports what.
    if (this.#loaded === 0) await import(this.#url);
    this.#loaded += 1;
    const target = pathToFileURL(join(ROOT, mutation.file)).href;
    const anew = this.#dependentsOf(target);
    if (!anew.has(this.#url)) throw new Error(`${mutation.file} is not a part of what is simulated`);
    this.#loading = { mutation, target, anew, ending: `?bug=${this.#loaded}` };
    try {
      return await import(this.#url + this.#loading.ending);
    } finally {
      this.#loading = undefined;
    }
  }

  #note(file: string, importer: string): void {
    const importers = this.#importers.get(file) ?? new Set();
    this.#importers.set(file, importers.add(importer));
  }

  #dependentsOf(target: string): ReadonlySet<string> {
    const found = new Set([target]);
    // Those that are added meanwhile are visited as well.
    for (const file of found) for (const importer of this.#importers.get(file) ?? []) found.add(importer);
    return found;
  }
}

function fileOf(url: string): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

function mutated(source: string, { file, replace, by }: Mutation): string {
  if (source.split(replace).length !== 2) throw new Error(`"${replace}" does not stand in ${file} exactly once`);
  return source.replace(replace, () => by);
}
