import type { NextFunction, Response } from 'express';
import { sendProblem, unreadablePath } from './problem.ts';
import { securityHeaders } from './security-headers.ts';

const headers = securityHeaders('data');

/**
 * Answers what Express would answer with a page of its own: a target that is no path at all, which it gives to no
 * handler. An answer that failed after it had begun is cut off.
 */
export function leftOver(response: Response): NextFunction {
  return () => {
    if (response.headersSent) response.destroy();
    else headers(response.req, response, () => sendProblem(response, unreadablePath()));
  };
}
