import { Button } from '../ui/Button.tsx';
import { useTheme } from './theme.ts';

/** Switches between the dark and the light theme. */
export function ThemeButton() {
  const [theme, choose] = useTheme();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <Button
      look="quiet"
      aria-label={`Switch to ${other} theme`}
      title={`Switch to ${other} theme`}
      onClick={() => choose(other)}
    >
      {theme === 'dark' ? '☀' : '☾'}
    </Button>
  );
}
