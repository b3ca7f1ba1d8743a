import type { ChainPlace } from '@fulcrum/desk';
import { UsageError } from '../command-line.ts';

/** A row of the chain as people keep it. */
export function printPlace({ number, hash }: ChainPlace): string {
  return `${number}:${hash}`;
}

/** @throws UsageError for a text that `printPlace` did not make. */
export function placeIn(text: string): ChainPlace {
  const [, number = '', hash = ''] = /^(\d{1,18}):([\da-f]{64})$/i.exec(text.trim()) ?? [];
  if (hash === '') throw new UsageError('--expect has to be NUMBER:HASH, as "head" says it.');
  return { number: BigInt(number), hash: hash.toLowerCase() };
}
