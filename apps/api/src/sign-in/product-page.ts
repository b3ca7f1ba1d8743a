import { createHash } from 'node:crypto';
import type { Response } from 'express';

/** The screen's colours and sizes, as far as a page of a few lines needs them. No script can tell which theme was chosen. */
const STYLE = `
:root{color-scheme:dark;--ground:#0b0f14;--panel:#11161d;--line:#262f3b;--text:#e6edf3;--muted:#9eabb9;--accent:#6cb6ff;--button:#1d4f8a}
@media(prefers-color-scheme:light){:root{color-scheme:light;--ground:#eef1f4;--panel:#fff;--line:#d8dee6;--text:#18202a;--muted:#56616e;--accent:#0a58b8;--button:#0a58b8}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;grid-template-rows:auto 1fr;background:var(--ground);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
header{padding:10px 16px;background:var(--panel);border-bottom:1px solid var(--line);font-weight:700;font-size:18px}
main{align-self:center;justify-self:center;width:min(400px,calc(100vw - 32px));margin:24px 0 15vh;padding:24px;background:var(--panel);border:1px solid var(--line);border-radius:6px}
h1{margin:0 0 8px;font-size:18px}
p{margin:0 0 16px;color:var(--muted);overflow-wrap:anywhere}
strong{color:var(--text)}
button,.button{display:block;width:100%;padding:10px 12px;border:0;border-radius:6px;background:var(--button);color:#fff;font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
form+form{margin-top:12px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
`;
const POLICY = policyOf(STYLE);

/**
 * The policy of a page with this style. Nothing may be loaded or run, forms go to this API alone, and no other page may put
 * this one into a frame.
 */
export function policyOf(style: string): string {
  const hash = createHash('sha256').update(style).digest('base64');
  const only = ["default-src 'none'", `style-src 'sha256-${hash}'`, "form-action 'self'", "base-uri 'none'"];
  return [...only, "frame-ancestors 'none'"].join(';');
}

/**
 * A page beside the screen that looks like it.
 *
 * @param body is HTML. In it everything from outside has been escaped.
 */
export function productPage(response: Response, title: string, body: string): string {
  response.set('Content-Security-Policy', POLICY);
  // The token in the address goes nowhere; but without any referrer the form would come from the origin "null".
  response.set('Referrer-Policy', 'strict-origin');
  return `${pageHead(title, STYLE)}<body>
<header>Fulcrum</header>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
}

/** What stands before a page's body. @param title is HTML. */
export function pageHead(title: string, style: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} · Fulcrum</title>
<style>${style}</style>
</head>
`;
}

/** A text that stands in a page, whatever is in it. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
