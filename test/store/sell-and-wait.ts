/** A desk in a process of its own: sells one ticket, says so, and stays busy until it is killed. */
import { deskUnderTest } from '../desk/desk-under-test.ts';
import { performance } from '../desk/performances.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('say the data folder');
const desk = await deskUnderTest({ folder });
const offered = performance();
await desk.offer(offered);
await desk.call('desk.pick', { performanceId: offered.id });
process.stdout.write(`${await desk.sell('A045198723')}\n`);
for (;;) {
  await desk.time.advance(1_000);
}
