import express, { type Request } from 'express';
import { expect, test } from 'vitest';
import { namesJson, wantsPage } from './names-json.ts';

/** A request as Express makes it. */
function requestThatAccepts(accept: string | undefined): Request {
  const headers = accept === undefined ? {} : { accept };
  return Object.create(express.request, { headers: { value: headers } });
}

test.each([
  ['application/json'],
  ['Application/JSON'],
  ['application/json; charset=utf-8'],
  ['application/json;q=0.1'],
  ['application/json, text/plain, */*'],
  ['text/plain, */*;q=0.1, application/json'],
  ['application/json, text/html'],
  ['text/html;q=0.5, application/json'],
  ['*/*;q=1, application/json;q=0.1'],
  ['text/*, application/json;q=0.1'],
])('%s names JSON, and gets it', (accept) => {
  expect(namesJson(requestThatAccepts(accept))).toBe(true);
  expect(wantsPage(requestThatAccepts(accept))).toBe(false);
});

test.each([
  [undefined],
  [''],
  ['*/*'],
  ['application/*'],
  ['text/html'],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'],
  ['text/html, application/json'],
  ['text/html, application/json;q=0.9'],
  ['application/json;q=0'],
  ['application/json;q=0.0, */*'],
  ['application/problem+json'],
  ['application/jsonp'],
  ['text/json'],
  ['image/avif,*/*;q=0.8'],
  ['json'],
  ['"application/json"'],
  [',;=;q'],
])('%s does not', (accept) => {
  expect(namesJson(requestThatAccepts(accept))).toBe(false);
});

test.each([
  ['text/html', true],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
  ['text/html, application/json;q=0.9', true],
  ['text/*', true],
  [undefined, false],
  ['*/*', false],
  ['image/avif,*/*;q=0.8', false],
  ['text/plain', false],
])('%s wants a page: %s', (accept, wants) => {
  expect(wantsPage(requestThatAccepts(accept))).toBe(wants);
});
