import { STATUS_CODES } from 'node:http';
import type { Response } from 'express';
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

export function unreadablePath(): Problem {
  return new Problem(400, 'bad_request', 'The path cannot be read.');
}

export function sendProblem(response: Response, problem: Problem): void {
  const { status, code, message: detail, fields, retryAfter } = problem;
  if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter));
  const title = STATUS_CODES[status] ?? 'Error';
  response.set('Cache-Control', 'no-store');
  response.status(status).type('application/problem+json');
  response.send(JSON.stringify({ type: 'about:blank', title, status, detail, code, ...fields }));
}
