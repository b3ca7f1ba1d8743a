import type { Actor } from '@fulcrum/desk';
import { type CheckedInput, inputCheck, type RouteInput } from '@fulcrum/http';
import type { Session } from '@fulcrum/sessions';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Access, StaffAccess } from '../keys/access.ts';
import type { Source } from '../limits/rooms.ts';
import type { Download } from '../pages/download.ts';
import type { Need } from './needs.ts';

/** What one route takes and gives: the one description from which it is checked, served and documented. */
export interface RouteDefinition extends RouteInput {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As Express writes it, below /api/v1. */
  readonly path: string;
  readonly summary: string;
  /** What there is to know beyond the summary. */
  readonly description?: string;
  readonly tag: 'auth' | 'account' | 'trade' | 'balance' | 'wallet' | 'market' | 'desk';
  /** Who may ask. */
  readonly access: Access;
  /** What it cannot be answered without. One that is not public needs the ended sessions without saying so. */
  readonly needs?: readonly Need[];
  /** What its answer is waited for from: what waits for something else takes no room from it. */
  readonly waitsFor: Source;
  /** The rate limit that holds for it besides that of its sender's address. */
  readonly limit?: 'trade' | 'closing' | 'account' | 'chart' | 'signIn' | 'keys' | 'settings' | 'uploads';
  /** The body's bytes are kept in `response.locals.rawBody`: what signed them has to be checked. */
  readonly isBodySigned?: boolean;
  /** Its body is a file, which is given to the handler as it came. */
  readonly upload?: Upload;
  /** By status. Problems need not be listed. */
  readonly responses: Readonly<Record<number, RouteResponse>>;
}

export interface Upload {
  readonly mediaTypes: readonly string[];
  readonly maxBytes: number;
}

interface RouteResponse {
  readonly description: string;
  readonly schema: z.ZodType;
  /** The media types as which it can be had besides JSON. */
  readonly otherTypes?: readonly string[];
}

/** What a handler gets: checked input, and who asks. */
export interface Input<Definition extends RouteDefinition> extends CheckedInput<Definition> {
  /** Undefined only on routes that are public. */
  readonly session: Definition['access'] extends 'public' ? Session | undefined : Session;
  /** Who of the staff asks, on routes that are theirs. */
  readonly actor: Definition['access'] extends StaffAccess ? Actor : undefined;
  /** The bytes of the body, where it is a file. */
  readonly file: Definition['upload'] extends Upload ? Buffer : undefined;
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
  const check = inputCheck(definition);
  const handle = async (request: Request, response: Response) => {
    admit?.(request, response);
    const { session, actor } = response.locals;
    const file: unknown = definition.upload && request.body;
    const input = { ...check(request), session, actor, file, request, response };
    return handler(input as Input<Definition>);
  };
  return { definition, handle };
}
