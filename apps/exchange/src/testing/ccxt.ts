import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What is used of ccxt's class. */
export interface Ccxt {
  apiKey: string;
  secret: string;
  sign(
    path: string,
    api: 'public' | 'private',
    method: string,
    params: object,
  ): { url: string; method: string; body?: string; headers: Record<string, string> };
  [method: string]: unknown;
}

type CcxtClass = new (options: object) => Ccxt;

const folder = join(createRequire(import.meta.url).resolve('ccxt'), '..', '..');

/** The class for Backpack of the library ccxt, of which nothing else is loaded. */
export async function ccxtBackpack(options: object): Promise<Ccxt> {
  const { default: Backpack } = (await import(pathToFileURL(join(folder, 'js/src/backpack.js')).href)) as {
    default: CcxtClass;
  };
  return new Backpack(options);
}
