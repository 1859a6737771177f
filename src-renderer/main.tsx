/** The screen: React over the desk's contract, the same build under both hosts. */
import './validation.ts';
import { createRoot } from 'react-dom/client';
import { createDeskClient } from '../src-shared/desk-api/client.ts';
import { pickCarrier } from './carriers/pick.ts';
import { App } from './app.tsx';
import { listenForScans } from './scan/wedge-listener.ts';
import { wedgeUser } from './scan/wedge-user.ts';
import { readySound } from './sound/tick.ts';
import { createActions } from './stores/actions.ts';
import { ScreenContext } from './stores/context.ts';
import { followDesk } from './stores/follow.ts';
import { browserLanguage, rememberedDemoOpen } from './stores/remembered.ts';
import { createViewStore } from './stores/view.ts';
import './styles/theme.css';
import './styles/frame.css';
import './styles/controls.css';
import './features/connecting/connecting.css';
import './features/enrol/enrol.css';
import './features/performances/performances.css';
import './features/sale/sale.css';
import './features/sale/verdict.css';
import './features/sale/tools.css';
import './features/group/group.css';
import './styles/panel.css';
import './features/camera/camera.css';
import './features/scanners/scanners.css';
import './features/scanners/devices.css';
import './features/scanners/settings.css';
import './features/scanners/test-area.css';
import './features/scanners/samples.css';
import './features/demo/demo.css';

const carrier = pickCarrier();
const client = createDeskClient(carrier);
const view = createViewStore(browserLanguage(), rememberedDemoOpen());
const actions = createActions(client, view);

listenForScans(wedgeUser(client, view, actions));
readySound();
followDesk(carrier, client, view);

const root = document.querySelector('#screen');
if (root === null) throw new Error('the page has no place for the screen');
createRoot(root).render(
  <ScreenContext value={{ view, actions }}>
    <App />
  </ScreenContext>,
);
