/** Picks the screen: connecting, enrolment, performances, sale or scanners; around it what every screen has. */
import { useEffect, useRef, type MouseEvent, type ReactNode } from 'react';
import { Connecting } from './features/connecting/connecting.tsx';
import { DemoDrawer } from './features/demo/demo-drawer.tsx';
import { Assist } from './features/assist/assist.tsx';
import { Enrol } from './features/enrol/enrol.tsx';
import { FollowUps } from './features/follow-ups/follow-ups.tsx';
import { Help } from './features/help/help.tsx';
import { Performances } from './features/performances/performances.tsx';
import { Recent } from './features/recent/recent.tsx';
import { Sale } from './features/sale/sale.tsx';
import { Scanners } from './features/scanners/scanners.tsx';
import { StatusLine } from './features/status/status-line.tsx';
import { TopBar } from './features/status/top-bar.tsx';
import { useView } from './stores/context.ts';
import type { PanelName } from './stores/view.ts';
import { Notice } from './ui/notice.tsx';
import { isFirstPress } from './ui/single-press.ts';

type Place = 'connecting' | 'enrol' | 'performances' | 'sale' | 'scanners';

/** Enrolment has a place of its own: what was typed there outlasts a look at the scanners. */
const SCREENS: Readonly<Record<Exclude<Place, 'enrol'>, () => ReactNode>> = {
  connecting: Connecting,
  performances: Performances,
  sale: Sale,
  scanners: Scanners,
};

const PANELS: Readonly<Record<PanelName, () => ReactNode>> = {
  recent: Recent,
  assist: Assist,
  'follow-ups': FollowUps,
};

export function App(): ReactNode {
  const place = useView(({ desk }): Place => {
    if (desk === null) return 'connecting';
    // Whoever opened it: while scans sell nothing, the screen says so.
    if (desk.scanners.test !== null) return 'scanners';
    if (desk.site === null) return 'enrol';
    return desk.pickedId === null ? 'performances' : 'sale';
  });
  const inDemo = useView(({ desk, demoOpen }) => (desk?.demo ?? null) !== null && demoOpen);
  const isEnrolled = useView(({ desk }) => (desk?.site ?? null) !== null);
  const isEnrolling = useView(({ desk }) => desk !== null && desk.site === null);
  const language = useView((view) => view.language);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const panel = useView((view) => view.panel);
  const ignoreStrayPress = useStrayPresses(place);
  const Screen = place === 'enrol' ? null : SCREENS[place];
  const OpenPanel = isOver(panel, place) ? PANELS[panel] : null;
  return (
    <div className="frame" data-demo={inDemo ? 'open' : 'closed'}>
      <TopBar />
      <main className="screen" data-screen={place} onClickCapture={ignoreStrayPress}>
        {isEnrolling ? (
          <div hidden={place !== 'enrol'}>
            <Enrol />
          </div>
        ) : null}
        {Screen === null ? null : <Screen />}
      </main>
      {inDemo ? <DemoDrawer /> : null}
      {isEnrolled ? <StatusLine /> : null}
      {/* Over a panel nothing else can be pressed: there it stands in the panel. */}
      {OpenPanel === null ? <Notice /> : <OpenPanel />}
      <Help />
    </div>
  );
}

/** Stops the second half of a double click whose first half changed the screen: it was not meant for what came under it. */
function useStrayPresses(place: Place): (event: MouseEvent) => void {
  const pressedOn = useRef(place);
  return (event) => {
    if (isFirstPress(event)) pressedOn.current = place;
    else if (pressedOn.current !== place) event.stopPropagation();
  };
}

/** Remarks can be read from any screen, the rest is about the performance on sale. */
function isOver(panel: PanelName | null, place: Place): panel is PanelName {
  return panel !== null && (place === 'sale' || (place === 'performances' && panel === 'follow-ups'));
}
