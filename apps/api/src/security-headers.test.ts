import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, Response } from 'express';
import helmet from 'helmet';
import { expect, it } from 'vitest';
import { securityHeaders } from './security-headers.ts';

it('sets what helmet would set on each answer', () => {
  const theirs = new Map<string, string>();
  const noted = { setHeader: (name: string, value: string) => theirs.set(name, value), removeHeader: () => {} };
  const setAll = helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } });
  setAll({} as IncomingMessage, noted as unknown as ServerResponse, () => {});
  expect(theirs.size).toBeGreaterThan(10);

  const handler = securityHeaders();
  for (let answer = 0; answer < 2; answer += 1) {
    const ours = new Map<string, string>();
    let nexts = 0;
    const response = {
      setHeaders: (all: Map<string, string>) => all.forEach((value, name) => void ours.set(name, value)),
    };
    handler({} as Request, response as unknown as Response, () => {
      nexts += 1;
    });
    expect(ours).toEqual(theirs);
    expect(nexts).toBe(1);
  }
});
