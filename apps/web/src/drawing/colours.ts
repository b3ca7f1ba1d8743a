/** The theme's colours. A canvas does not know the style sheets. */
export type Colours = Readonly<Record<(typeof NAMES)[number], string>>;

const NAMES = ['panel', 'raised', 'line', 'control-line', 'text', 'muted', 'accent', 'up', 'down', 'warn'] as const;

/** Reads the colours of the present theme from the style sheets. */
export function themeColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Colours;
}
