/** The sandboxed bridge: one call, one event, nothing else of Electron reaches the screen. */
import { contextBridge, ipcRenderer } from 'electron';

contextBridge.exposeInMainWorld('kaikudesk', {
  call: (message: unknown): Promise<unknown> => ipcRenderer.invoke('desk', message),
  subscribe(listener: (message: unknown) => void): () => void {
    const hand = (_event: unknown, message: unknown): void => listener(message);
    ipcRenderer.on('desk', hand);
    return () => ipcRenderer.off('desk', hand);
  },
});
