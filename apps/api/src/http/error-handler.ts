import { CHALLENGE, Problem, sendProblem, toProblem } from '@fulcrum/http';
import type { Logger } from '@fulcrum/service';
import type { ErrorRequestHandler, Response } from 'express';
import { isLinkFollowed, linkFailedPage } from '../sign-in/link-failed-page.ts';

/** Answers every error as a problem. What is nobody's fault but ours is logged, and its details stay inside. */
export function errorHandler(logger: Logger): ErrorRequestHandler {
  return (error, request, response, next) => {
    const { method, path } = request;
    if (response.headersSent) {
      logger.error({ err: error, method, path }, 'an answer broke off');
      return next(error);
    }
    const problem = toProblem(error);
    if (problem.status >= 500 && !(error instanceof Problem))
      logger.error({ err: error, method, path }, 'request failed');
    if (isLinkFollowed(request)) sendPage(response, path, problem);
    else sendProblem(response, problem);
  };
}

function sendPage(response: Response, path: string, problem: Problem): void {
  if (problem.retryAfter !== undefined) response.set('Retry-After', String(problem.retryAfter));
  if (problem.status === 401) response.set('WWW-Authenticate', CHALLENGE);
  response.set('Cache-Control', 'no-store');
  response
    .status(problem.status)
    .type('html')
    .send(linkFailedPage(response, path, problem));
}
