import { createHash } from 'node:crypto';
import type { Response } from 'express';

const STYLE = 'body{font:1.1rem/1.5 system-ui;margin:20vh auto;max-width:24rem;padding:0 1rem}button{font:inherit}';
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Nothing may be loaded or run, the form goes to this API alone, and no other page may put this one into a frame. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join(';');

/**
 * Asks whether to sign in, and as whom: mail scanners that only look leave the link good, and whoever was sent somebody
 * else's link sees it. The form goes to the address of this very page, with its token.
 */
export function signInPage(response: Response, email: string): string {
  response.set('Content-Security-Policy', POLICY);
  // The token in the address goes nowhere; but without any referrer the form would come from the origin "null".
  response.set('Referrer-Policy', 'strict-origin');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Sign in to Fulcrum</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Sign in to Fulcrum</h1>
<p>You will be signed in as <strong>${escaped(email)}</strong>. If this is not your address, close this page.</p>
<form method="post"><button>Sign in</button></form>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
