import { EventEmitter } from 'node:events';
import type { Request, Response } from 'express';
import { expect, it, vi } from 'vitest';
import { BodyBytes } from './body-bytes.ts';

const LARGEST = 100;

/** Begins requests, and ends them. */
function requests(limit: number) {
  const onRefused = vi.fn();
  const bodies = new BodyBytes(LARGEST, limit, onRefused);
  const begin = (headers: Record<string, string>) => {
    const response = new EventEmitter();
    bodies.handler({ headers } as unknown as Request, response as unknown as Response, () => {});
    return () => response.emit('close');
  };
  return { bodies, begin, onRefused };
}

it('counts a body by its length, and as the largest where that is not known', () => {
  const { bodies, begin } = requests(1_000);
  const used = (headers: Record<string, string>) => {
    const end = begin(headers);
    const bytes = bodies.used;
    end();
    return bytes;
  };
  expect(used({ 'content-length': '7' })).toBe(7);
  for (const headers of [
    { 'content-length': '100000' },
    { 'transfer-encoding': 'chunked' },
    { 'content-length': '7', 'content-encoding': 'gzip' },
    { 'content-length': 'rubbish' },
  ] as Record<string, string>[])
    expect(used(headers)).toBe(LARGEST);
  expect(bodies.used).toBe(0);
});

it('refuses what is too much, and takes it again when another request is over', () => {
  const { begin, onRefused } = requests(150);
  const end = begin({ 'content-length': '100' });
  expect(() => begin({ 'content-length': '51' })).toThrow('Too many requests');
  expect(onRefused).toHaveBeenCalledTimes(1);
  const other = begin({ 'content-length': '50' });
  end();
  other();
  begin({ 'content-length': '100' });
});
