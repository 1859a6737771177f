/** How the driver's process talks with the desk: as a child of Node's, or as a utility process of Electron's. */

export interface DriverChannel {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The desk is gone. */
  onGone(listener: () => void): void;
}

/** What is used of Electron's `process.parentPort`, which Node's types do not know. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** The channel that this process was started with. Throws where it was started without one. */
export function driverChannel(): DriverChannel {
  const parentPort = (process as { parentPort?: ParentPort }).parentPort;
  if (parentPort !== undefined) {
    return {
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data)),
      // Electron ends its utility processes itself when its main process is gone.
      onGone: () => undefined,
    };
  }
  if (process.send === undefined) throw new Error('The scanner driver is started by the desk.');
  return {
    send(message) {
      // A desk that is gone meanwhile is told of by `disconnect`.
      if (process.connected) process.send?.(message, undefined, {}, () => undefined);
    },
    onMessage: (listener) => process.on('message', listener),
    onGone: (listener) => process.on('disconnect', listener),
  };
}
