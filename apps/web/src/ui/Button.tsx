import { Button as BaseButton } from '@base-ui/react/button';
import type { ComponentProps } from 'react';
import styles from './Button.module.css';

export interface ButtonProps extends Omit<ComponentProps<typeof BaseButton>, 'className'> {
  readonly look?: 'plain' | 'quiet' | 'buy' | 'sell' | 'danger';
  readonly isSmall?: boolean;
}

export function Button({ look = 'plain', isSmall = false, ...props }: ButtonProps) {
  return <BaseButton {...props} className={`${styles.button} ${styles[look]} ${isSmall ? styles.small : ''}`} />;
}
