/** What pages may use of the machine: our own the camera's picture, everything else nothing. */
import { session } from 'electron';
import { isOurs } from './screen-address.ts';

/** Answers requests for permission, and questions whether there is one. */
export function allowOnlyTheCamera(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, decide, details) => {
    const kinds = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const isPicture = permission === 'media' && kinds.length > 0 && kinds.every((kind) => kind === 'video');
    decide(isPicture && details.isMainFrame && isOurs(details.requestingUrl));
  });
  session.defaultSession.setPermissionCheckHandler(
    (_contents, permission, origin, { mediaType }) => permission === 'media' && mediaType === 'video' && isOurs(origin),
  );
}
