import { createContext, useContext } from 'react';

/** Leads from one page about an account to another, by its title. Undefined where no page is open. */
export const PageLink = createContext<((title: string) => void) | undefined>(undefined);

export function usePageLink(): ((title: string) => void) | undefined {
  return useContext(PageLink);
}
