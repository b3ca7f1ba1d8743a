import type { Session } from '@fulcrum/sessions';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Access } from '../keys/access.ts';
import type { Source } from '../limits/rooms.ts';
import type { Download } from '../pages/download.ts';
import type { Need } from './needs.ts';
import { invalidInput, Problem } from './problem.ts';

/** What one route takes and gives: the one description from which it is checked, served and documented. */
export interface RouteDefinition {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As Express writes it, below /api/v1. */
  readonly path: string;
  readonly summary: string;
  /** What there is to know beyond the summary. */
  readonly description?: string;
  readonly tag: 'auth' | 'account' | 'trade' | 'balance' | 'wallet' | 'market';
  /** Who may ask. */
  readonly access: Access;
  /** What it cannot be answered without. One that is not public needs the ended sessions without saying so. */
  readonly needs?: readonly Need[];
  /** What its answer is waited for from: what waits for something else takes no room from it. */
  readonly waitsFor: Source;
  /** The rate limit that holds for it besides that of its sender's address. */
  readonly limit?: 'trade' | 'account' | 'chart' | 'signIn' | 'keys' | 'settings';
  readonly body?: z.ZodType;
  /** The body's bytes are kept in `response.locals.rawBody`: what signed them has to be checked. */
  readonly isBodySigned?: boolean;
  readonly query?: z.ZodType;
  readonly params?: z.ZodType;
  /** By status. Problems need not be listed. */
  readonly responses: Readonly<Record<number, RouteResponse>>;
}

interface RouteResponse {
  readonly description: string;
  readonly schema: z.ZodType;
  /** The media types as which it can be had besides JSON. */
  readonly otherTypes?: readonly string[];
}

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** What a handler gets: checked input, and who asks. */
export interface Input<Definition extends RouteDefinition> {
  readonly body: Output<Definition['body']>;
  readonly query: Output<Definition['query']>;
  readonly params: Output<Definition['params']>;
  /** Undefined only on routes that are public. */
  readonly session: Definition['access'] extends 'public' ? Session | undefined : Session;
  readonly request: Request;
  readonly response: Response;
}

export interface Reply {
  readonly status: number;
  /** An object, or the JSON text of one. */
  readonly body: unknown;
  /** Sends a browser elsewhere. */
  readonly location?: string;
  /** Shown to a browser instead of the body. */
  readonly page?: string;
  /** Sent instead of the body, as its client takes it. */
  readonly download?: Download;
  /** How many requests it counts as under the route's own limit, where that is more than one. */
  readonly cost?: number;
}

export interface Route {
  readonly definition: RouteDefinition;
  readonly handle: (request: Request, response: Response) => Promise<Reply>;
}

/**
 * Joins a description with what handles it, which is called with input that has been checked.
 *
 * @param admit throws at a request whose input is not even looked at.
 */
export function route<const Definition extends RouteDefinition>(
  definition: Definition,
  handler: (input: Input<Definition>) => Promise<Reply> | Reply,
  admit?: (request: Request, response: Response) => void,
): Route {
  const body = compiled(definition.body);
  const query = compiled(definition.query);
  const params = compiled(definition.params);
  const handle = async (request: Request, response: Response) => {
    admit?.(request, response);
    const input = {
      body: body && check(body, jsonBody(request)),
      query: query && check(query, once(request.query)),
      params: params && check(params, request.params),
      session: response.locals.session,
      request,
      response,
    };
    return handler(input as Input<Definition>);
  };
  return { definition, handle };
}

/** Each schema is made into one function, once. */
function compiled(schema: z.ZodType | undefined): z.ZodType | undefined {
  return schema && z.compile(schema);
}

/**
 * Only a body of the type application/json was parsed. A form cannot send this type, so that no other site's page can
 * make a browser act for its user.
 */
function jsonBody(request: Request): unknown {
  const { body } = request;
  if (Array.isArray(body)) throw new Problem(400, 'invalid_json', 'The body is not a JSON object.');
  if (body !== undefined) return body;
  throw new Problem(415, 'not_json', 'Send a JSON object with the header Content-Type: application/json.');
}

function check(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors: [string, string][] = [];
  for (const issue of parsed.error.issues) {
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys) errors.push([key.slice(0, 64), 'is not a known field']);
    else errors.push([issue.path.join('.') || 'body', issue.message]);
  }
  throw invalidFields(errors);
}

/** A parameter that comes twice means one value to one reader, and the other to the next. */
function once(query: Request['query']): Request['query'] {
  const repeated = Object.keys(query).filter((name) => Array.isArray(query[name]));
  if (repeated.length > 0) throw invalidFields(repeated.map((name) => [name.slice(0, 64), 'must be given once']));
  return query;
}

/** Of several errors of a field it names the first. */
function invalidFields(found: readonly (readonly [name: string, message: string])[]): Problem {
  // Without a prototype, so that a field of any name, also `__proto__`, is just a field.
  const errors: Record<string, string> = Object.create(null);
  for (const [name, message] of found) errors[name] ??= message;
  return invalidInput(errors);
}
