import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import { expect, it } from 'vitest';
import { PAGE, securityHeaders } from './security-headers.ts';

/** What a handler sets on one answer. */
function headersOf(handler: RequestHandler): Record<string, string> {
  const headers: Record<string, string> = {};
  const setHeaders = (all: Map<string, string>) => Object.assign(headers, Object.fromEntries(all));
  let nexts = 0;
  handler({} as Request, { setHeaders } as unknown as Response, () => {
    nexts += 1;
  });
  expect(nexts).toBe(1);
  return headers;
}

it('sets what helmet would set on each page', () => {
  const theirs: Record<string, string> = {};
  const noted = {
    setHeader: (name: string, value: string) => {
      theirs[name] = value;
    },
    removeHeader: () => {},
  };
  helmet(PAGE)({} as IncomingMessage, noted as unknown as ServerResponse, () => {});
  expect(Object.keys(theirs).length).toBeGreaterThan(10);
  expect(theirs).toMatchObject({
    'Content-Security-Policy': expect.stringMatching(/default-src 'self';.*frame-ancestors 'none'/),
    'X-Frame-Options': 'DENY',
  });
  expect(theirs['Content-Security-Policy']).not.toContain('https:');

  const handler = securityHeaders('page');
  expect(headersOf(handler)).toEqual(theirs);
  expect(headersOf(handler)).toEqual(theirs);
});

it('lets data be neither run, framed, guessed at, embedded elsewhere, nor asked for without TLS', () => {
  const handler = securityHeaders('data');
  for (let answer = 0; answer < 2; answer += 1)
    expect(headersOf(handler)).toEqual({
      'Content-Security-Policy': "default-src 'none';frame-ancestors 'none'",
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Referrer-Policy': 'no-referrer',
      'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
    });
});
