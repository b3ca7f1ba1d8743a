import { placeHash, usePlace } from '../address/place.ts';
import { Screen } from '../blocks/Screen.tsx';
import { TabLinks } from '../blocks/TabLinks.tsx';
import { ExposurePart } from './ExposurePart.tsx';
import { LargestPositions, NearestPositions } from './PositionsPart.tsx';
import { ResultPart } from './result/ResultPart.tsx';

const TABS = [
  { name: 'exposure', title: 'Exposure', Content: ExposurePart },
  { name: 'largest', title: 'Largest positions', Content: LargestPositions },
  { name: 'nearest', title: 'Nearest to liquidation', Content: NearestPositions },
  { name: 'result', title: 'The house’s result', Content: ResultPart },
] as const;

/** What the house carries, and what it has got. */
export default function RiskScreen() {
  const {
    path: [named],
  } = usePlace();
  const tab = TABS.find(({ name }) => name === named) ?? TABS[0];
  return (
    <Screen title="Risk" about="What clients have open, and what of it the house carries.">
      <TabLinks
        label="Risk"
        shown={tab.name}
        tabs={TABS.map(({ name, title }) => ({
          ...{ name, title },
          hash: placeHash('risk', name === 'exposure' ? [] : [name]),
        }))}
      />
      <tab.Content />
    </Screen>
  );
}
