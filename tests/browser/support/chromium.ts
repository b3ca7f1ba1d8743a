import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { canInstallPackages, installPackages, isExecutable, programsNamed } from '@fulcrum/devstack';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const packages = ['chromium', 'fonts-liberation'];
const versionLimitMs = 20_000;

/**
 * Finds a Chromium or Chrome, the one that `CHROMIUM_PATH` names before all others; installs one where the system makes
 * that easy.
 *
 * @param onProgress told in whole sentences about what takes long.
 * @throws an Error that says in one sentence what to install.
 */
export async function chromiumPath(onProgress: (message: string) => void): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (await runs(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which is no browser that runs: name another, or none.`);
  }
  const found = await installed();
  if (found !== undefined) return found;
  const fresh = (await canInstallPackages()) ? await install(onProgress) : undefined;
  if (fresh !== undefined) return fresh;
  throw new Error(
    'The browser tests need Chromium or Chrome, and none was found: install the package chromium, ' +
      'or set CHROMIUM_PATH to a browser of that family.',
  );
}

async function install(onProgress: (message: string) => void): Promise<string | undefined> {
  onProgress(`Chromium is missing: installing the packages ${packages.join(' and ')} with apt-get.`);
  await installPackages(packages, onProgress).catch((error: Error) =>
    onProgress(`Chromium could not be installed: ${error.message}`),
  );
  return installed();
}

async function installed(): Promise<string | undefined> {
  for (const path of [...programsNamed(names), ...usualPlaces().filter(isExecutable)])
    if (await runs(path)) return path;
  return undefined;
}

/** Where browsers are on systems that do not put them on the PATH. */
function usualPlaces(): string[] {
  if (process.platform === 'darwin')
    return ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  if (process.platform !== 'win32') return [];
  const { ProgramFiles, 'ProgramFiles(x86)': ProgramFiles86, LOCALAPPDATA } = process.env;
  return [ProgramFiles, ProgramFiles86, LOCALAPPDATA].flatMap((folder) =>
    folder === undefined
      ? []
      : [['Google', 'Chrome'], ['Chromium']].map((product) => join(folder, ...product, 'Application', 'chrome.exe')),
  );
}

/** Ubuntu has a program of the name that only says what else to install. On Windows a question would open a window. */
async function runs(path: string): Promise<boolean> {
  if (process.platform === 'win32') return isExecutable(path);
  return promisify(execFile)(path, ['--version'], { timeout: versionLimitMs }).then(
    () => true,
    () => false,
  );
}
