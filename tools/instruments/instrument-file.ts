import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { instrumentSettings, type Settings } from '@fulcrum/desk';
import { z } from 'zod';

const MAX_INSTRUMENTS = 1_000;

const instruments = z.array(instrumentSettings).max(MAX_INSTRUMENTS);

/** The file that INSTRUMENTS_FILE names, or else the repository's. */
export function instrumentsFile(env: NodeJS.ProcessEnv): string {
  return env.INSTRUMENTS_FILE || join(import.meta.dirname, '..', '..', 'config', 'instruments.json');
}

/** @throws with a sentence for people, which names every fault of the file. */
export function readInstrumentFile(path: string): Settings[] {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`The instruments cannot be read from ${path}: ${(error as Error).message}`);
  }
  const parsed = instruments.safeParse(json);
  const issues = parsed.error?.issues ?? [];
  const faults = issues.map(({ path: at, message }) => `  ${place(at, json)}: ${message}`);
  faults.push(...repeatedAssets(json).map((asset) => `  ${asset}: stands there more than once`));
  if (parsed.success && faults.length === 0) return parsed.data;
  throw new Error(`The instruments in ${path} have ${faults.length} fault(s):\n${faults.join('\n')}`);
}

/** Assets that occur twice. The raw JSON is searched, so that they are named whatever else is wrong. */
function repeatedAssets(json: unknown): string[] {
  const assets = Array.isArray(json) ? json.flatMap((entry) => assetOf(entry) ?? []) : [];
  return [...new Set(assets.filter((asset, index) => assets.indexOf(asset) !== index))];
}

function assetOf(entry: unknown): string | undefined {
  const asset = (entry as { asset?: unknown } | null | undefined)?.asset;
  return typeof asset === 'string' ? asset : undefined;
}

/** Names the instrument by its asset, where it has one. */
function place([index, ...field]: readonly PropertyKey[], json: unknown): string {
  if (index === undefined) return 'the file';
  const asset = assetOf((json as readonly unknown[])[Number(index)]);
  return [asset ?? `number ${Number(index) + 1}`, ...field.map(String)].join(' ');
}
