/** npm run bench: each figure beside the floor that it is held against, interleaved in the same run. */
import '../../src-main/hosts/check-node.ts';
import { benchDecide } from './decide.ts';
import { benchSale } from './sale.ts';
import { benchVerdict } from './verdict.ts';

benchDecide();
await benchSale();
await benchVerdict();
