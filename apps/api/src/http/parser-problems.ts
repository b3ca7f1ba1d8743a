import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { answerUnparsed, headersOf, PROBLEM_TYPE, Problem, problemText, sendProblem } from '@fulcrum/http';

const NO_HOST = new Problem(400, 'bad_request', 'A request of HTTP/1.1 needs the header Host.');
const STRANGE_EXPECTATION = new Problem(417, 'expectation_failed', 'Nothing but "100-continue" can be expected.');

const headers = headersOf('data');

/** Has the server answer as problems what Node would answer by itself, before any application hears of it. */
export function answerParserFaults(server: Server): void {
  answerUnparsed(server, (problem) => ({ type: PROBLEM_TYPE, body: problemText(problem) }));
  server.on('checkExpectation', (_request, response: ServerResponse) => refuse(response, STRANGE_EXPECTATION));
}

/**
 * Refuses a request without the header `Host`, which Node would without a word.
 *
 * @returns whether it was refused.
 */
export function refusedWithoutHost({ httpVersion, headers }: IncomingMessage, response: ServerResponse): boolean {
  if (httpVersion !== '1.1' || headers.host !== undefined) return false;
  refuse(response, NO_HOST);
  return true;
}

function refuse(response: ServerResponse, problem: Problem): void {
  response.setHeaders(headers).setHeader('Connection', 'close');
  sendProblem(response, problem);
}
