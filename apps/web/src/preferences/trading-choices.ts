import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { CHOICE, keepChoice, readChoice } from './storage.ts';

/**
 * How this browser trades. This does not follow its user into other browsers: whoever switches one-click trading on does not
 * expect it on another device.
 */
interface TradingChoices {
  /** The user who trades with one click. Whoever signs in afterwards does not. */
  readonly oneClickOf: string | undefined;
  readonly hasShortcuts: boolean;
}

const OFF = 'off';

const choices = createStore<TradingChoices>(() => ({
  oneClickOf: readChoice(CHOICE.oneClick),
  hasShortcuts: readChoice(CHOICE.shortcuts) !== OFF,
}));

/** @param userId of the signed-in user, if there is one. */
export function useIsOneClick(userId: string | undefined): boolean {
  return useStore(choices, ({ oneClickOf }) => userId !== undefined && oneClickOf === userId);
}

export function chooseOneClick(userId: string, isWanted: boolean): void {
  const oneClickOf = isWanted ? userId : OFF;
  keepChoice(CHOICE.oneClick, oneClickOf);
  choices.setState({ oneClickOf });
}

export function useHasShortcuts(): boolean {
  return useStore(choices, ({ hasShortcuts }) => hasShortcuts);
}

export function chooseShortcuts(hasShortcuts: boolean): void {
  keepChoice(CHOICE.shortcuts, hasShortcuts ? 'on' : OFF);
  choices.setState({ hasShortcuts });
}
