/** What prices may do at the local venue: as recorded, or a made-up day. */
export const SCENARIO_NAMES = ['recorded', 'calm', 'gap', 'stale', 'crash'] as const;

export type ScenarioName = (typeof SCENARIO_NAMES)[number];
