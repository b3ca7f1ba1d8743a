import { defineConfig } from 'vite';
import { buildSettings } from './build-settings.ts';

/** The desk, built by itself behind the trading screen: no script of the one is loaded by the other. */
export default defineConfig(({ command }) => {
  const { build, ...settings } = buildSettings(command);
  return {
    ...settings,
    build: {
      ...build,
      emptyOutDir: false,
      copyPublicDir: false,
      assetsDir: 'desk/assets',
      rolldownOptions: { ...build.rolldownOptions, input: 'desk/index.html' },
    },
  };
});
