/** Calls over a message port between the desk's main thread and its sync worker. */
import type { MessagePort } from 'node:worker_threads';

interface Call {
  readonly id: number;
  readonly method: string;
  readonly parameters: readonly unknown[];
}

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  /** Message of what was thrown on the other side. */
  readonly error?: string;
}

type Asynchronous<Service> = {
  readonly [Name in keyof Service]: (...parameters: never[]) => Promise<unknown>;
};

/** Answers calls that arrive at the port with the methods of `service`, in the order in which they arrive. */
export function serve<Service extends Asynchronous<Service>>(port: MessagePort, service: Service): void {
  const methods = new Map<string, unknown>(Object.entries(service));
  port.on('message', ({ id, method, parameters }: Call) => {
    void (async () => {
      const answer: Answer = await (async () => {
        const run = methods.get(method);
        if (typeof run !== 'function') throw new TypeError(`no method ${method}`);
        return { id, value: await Reflect.apply(run, service, [...parameters]) };
      })().catch((error: unknown) => ({ id, error: error instanceof Error ? error.message : String(error) }));
      port.postMessage(answer);
    })();
  });
}

/** The other side's `methods` as if they were here; a call rejects with what the other side threw. */
export function remote<Service extends Asynchronous<Service>>(
  port: MessagePort,
  methods: readonly (keyof Service & string)[],
): Service {
  let lastId = 0;
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  port.on('message', (answer: Answer) => {
    const call = open.get(answer.id);
    open.delete(answer.id);
    if (answer.error === undefined) call?.resolve(answer.value);
    else call?.reject(new Error(answer.error));
  });
  const stub =
    (method: string) =>
    (...parameters: unknown[]) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        open.set(lastId, { resolve, reject });
        port.postMessage({ id: lastId, method, parameters } satisfies Call);
      });
  return Object.fromEntries(methods.map((method) => [method, stub(method)])) as unknown as Service;
}
