/** The Electron host: one kiosk window, one guarded channel. Its hardening beyond this is in resources and the builder's fuses. */
import '../check-node.ts';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, BrowserWindow, ipcMain, safeStorage, session } from 'electron';
import { composeDesk } from '../compose.ts';
import { readOptions, DESK_HELP } from '../options.ts';
import { packageRoot } from '../package-root.ts';
import type { Protection } from '../secret-file.ts';
import { runMain } from '../start-failure.ts';

const keychain: Protection = {
  seal: (text) => safeStorage.encryptString(text),
  open: (bytes) => safeStorage.decryptString(bytes),
};

const screen = pathToFileURL(join(packageRoot(), 'dist/renderer/index.html')).href;

runMain(async () => {
  const options = readOptions(process.argv.slice(app.isPackaged ? 1 : 2), Date.now());
  if (options === null) {
    process.stdout.write(DESK_HELP);
    app.exit(0);
    return;
  }
  await app.whenReady();
  lockDown();
  const desk = await composeDesk(options, keychain, () =>
    Promise.reject(new Error('a second desk needs the web host')),
  );
  const window = new BrowserWindow({
    kiosk: app.isPackaged,
    width: 1280,
    height: 800,
    show: false,
    webPreferences: {
      preload: join(packageRoot(), 'dist/src-main/hosts/electron/preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
    },
  });
  ipcMain.handle('desk', (event, message: unknown) => {
    if (event.senderFrame?.url.split(/[?#]/)[0] !== screen) throw new Error('not our page');
    return desk.answer(message);
  });
  desk.onState((state) => window.webContents.send('desk', { event: 'state', state }));
  window.once('ready-to-show', () => window.show());
  await window.loadURL(screen);
  process.stdout.write(`${JSON.stringify({ event: 'listening', url: screen })}\n`);
  app.on('window-all-closed', () => void desk.close().then(() => app.exit(0)));
});

/** No navigation, no new windows, no permissions, whatever a page asks for. */
function lockDown(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
}
