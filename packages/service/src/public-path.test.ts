import { expect, test } from 'vitest';
import { publicPath, withoutPath } from './public-path.ts';

test.each([
  [undefined, ''],
  ['https://example.com', ''],
  ['https://example.com/', ''],
  ['https://example.com/fulcrum', '/fulcrum'],
  ['https://example.com/fulcrum/', '/fulcrum'],
  ['wss://example.com:8443/a/b', '/a/b'],
])('the path of %s is "%s"', (url, path) => {
  expect(publicPath(url)).toBe(path);
});

test.each([
  ['/fulcrum', '/'],
  ['/fulcrum/', '/'],
  ['/fulcrum?a=/fulcrum', '/?a=/fulcrum'],
  ['/fulcrum/api/v1/market/quotes?a=b', '/api/v1/market/quotes?a=b'],
  ['/fulcrum/fulcrum/x', '/fulcrum/x'],
  ['/fulcrum//evil.example', '//evil.example'],
  ['/', '/'],
  ['/api/v1/market/quotes', '/api/v1/market/quotes'],
  ['/fulcrums/x', '/fulcrums/x'],
  ['/FULCRUM/x', '/FULCRUM/x'],
  ['/x/fulcrum/', '/x/fulcrum/'],
  ['*', '*'],
  ['', ''],
])('below /fulcrum %s is %s', (target, served) => {
  expect(withoutPath(target, '/fulcrum')).toBe(served);
  expect(withoutPath(target, '')).toBe(target);
});
