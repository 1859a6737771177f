/** Lets the monitor see every call, whichever loop made it. */
import type { JsonEndpoint } from '../../src-shared/registry-api/endpoints.ts';
import type { Monitor } from './monitor.ts';
import { isProblem, type RegistryError } from './registry-answer.ts';
import type { CallRequest, RegistryClient } from './registry-client.ts';

/** Puts the monitor before a client. A call that was stopped from here says nothing about the registry. */
export function watchedClient(client: RegistryClient, monitor: Monitor): RegistryClient {
  function note(error: RegistryError | null, stopped: boolean): void {
    if (stopped) return;
    if (error !== null && !isProblem(error)) return monitor.missed();
    if (error !== null && isProblem(error, 'desk.revoked')) monitor.revoke(true);
    monitor.reached();
  }

  return {
    async call<Name extends JsonEndpoint>(name: Name, request: CallRequest<Name>) {
      const result = await client.call(name, request);
      if (result.ok && name === 'desk') monitor.revoke(false);
      note(result.ok ? null : result.error, request.signal?.aborted === true);
      return result;
    },
    async download(hash, bytes, signal) {
      const result = await client.download(hash, bytes, signal);
      note(result.ok ? null : result.error, signal.aborted);
      return result;
    },
    async listen(listener, signal) {
      const error = await client.listen(
        {
          onOpen() {
            monitor.reached();
            listener.onOpen();
          },
          onSign() {
            monitor.reached();
            listener.onSign();
          },
          onNews: (news) => listener.onNews(news),
        },
        signal,
      );
      note(error, signal.aborted);
      return error;
    },
  };
}
