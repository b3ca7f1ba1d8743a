import { z } from 'zod';
import { bodyTooLarge, Problem, unavailable, unreadablePath } from './problem.ts';

/** The faults that Express's own parsers find. One that is found while inflating a body has no type, but zlib's code. */
const parserFault = z.union([
  z.object({ type: z.string(), status: z.int().min(400).max(499) }),
  z.object({ type: z.undefined(), status: z.int().min(400).max(499), code: z.string().startsWith('Z_') }),
]);

/** What else Express, and what serves files, find wrong with a request. */
const requestFault = z.object({ status: z.int().min(400).max(499) });

const REQUEST_FAULTS: Readonly<Record<number, readonly [code: string, detail: string]>> = {
  412: ['precondition_failed', 'What is here is not what the request asks for by If-Match or If-Unmodified-Since.'],
  416: ['range_not_satisfiable', 'What is here has no such range of bytes.'],
};

const UNREACHABLE = [
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TlsConnectionError',
  'TooManyConnections',
];

/** The driver's own words for a connection that broke, cannot be used any more or did not come in time. */
const NO_CONNECTION = [
  'Connection terminated',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Cannot use a pool after calling end on the pool',
  'Query read timeout',
  'timeout exceeded when trying to connect',
  'timeout expired',
];

/** The system's words for it, of which Prisma's adapter puts four into its own. */
const NO_NETWORK = [
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'ETIMEDOUT', 'EPIPE', 'ENOTCONN'],
  ...['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'ENOTFOUND', 'EAI_AGAIN'],
];

/**
 * PostgreSQL is away or does not answer: Prisma's codes for it (P1…: not reachable, P2024 and P2028: no connection in
 * time), PostgreSQL's own (57P…: starting or stopping, 08…: connection, 25P03 and 25P04: a transaction that it ended because
 * its process was held still), and what the driver and the system say, also when all connections are taken for too long.
 */
const databaseFault = z.union([
  z.object({ code: z.string().regex(/^P(1\d{3}|2024|2028)$/) }),
  z.object({
    meta: z.object({
      driverAdapterError: z.object({ cause: z.object({ originalCode: z.string().regex(/^(57P|08|25P0[34])/) }) }),
    }),
  }),
  // What is asked in SQL has none of Prisma's codes.
  z.object({
    meta: z.object({ driverAdapterError: z.object({ cause: z.object({ kind: z.enum(UNREACHABLE) }) }) }),
  }),
  z.object({ message: z.string().refine((message) => NO_CONNECTION.some((words) => message.startsWith(words))) }),
  z.object({ syscall: z.string(), code: z.enum(NO_NETWORK) }),
]);

/** What a request is answered whose handler threw something. What is nobody's fault but ours tells nothing of it. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (databaseFault.safeParse(error).success) return unavailable('The database cannot be reached. Try again.');
  if (error instanceof URIError) return unreadablePath();
  const fault = parserFault.safeParse(error).data;
  if (fault?.type === 'entity.too.large') return bodyTooLarge();
  if (fault?.type === 'entity.parse.failed') return new Problem(400, 'invalid_json', 'The body is not a JSON object.');
  if (fault !== undefined) return new Problem(fault.status, 'bad_request', 'The body cannot be read.');
  const status = requestFault.safeParse(error).data?.status;
  if (status !== undefined) {
    const [code, detail] = REQUEST_FAULTS[status] ?? ['bad_request', 'The request cannot be answered as it is.'];
    return new Problem(status, code, detail);
  }
  return new Problem(500, 'internal_error', 'Something went wrong on our side. The order, if any, can be looked up.');
}
