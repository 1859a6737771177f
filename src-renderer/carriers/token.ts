/** The per-boot token of the web host: comes in the address's fragment, is kept for this tab, leaves the address bar. */

const KEPT_AS = 'kaikudesk.token';

/** The token, or an empty text where the page was opened without one: the desk will refuse it. */
export function takeToken(): string {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token !== null) {
    sessionStorage.setItem(KEPT_AS, token);
    history.replaceState(null, '', location.pathname + location.search);
  }
  return sessionStorage.getItem(KEPT_AS) ?? '';
}
