/** Where the driver's process begins. */
import { extname } from 'node:path';

/** The extension is the running file's own: .js once built, .ts when run from source. */
export const DRIVER_FILE = new URL(`../scanners/driver${extname(import.meta.url)}`, import.meta.url);
