/** The driver's channel where Electron started it; the one to Node's parent is tested with real processes. */
import { EventEmitter } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { driverChannel } from '../../src-main/scanners/driver-channel.ts';

test("under Electron it talks through the parent's port", () => {
  const sent: unknown[] = [];
  const parentPort = Object.assign(new EventEmitter(), { postMessage: (message: unknown) => void sent.push(message) });
  Object.assign(process, { parentPort });
  onTestFinished(() => void Reflect.deleteProperty(process, 'parentPort'));
  const channel = driverChannel();
  const heard: unknown[] = [];
  channel.onMessage((message) => heard.push(message));
  channel.onGone(() => heard.push('gone'));
  channel.send({ tell: 'ready' });
  parentPort.emit('message', { data: { say: 'stop' } });
  expect(sent).toEqual([{ tell: 'ready' }]);
  expect(heard).toEqual([{ say: 'stop' }]);
});
