import { expect, it } from 'vitest';
import { readRequest } from './requests.ts';

it.each([
  ['{"method":"SUBSCRIBE","params":["account"],"params":["market"]}', 'the key params stands twice in one object'],
  [String.raw`{"method":"AUTH","meth\u006fd":"SUBSCRIBE","params":[]}`, 'the key method stands twice in one object'],
  ['[]', 'request: '],
  ['null', 'request: '],
  ['{', 'a request is a JSON object'],
])('%s is no request', (text, message) => {
  expect(readRequest(text)).toMatchObject({
    ok: false,
    refusal: { code: 'invalid_request', message: expect.stringContaining(message) },
  });
});

it('a request whose keys all differ is one', () => {
  expect(readRequest('{"id":1,"method":"SUBSCRIBE","params":["account"]}')).toMatchObject({ ok: true });
});
