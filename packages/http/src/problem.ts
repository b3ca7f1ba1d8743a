import { type ServerResponse, STATUS_CODES } from 'node:http';
import { z } from 'zod';

/** An error as clients see it (RFC 9457). */
export const problemSchema = z
  .object({
    type: z.string().meta({ description: 'A name for the kind of problem', example: 'about:blank' }),
    title: z.string().meta({ example: 'Unprocessable Entity' }),
    status: z.int(),
    detail: z.string().meta({ description: 'What happened, for people' }),
    code: z.string().meta({ description: 'What happened, for programs', example: 'insufficient_balance' }),
    errors: z.record(z.string(), z.string()).optional().meta({ description: 'For bad input: a message per field' }),
    orderId: z.string().optional(),
  })
  .meta({ id: 'Problem' });

type ProblemFields = Partial<Pick<z.infer<typeof problemSchema>, 'errors' | 'orderId'>>;

/** Thrown by whatever handles a request, and answered to its sender. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: ProblemFields;
  /** Seconds after which it makes sense to try again. */
  readonly retryAfter: number | undefined;

  constructor(status: number, code: string, detail: string, fields: ProblemFields = {}, retryAfter?: number) {
    super(detail);
    this.status = status;
    this.code = code;
    this.fields = fields;
    this.retryAfter = retryAfter;
  }
}

/** Nothing was sent to the engine: trying again is safe. */
export function unavailable(detail: string): Problem {
  return new Problem(503, 'unavailable', detail, {}, 1);
}

/** @param errors a message per field. */
export function invalidInput(errors: Readonly<Record<string, string>>): Problem {
  return new Problem(400, 'invalid_input', 'Some fields are missing or wrong.', { errors });
}

export function unreadablePath(): Problem {
  return new Problem(400, 'bad_request', 'The path cannot be read.');
}

/** The largest body of a request. */
export const MAX_BODY_BYTES = 16 * 1_024;

export function bodyTooLarge(most = '16 kB'): Problem {
  return new Problem(413, 'body_too_large', `The body is larger than ${most}.`);
}

/** What a 401 has to name (RFC 9110): how somebody says who they are. Browsers ask nobody for a token. */
export const CHALLENGE = 'Bearer realm="Fulcrum"';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

export function sendProblem(response: ServerResponse, problem: Problem): void {
  response.end(beginProblem(response, problem));
}

/** Sets what stands before a problem's text, which is returned. */
export function beginProblem(response: ServerResponse, problem: Problem): string {
  const { status, retryAfter } = problem;
  if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter));
  if (status === 401) response.setHeader('WWW-Authenticate', CHALLENGE);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Type', PROBLEM_TYPE);
  response.statusCode = status;
  return problemText(problem);
}

export function problemText({ status, code, message: detail, fields }: Problem): string {
  const title = STATUS_CODES[status] ?? 'Error';
  return JSON.stringify({ type: 'about:blank', title, status, detail, code, ...fields });
}
