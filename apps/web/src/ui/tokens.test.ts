import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** The colours of the themes, which tokens.css begins with the name of each. */
const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
const themes = [...css.matchAll(/data-theme="(\w+)"\] \{(.*?)\n\}/gs)].map(([, theme = '', body = '']) => ({
  theme,
  colours: Object.fromEntries(
    [...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  ),
}));

/** As WCAG 2.2 defines it. */
function luminance(colour = ''): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string | undefined, other: string | undefined): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const PAIRS = [
  ...['up-ground', 'up-hover', 'down-ground', 'down-hover'].map((ground) => ['on-colour', ground] as const),
  ...['text', 'muted', 'up', 'down', 'warn'].flatMap((text) =>
    ['ground', 'field', 'panel'].map((ground) => [text, ground] as const),
  ),
  ['text', 'raised'] as const,
];

it('text has a contrast of at least 4.5 on its ground, also under the mouse', () => {
  expect(themes.map(({ theme }) => theme)).toEqual(['dark', 'light']);
  const weak = themes.flatMap(({ theme, colours }) =>
    PAIRS.filter(([text, ground]) => contrast(colours[text], colours[ground]) < 4.5).map((pair) => [theme, ...pair]),
  );
  expect(weak).toEqual([]);
});
