/** Codes of countries or languages with their English names, by name. */
export function namedCodes(
  codes: readonly string[],
  type: 'region' | 'language',
): (readonly [code: string, name: string])[] {
  const names = new Intl.DisplayNames(['en'], { type });
  return codes
    .map((code) => [code, names.of(code) ?? code] as const)
    .sort(([, one], [, other]) => one.localeCompare(other, 'en'));
}
