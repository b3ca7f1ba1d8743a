import { defineConfig } from 'vite';
import { buildSettings } from './build-settings.ts';
import { venueBeside } from './venue-beside.ts';

/**
 * The trading screen. `npm run -w @fulcrum/web dev` serves it while it is worked on, beside a product that runs already,
 * and the desk at `/desk/`.
 */
export default defineConfig(({ command }) => {
  const settings = buildSettings(command);
  return {
    ...settings,
    plugins: [...settings.plugins, venueBeside()],
    server: { proxy: { '/api': 'http://localhost:4000' } },
  };
});
