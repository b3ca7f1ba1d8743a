import { documentRefused } from './refusals.ts';

const MAX_SIDE = 20_000;
const MAX_PIXELS = 50_000_000;

/** Nothing is decoded here, but it is on the machines of those who look at it. */
export function checkPixels(width: number, height: number): void {
  if (width === 0 || height === 0) throw documentRefused('document_broken');
  if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS)
    throw documentRefused('document_too_many_pixels');
}
