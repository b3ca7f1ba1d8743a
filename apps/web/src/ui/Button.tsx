import { Button as BaseButton } from '@base-ui/react/button';
import type { ComponentProps } from 'react';
import styles from './Button.module.css';

export interface ButtonProps extends Omit<ComponentProps<typeof BaseButton>, 'className'> {
  readonly look?: 'quiet' | 'buy' | 'sell' | 'danger';
  readonly isSmall?: boolean;
}

export function Button({ look, isSmall = false, ...props }: ButtonProps) {
  const classes = [styles.button, look && styles[look], isSmall && styles.small].filter(Boolean);
  return <BaseButton {...props} className={classes.join(' ')} />;
}
