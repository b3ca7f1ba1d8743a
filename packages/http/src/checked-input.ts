import type { Request } from 'express';
import { z } from 'zod';
import { invalidInput, Problem } from './problem.ts';

/** What a route takes. */
export interface RouteInput {
  readonly body?: z.ZodType;
  readonly query?: z.ZodType;
  readonly params?: z.ZodType;
}

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

export interface CheckedInput<Of extends RouteInput> {
  readonly body: Output<Of['body']>;
  readonly query: Output<Of['query']>;
  readonly params: Output<Of['params']>;
}

/** Makes the function that checks what a route's requests bring. It throws a Problem that names each wrong field. */
export function inputCheck<Of extends RouteInput>(definition: Of): (request: Request) => CheckedInput<Of> {
  const body = compiled(definition.body);
  const query = compiled(definition.query);
  const params = compiled(definition.params);
  const takesList = definition.body instanceof z.ZodArray;
  return (request) => ({
    body: (body && check(body, jsonBody(request, takesList))) as Output<Of['body']>,
    query: (query && check(query, once(request.query))) as Output<Of['query']>,
    params: (params && check(params, request.params)) as Output<Of['params']>,
  });
}

/** Each schema is made into one function, once. */
function compiled(schema: z.ZodType | undefined): z.ZodType | undefined {
  return schema && z.compile(schema);
}

/**
 * Only a body of the type application/json was parsed. A form cannot send this type, so that no other site's page can
 * make a browser act for its user.
 */
function jsonBody({ body }: Request, takesList: boolean): unknown {
  if (Array.isArray(body) && !takesList) throw new Problem(400, 'invalid_json', 'The body is not a JSON object.');
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
