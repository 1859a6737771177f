/**
 * npm run pictures: the screens in each size, language and light, into a folder; the documents' into docs/pictures.
 * `scanners`: those of the scanners and the camera alone.
 */
import { pictureScanners } from './scanner-pictures.ts';

if (process.argv[2] !== 'scanners') await import('./desk-pictures.ts');
await pictureScanners();
