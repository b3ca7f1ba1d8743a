/** The theme's colours, which a canvas has to be told. */
export type Colours = Readonly<Record<(typeof NAMES)[number], string>>;

const NAMES = ['panel', 'raised', 'line', 'control-line', 'text', 'muted', 'accent', 'up', 'down', 'warn'] as const;

/** What the style sheets say at the moment. */
export function themeColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Colours;
}
