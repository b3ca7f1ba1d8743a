import { z } from 'zod';
import { call } from '../api/client.ts';

/** A user asks for the erasure of their personal data. */

export const ERASURE = '/account/erasure';

const erasureAnswer = z.object({ askedAt: z.number().nullable() });

export async function readErasure(signal: AbortSignal) {
  return (await call({ path: ERASURE, schema: erasureAnswer, signal })).data;
}

export async function askForErasure(body: { readonly presentPassword?: string }) {
  return (await call({ method: 'POST', path: ERASURE, body, schema: erasureAnswer })).data;
}

export async function takeErasureBack() {
  return (await call({ method: 'DELETE', path: ERASURE, schema: erasureAnswer })).data;
}
