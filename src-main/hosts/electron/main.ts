/**
 * The Electron host: one kiosk window, one guarded channel. Its hardening beyond this is beside it (`permissions.ts`,
 * `screen-protocol.ts`), in `screen-headers.ts` and in the fuses of `electron-builder.yml`.
 */
import '../check-node.ts';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, safeStorage } from 'electron';
import { composeDesk } from '../compose.ts';
import { readOptions, DESK_HELP } from '../options.ts';
import { packageRoot } from '../package-root.ts';
import type { Protection } from '../secret-file.ts';
import { runMain } from '../start-failure.ts';
import { allowOnlyTheCamera } from './permissions.ts';
import { SCREEN_PAGE } from './screen-address.ts';
import { registerScreenScheme, serveScreen } from './screen-protocol.ts';
import { startDriver } from './utility-driver.ts';

const keychain: Protection = {
  seal: (text) => safeStorage.encryptString(text),
  open: (bytes) => safeStorage.decryptString(bytes),
};

registerScreenScheme();

runMain(async () => {
  // An icon is started in any working directory, and an installer may remove the program's folder.
  const dataFolder = app.isPackaged ? join(app.getPath('userData'), 'desk') : undefined;
  const options = readOptions(process.argv.slice(app.isPackaged ? 1 : 2), Date.now(), dataFolder);
  if (options === null) {
    process.stdout.write(DESK_HELP);
    app.exit(0);
    return;
  }
  await app.whenReady();
  lockDown();
  serveScreen(join(packageRoot(), 'dist/renderer'));
  const desk = await composeDesk(options, keychain, noSecondDesk, startDriver);
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
    if (event.senderFrame?.url.split(/[?#]/)[0] !== SCREEN_PAGE) throw new Error('not our page');
    return desk.answer(message);
  });
  desk.onState((state) => window.webContents.send('desk', { event: 'state', state }));
  window.once('ready-to-show', () => window.show());
  await window.loadURL(SCREEN_PAGE);
  process.stdout.write(`${JSON.stringify({ event: 'listening', url: SCREEN_PAGE })}\n`);
  app.on('window-all-closed', () => void desk.close().then(() => app.exit(0)));
}, showFailure);

function showFailure(text: string): void {
  if (app.isPackaged) dialog.showErrorBox(app.name, text);
}

function noSecondDesk(): Promise<never> {
  return Promise.reject(new Error('a second desk needs the web host'));
}

/** No navigation, no new windows, no permissions but the camera's, whatever a page asks for. */
function lockDown(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
  allowOnlyTheCamera();
}
