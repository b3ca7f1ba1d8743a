import { type Preferences, preferencesSchema } from '@fulcrum/protocol';
import { CHOICE, readChoice, takeChoices } from './storage.ts';

/** What is chosen in this browser, as the API keeps it. What it would not take is left out. */
export function chosenPreferences(): Preferences {
  const parts = [
    { theme: readChoice(CHOICE.theme) },
    { layout: { asset: readChoice(CHOICE.asset), interval: readChoice(CHOICE.interval) } },
    { ticket: parsed(readChoice(CHOICE.ticket)) },
  ];
  return Object.assign({}, ...parts.map((part) => preferencesSchema.safeParse(part).data ?? {}));
}

/** Lets this browser do as another one of the same user does. What was never chosen there stays as it is here. */
export function takePreferences({ theme, layout, ticket }: Preferences): void {
  takeChoices({
    [CHOICE.theme]: theme,
    [CHOICE.asset]: layout?.asset,
    [CHOICE.interval]: layout?.interval,
    [CHOICE.ticket]: ticket && JSON.stringify({ leverages: {}, ...ticket }),
  });
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
