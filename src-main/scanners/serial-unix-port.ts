/** Mends how the serialport package reads and closes a port on Linux and macOS. */
import { read } from 'node:fs';
import { promisify } from 'node:util';

/** A port of the package on these systems, open: its file and the poller that waits for bytes in it. */
interface UnixPort {
  /** Null: it is closed. */
  readonly fd: number | null;
  readonly poller: { once(event: 'readable', heard: (error: Error | null) => void): unknown; stop(): void };
  read(buffer: Buffer, offset: number, length: number): Promise<{ buffer: Buffer; bytesRead: number }>;
  close(): Promise<void>;
}

const readBytes = promisify(read);

/** There are no bytes yet. */
const NOT_YET: ReadonlySet<unknown> = new Set(['EAGAIN', 'EWOULDBLOCK', 'EINTR']);

/**
 * Mends an open port of the package (13.0.0) in two ways; ports of Windows are left as they are.
 * - A read of no bytes is rejected: so a terminal says that its device is gone, while one that is merely silent says
 *   EAGAIN. The package reads again at once, without end: no `close` ever comes, and a processor is busy with it
 *   (node-serialport issue 2323).
 * - The file is closed when the read that is under way has ended. The package closes it below the read, which keeps the
 *   port locked a while longer, and may read from whatever file gets its number next.
 */
export function mendPort(port: object): void {
  if (!isUnixPort(port)) return;
  const close = port.close.bind(port);
  let closing = false;
  let reading: Promise<unknown> = Promise.resolve();

  const fileToRead = (): number => {
    // The package tells a read that was called off by this word from one that failed.
    if (closing || port.fd === null) throw Object.assign(new Error('The port is closed.'), { canceled: true });
    return port.fd;
  };
  const readSome: UnixPort['read'] = async (buffer, offset, length) => {
    try {
      const { bytesRead } = await readBytes(fileToRead(), buffer, offset, length, null);
      if (bytesRead === 0) throw new Error('The port has hung up.');
      return { buffer, bytesRead };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && NOT_YET.has(error.code))) throw error;
    }
    // Closed meanwhile, it must not be waited for: that would end the whole process.
    fileToRead();
    await readable(port);
    return readSome(buffer, offset, length);
  };
  port.read = (buffer, offset, length) => {
    const result = readSome(buffer, offset, length);
    reading = result.catch(() => undefined);
    return result;
  };
  port.close = async () => {
    closing = true;
    // Calls off a read that waits.
    port.poller.stop();
    await reading;
    await close();
  };
}

function isUnixPort(port: object): port is UnixPort {
  return 'fd' in port && 'poller' in port && 'read' in port && 'close' in port;
}

function readable({ poller }: UnixPort): Promise<void> {
  return new Promise((resolve, reject) => {
    poller.once('readable', (error) => (error === null ? resolve() : reject(error)));
  });
}
