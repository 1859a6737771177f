/** Devices on the HID bus that a program plays, through the kernel's uhid (linux/uhid.h): real hidraw and input nodes. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** Types of events, to and from the kernel. */
const DESTROY = 1;
const OPEN = 4;
const GET_REPORT = 9;
const GET_REPORT_REPLY = 10;
const CREATE = 11;
const INPUT = 12;
const SET_REPORT = 13;
const SET_REPORT_REPLY = 14;
/** Bytes of any event that is read. */
const EVENT_BYTES = 4_376;
const BUS_USB = 3;
const NOT_SUPPORTED = 95;
const FEATURE_MILLISECONDS = 10_000;

export interface HidTraits {
  readonly name: string;
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber: string;
  readonly descriptor: Uint8Array;
}

export interface VirtualHid {
  /** One input report, with its number first. */
  send(report: Uint8Array): void;
  /** How often the system has opened the device since it was plugged in. */
  opened(): number;
  /** Resolves with the first feature report that it is sent, its number first; null: none within seconds. */
  firstFeature(): Promise<readonly number[] | null>;
  unplug(): void;
}

/** Plugs it in. */
export function plugHid({ name, vendorId, productId, serialNumber, descriptor }: HidTraits): VirtualHid {
  const file = openSync('/dev/uhid', 'r+');
  const feature = Promise.withResolvers<readonly number[] | null>();
  let opened = 0;
  const create = event(CREATE, 280 + descriptor.length);
  create.write(name, 4, 127);
  create.write(serialNumber, 196, 63);
  create.writeUInt16LE(descriptor.length, 260);
  create.writeUInt16LE(BUS_USB, 262);
  create.writeUInt32LE(vendorId, 264);
  create.writeUInt32LE(productId, 268);
  create.set(descriptor, 280);
  writeSync(file, create);
  const reader = readEvents(file, (heard) => {
    const type = heard.readUInt32LE(0);
    if (type === OPEN) opened += 1;
    if (type === GET_REPORT) writeSync(file, answerTo(heard, GET_REPORT_REPLY, NOT_SUPPORTED));
    if (type === SET_REPORT) {
      feature.resolve([...heard.subarray(12, 12 + heard.readUInt16LE(10))]);
      writeSync(file, answerTo(heard, SET_REPORT_REPLY, 0));
    }
  });
  return {
    send(report) {
      const input = event(INPUT, 6 + report.length);
      input.writeUInt16LE(report.length, 4);
      input.set(report, 6);
      writeSync(file, input);
    },
    opened: () => opened,
    firstFeature: () => Promise.race([feature.promise, setTimeout(FEATURE_MILLISECONDS, null)]),
    unplug() {
      // What is on its way from the kernel is not answered any more.
      reader.stdout?.removeAllListeners('data');
      reader.kill('SIGKILL');
      writeSync(file, event(DESTROY, 4));
      closeSync(file);
    },
  };
}

function event(type: number, bytes: number): Buffer {
  const made = Buffer.alloc(bytes);
  made.writeUInt32LE(type, 0);
  return made;
}

/** The kernel wants an answer within five seconds, and makes whoever asked wait for it. */
function answerTo(heard: Buffer, type: number, error: number): Buffer {
  const answer = event(type, type === GET_REPORT_REPLY ? 12 : 10);
  answer.writeUInt32LE(heard.readUInt32LE(4), 4);
  answer.writeUInt16LE(error, 8);
  return answer;
}

/** A program of its own reads them, because a read that waits for ever would keep one of Node's few threads. */
function readEvents(file: number, heard: (event: Buffer) => void): ChildProcess {
  const reader = spawn('busybox', ['dd', `bs=${EVENT_BYTES}`], { stdio: [file, 'pipe', 'ignore'] });
  let rest = Buffer.alloc(0);
  reader.stdout?.on('data', (data: Buffer) => {
    rest = Buffer.concat([rest, data]);
    for (; rest.length >= EVENT_BYTES; rest = rest.subarray(EVENT_BYTES)) heard(rest);
  });
  return reader;
}
