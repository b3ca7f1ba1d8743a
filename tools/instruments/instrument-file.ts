import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseInstrument } from '@fulcrum/core';
import { type CommandData, commandSchemas } from '@fulcrum/protocol';
import { z } from 'zod';

/** The settings of an instrument, as the engine is told them. */
export type Settings = Omit<CommandData<'set-instrument'>, 'requestId'>;

const MAX_INSTRUMENTS = 1_000;

const instrument = commandSchemas['set-instrument']
  .omit({ requestId: true })
  .strict()
  .superRefine((settings, context) => {
    const parsed = parseInstrument(settings);
    if (typeof parsed === 'string') context.addIssue({ code: 'custom', message: parsed });
  });

const instruments = z
  .array(instrument)
  .max(MAX_INSTRUMENTS)
  .refine((all) => new Set(all.map(({ asset }) => asset)).size === all.length, 'an asset stands there twice');

/** The file that INSTRUMENTS_FILE names, or that of the repository. */
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
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path: at, message }) => `  ${place(at, json)}: ${message}`);
  throw new Error(`The instruments in ${path} have ${faults.length} fault(s):\n${faults.join('\n')}`);
}

/** Names the instrument by its asset, where it has one. */
function place([index, ...field]: readonly PropertyKey[], json: unknown): string {
  if (index === undefined) return 'the file';
  const asset = (json as { asset?: unknown }[])[Number(index)]?.asset;
  return [typeof asset === 'string' ? asset : `number ${Number(index) + 1}`, ...field.map(String)].join(' ');
}
