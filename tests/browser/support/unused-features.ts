/**
 * What each window of Chromium would prepare for people who type into its address bar, each in a process of its own. No
 * test has one, and this took more processor time than the page.
 */
const OF_THE_ADDRESS_BAR = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'PreloadTopChromeWebUI',
  'SpareRendererForSitePerProcess',
];

/** What Playwright turns off. Chromium heeds the last list that it is given, and so not Playwright's own. */
const OF_PLAYWRIGHT = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
];

/** The features that Chromium leaves out of the tests. A version that does not know one goes on without a word. */
export const UNUSED_FEATURES = [...OF_THE_ADDRESS_BAR, ...OF_PLAYWRIGHT];
