import { securityHeaders, sendProblem, unreadablePath } from '@fulcrum/http';
import type { NextFunction, Response } from 'express';

const headers = securityHeaders('data');

/**
 * Answers what no route has answered. Express gives a target that is no path to no handler, and would answer it with a
 * page of its own. An answer that failed after it had begun is cut off.
 */
export function finalHandler(response: Response): NextFunction {
  return () => {
    if (response.headersSent) response.destroy();
    else headers(response.req, response, () => sendProblem(response, unreadablePath()));
  };
}
