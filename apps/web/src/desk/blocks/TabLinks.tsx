import styles from './TabLinks.module.css';

export interface TabLink {
  readonly name: string;
  readonly title: string;
  readonly hash: string;
}

export interface TabLinksProps {
  readonly label: string;
  readonly tabs: readonly TabLink[];
  /** The name of the one that is shown. */
  readonly shown: string | undefined;
}

/** The parts of a screen that are shown one at a time. Each has an address of its own. */
export function TabLinks({ label, tabs, shown }: TabLinksProps) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {tabs.map(({ name, title, hash }) => (
        <a key={name} href={hash} aria-current={name === shown ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  );
}
