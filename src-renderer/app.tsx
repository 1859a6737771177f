/** Picks the screen: connecting, enrolment, performances or sale; around it what every screen has. */
import { useEffect, type ReactNode } from 'react';
import { Connecting } from './features/connecting/connecting.tsx';
import { DemoDrawer } from './features/demo/demo-drawer.tsx';
import { Enrol } from './features/enrol/enrol.tsx';
import { Help } from './features/help/help.tsx';
import { Performances } from './features/performances/performances.tsx';
import { Sale } from './features/sale/sale.tsx';
import { StatusLine } from './features/status/status-line.tsx';
import { TopBar } from './features/status/top-bar.tsx';
import { useView } from './stores/context.ts';
import { Notice } from './ui/notice.tsx';

type Place = 'connecting' | 'enrol' | 'performances' | 'sale';

const SCREENS: Readonly<Record<Place, () => ReactNode>> = {
  connecting: Connecting,
  enrol: Enrol,
  performances: Performances,
  sale: Sale,
};

export function App(): ReactNode {
  const place = useView(({ desk }): Place => {
    if (desk === null) return 'connecting';
    if (desk.site === null) return 'enrol';
    return desk.pickedId === null ? 'performances' : 'sale';
  });
  const inDemo = useView(({ desk, demoOpen }) => (desk?.demo ?? null) !== null && demoOpen);
  const language = useView((view) => view.language);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const Screen = SCREENS[place];
  return (
    <div className="frame" data-demo={inDemo ? 'open' : 'closed'}>
      <TopBar />
      <main className="screen" data-screen={place}>
        <Screen />
      </main>
      {inDemo ? <DemoDrawer /> : null}
      {place === 'performances' || place === 'sale' ? <StatusLine /> : null}
      <Notice />
      <Help />
    </div>
  );
}
