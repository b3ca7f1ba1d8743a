import type { RequestHandler } from 'express';
import { Problem } from './problem.ts';

export const notFound: RequestHandler = (request) => {
  const path = request.baseUrl + request.path;
  throw new Problem(404, 'not_found', `There is nothing at ${request.method} ${path}.`);
};

/** The methods of what is only ever read. */
export const READ: readonly string[] = ['GET', 'HEAD'];

/** For a path that is served, but not in this way. Whoever asks with OPTIONS gets no more than the methods. */
export function methodNotAllowed(allowed: readonly string[]): RequestHandler {
  const allow = allowed.join(', ');
  return ({ method }, response) => {
    response.set('Allow', allow);
    if (method !== 'OPTIONS') throw new Problem(405, 'method_not_allowed', `${method} is not possible here: ${allow}.`);
    response.status(204).end();
  };
}
