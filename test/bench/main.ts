/**
 * npm run bench: each figure beside the floor that it is held against, interleaved in the same run. Without a word the
 * desk's; `registry` all of the registry's, or those that are named behind it; `camera` the webcam's engines in a browser.
 */
import '../../src-main/hosts/check-node.ts';
import { benchCamera } from './camera.ts';
import { benchDecide } from './decide.ts';
import { benchRegistry } from './registry.ts';
import { benchSale } from './sale.ts';
import { benchVerdict } from './verdict.ts';

const [part, ...names] = process.argv.slice(2);
if (part === 'registry') {
  await benchRegistry(names);
} else if (part === 'camera') {
  await benchCamera();
} else {
  benchDecide();
  await benchSale();
  await benchVerdict();
}
